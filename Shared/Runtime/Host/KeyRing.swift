import Crypto
import FoundationEssentials
import Glibc
public import Messages
public import Transport

/// The keys of a platform as files: secrets that only their owner reads, and the public ones, which are also the list of
/// who may connect and under what name.
public struct KeyRing: Sendable {
    public struct Fault: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) { self.description = description }
    }

    let home: Home
    static let connectionSuffix = "connection"
    static let signingSuffix = "signing"
    static let ownSuffix = "own"
    static let webhookFile = "wallet-webhook"

    public init(_ home: Home) { self.home = home }

    // MARK: - Reading

    public func connectionKeys(of name: String) throws -> CurveKeyPair {
        try CurveKeyPair(secretKey: try read(home.secret("\(name)-\(KeyRing.connectionSuffix)")))
    }

    public func connectionKey(of service: ServiceName) throws -> String {
        try read(home.publicKey("\(service.rawValue)-\(KeyRing.connectionSuffix)"))
    }

    /// The names of all who may connect, by their public keys: the services, at the door that is theirs, and everybody
    /// else at the other.
    public func allowList(ofPeers: Bool) throws -> [String: String] {
        try allowList().filter { (ServiceName(rawValue: $0.value) == nil) == ofPeers }
    }

    private func allowList() throws -> [String: String] {
        var names: [String: String] = [:]
        let suffix = "-\(KeyRing.connectionSuffix).key"
        for file in try FileManager.default.contentsOfDirectory(atPath: home.publicKeys) where file.hasSuffix(suffix) {
            names[try read("\(home.publicKeys)/\(file)")] = String(file.dropLast(suffix.count))
        }
        return names
    }

    public func signingSeed(of name: String) throws -> [UInt8] { try seed(in: "\(name)-\(KeyRing.signingSuffix)") }

    /// The keys whose signatures in that name are believed: several while one takes another's place.
    public func verifyingKeys(of name: String) throws -> [[UInt8]] {
        let keys = try lines(of: home.publicKey("\(name)-\(KeyRing.signingSuffix)")).map(Hex.decode)
        guard !keys.isEmpty, keys.allSatisfy({ $0?.count == Ed25519PublicKey.byteCount }) else {
            throw Fault(description: "the public signing keys of \(name) are not all keys")
        }
        return keys.compactMap(\.self)
    }

    /// What a service derives the keys of its own database from. It is never replaced.
    public func ownSecret(of name: String) throws -> [UInt8] { try seed(in: "\(name)-\(KeyRing.ownSuffix)") }

    /// What a service seals its own events with.
    public func sealKey(of service: ServiceName) throws -> [UInt8] {
        try KeyedHash.hash(Array("croupier event seal 1".utf8), key: try ownSecret(of: service.rawValue))
    }

    /// What whoever reports transfers signs with: the first line of a file of the operator's, or of the one that was made
    /// with the keys; nil where there is neither.
    public func webhookSecret(at path: String = "") throws -> [UInt8]? {
        let made = home.secret(KeyRing.webhookFile)
        guard !path.isEmpty || FileManager.default.fileExists(atPath: made) else { return nil }
        let secret = Array(try read(path.isEmpty ? made : path).utf8)
        guard secret.count >= 32 else { throw Fault(description: "the webhooks' secret is shorter than 32 characters") }
        return secret
    }

    func seed(in file: String) throws -> [UInt8] {
        guard let seed = Hex.decode(try read(home.secret(file))), seed.count == Ed25519SigningKey.seedByteCount else {
            throw Fault(
                description: "the secret \(file) is not \(Ed25519SigningKey.seedByteCount) bytes in hexadecimal")
        }
        return seed
    }

    private func read(_ path: String) throws -> String { try lines(of: path).first ?? "" }

    private func lines(of path: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Fault(description: "no key at \(path); scripts/keys makes the keys")
        }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    // MARK: - Making

    /// Makes a pair for connections, unless there is one.
    public func makeConnectionKeys(for name: String) throws {
        guard !FileManager.default.fileExists(atPath: home.secret("\(name)-\(KeyRing.connectionSuffix)")) else {
            return
        }
        let pair = try CurveKeyPair.generate()
        try write(pair.secretKey, to: home.secret("\(name)-\(KeyRing.connectionSuffix)"), mode: 0o600)
        try write(pair.publicKey, to: home.publicKey("\(name)-\(KeyRing.connectionSuffix)"), mode: 0o644)
    }

    /// Makes a pair for signing, unless there is one.
    public func makeSigningKeys(for name: String, seed: [UInt8]) throws {
        guard !FileManager.default.fileExists(atPath: home.secret("\(name)-\(KeyRing.signingSuffix)")) else { return }
        let key = try Ed25519SigningKey(seed: seed)
        try write(Hex.encode(seed), to: home.secret("\(name)-\(KeyRing.signingSuffix)"), mode: 0o600)
        try write(Hex.encode(key.publicKey.bytes), to: home.publicKey("\(name)-\(KeyRing.signingSuffix)"), mode: 0o644)
    }

    /// Makes a secret that a service keeps for itself, unless there is one.
    public func makeOwnSecret(for name: String, bytes: [UInt8]) throws {
        let path = home.secret("\(name)-\(KeyRing.ownSuffix)")
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try write(Hex.encode(bytes), to: path, mode: 0o600)
    }

    /// Makes the secret that reports of transfers are signed with, unless there is one.
    public func makeWebhookSecret(bytes: [UInt8]) throws {
        let path = home.secret(KeyRing.webhookFile)
        guard !FileManager.default.fileExists(atPath: path) else { return }
        try write(Hex.encode(bytes), to: path, mode: 0o600)
    }

    /// Written with its mode from the first byte, so that a secret is never readable by others, not even for a moment.
    func write(_ text: String, to path: String, mode: mode_t) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
        guard descriptor >= 0 else {
            throw Fault(description: "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        let bytes = Array((text + "\n").utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw Fault(description: "cannot write \(path)")
        }
    }
}
