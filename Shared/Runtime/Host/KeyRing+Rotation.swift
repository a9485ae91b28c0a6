import Crypto
import FoundationEssentials
import Glibc

/// Replacing a signing key while everything runs. The public file lists every key that is believed; the secret one is the
/// key that signs. First the next key is made and believed everywhere, then it signs, then the old one is dropped: so at
/// no moment does anybody meet a signature by a key that they do not know.
extension KeyRing {
    private static let nextSuffix = "signing-next"

    /// Makes the next key and adds its public half to those that are believed. Done again after a crash, it goes on where
    /// it was.
    public func makeNextSigningKey(for name: String, seed: [UInt8]) throws {
        let path = home.secret("\(name)-\(KeyRing.nextSuffix)")
        if !FileManager.default.fileExists(atPath: path) { try write(Hex.encode(seed), to: path, mode: 0o600) }
        let next = try Ed25519SigningKey(seed: try nextSeed(of: name)).publicKey.bytes
        let believed = try verifyingKeys(of: name)
        if !believed.contains(next) { try believe(believed + [next], of: name) }
    }

    /// Makes the next key the one that signs, from its holder's next start. The old one goes on being believed.
    public func useNextSigningKey(for name: String) throws {
        let next = try Ed25519SigningKey(seed: try nextSeed(of: name)).publicKey.bytes
        guard try verifyingKeys(of: name).contains(next) else {
            throw Fault(
                description: "the next signing key of \(name) is not believed yet; make it with --next-signing-key")
        }
        let (from, to) = (home.secret("\(name)-\(KeyRing.nextSuffix)"), home.secret("\(name)-\(KeyRing.signingSuffix)"))
        guard rename(from, to) == 0 else { throw Fault(description: "cannot write \(to)") }
        try syncFolder(of: to)
    }

    /// Drops every key but the one that signs, and the next one where there is one.
    public func retireOldSigningKeys(of name: String) throws {
        var kept = [try Ed25519SigningKey(seed: try signingSeed(of: name)).publicKey.bytes]
        if FileManager.default.fileExists(atPath: home.secret("\(name)-\(KeyRing.nextSuffix)")) {
            kept.append(try Ed25519SigningKey(seed: try nextSeed(of: name)).publicKey.bytes)
        }
        guard try verifyingKeys(of: name).contains(where: { !kept.contains($0) }) else {
            throw Fault(description: "\(name) has no old signing key")
        }
        try believe(kept, of: name)
    }

    private func nextSeed(of name: String) throws -> [UInt8] {
        guard FileManager.default.fileExists(atPath: home.secret("\(name)-\(KeyRing.nextSuffix)")) else {
            throw Fault(description: "\(name) has no next signing key; make it with --next-signing-key")
        }
        return try seed(in: "\(name)-\(KeyRing.nextSuffix)")
    }

    /// Replaces the public file in one move, so that who starts meanwhile reads all of one or the other.
    private func believe(_ keys: [[UInt8]], of name: String) throws {
        let path = home.publicKey("\(name)-\(KeyRing.signingSuffix)")
        unlink(path + ".new")
        try write(keys.map(Hex.encode).joined(separator: "\n"), to: path + ".new", mode: 0o644)
        guard rename(path + ".new", path) == 0 else { throw Fault(description: "cannot write \(path)") }
        try syncFolder(of: path)
    }

    private func syncFolder(of path: String) throws {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw Fault(description: "cannot open \(folder)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Fault(description: "cannot write \(folder)") }
    }
}
