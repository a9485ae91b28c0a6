import Crypto
import Foundation
import Host
import Messages
import Runtime
import Testing

@Suite("Replacing the signing key") struct KeyRotationTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "croupier-keys-\(UUID().uuidString)")
    private let ring: KeyRing
    private let now = Timestamp(milliseconds: 1_800_000_000_000)

    init() throws {
        let home = Home(folder.path)
        try home.makeFolders()
        ring = KeyRing(home)
        try ring.makeSigningKeys(for: "identity", seed: Array(repeating: 1, count: 32))
    }

    /// A statement as identity would sign it after a start at this moment.
    private func signed(_ change: (inout Statement) -> Void = { _ in }) throws -> String {
        var statement = Statement(
            user: ID(high: 1, low: 1), session: ID(high: 2, low: 2), roles: [.player], issuedAt: now,
            expiresAt: now.adding(seconds: 300))
        statement.audience = .wallet
        change(&statement)
        return try StatementSigner(key: try Ed25519SigningKey(seed: try ring.signingSeed(of: "identity")))
            .sign(statement)
    }

    /// What a service believes that starts at this moment.
    private func verifier() throws -> StatementVerifier {
        StatementVerifier(keys: try ring.verifyingKeys(of: "identity").map { try Ed25519PublicKey(bytes: $0) })
    }

    private func believes(_ verifier: StatementVerifier, _ text: String, after milliseconds: Int64 = 0) -> Bool {
        (try? verifier.verify(text, for: .wallet, at: now.adding(milliseconds: milliseconds))) != nil
    }

    private func rotate() throws {
        try ring.makeNextSigningKey(for: "identity", seed: Array(repeating: 2, count: 32))
        try ring.useNextSigningKey(for: "identity")
    }

    @Test("every service believes every statement all the way, if the order is kept")
    func withoutDowntime() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (old, before) = (try signed(), try verifier())
        try ring.makeNextSigningKey(for: "identity", seed: Array(repeating: 2, count: 32))
        let both = try verifier()
        #expect(try signed() == old)
        #expect(believes(before, old) && believes(both, old))
        try ring.useNextSigningKey(for: "identity")
        let new = try signed()
        #expect(new != old && believes(both, new) && believes(both, old))
        #expect(!believes(before, new))
        let between = try verifier()
        #expect(believes(between, new) && believes(between, old))
        try ring.retireOldSigningKeys(of: "identity")
        let after = try verifier()
        #expect(believes(after, new) && !believes(after, old))
        #expect(try ring.verifyingKeys(of: "identity").count == 1)
    }

    @Test("a step that is taken twice, or before the one before it, breaks nothing")
    func order() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: KeyRing.Fault.self) { try ring.useNextSigningKey(for: "identity") }
        #expect(throws: KeyRing.Fault.self) { try ring.retireOldSigningKeys(of: "identity") }
        try ring.makeNextSigningKey(for: "identity", seed: Array(repeating: 2, count: 32))
        let keys = try ring.verifyingKeys(of: "identity")
        try ring.makeNextSigningKey(for: "identity", seed: Array(repeating: 3, count: 32))
        #expect(try ring.verifyingKeys(of: "identity") == keys && keys.count == 2)
        // The next key is not an old one.
        #expect(throws: KeyRing.Fault.self) { try ring.retireOldSigningKeys(of: "identity") }
        try ring.useNextSigningKey(for: "identity")
        #expect(throws: KeyRing.Fault.self) { try ring.useNextSigningKey(for: "identity") }
        #expect(try ring.signingSeed(of: "identity") == Array(repeating: 2, count: 32))
    }

    @Test("a step that a crash cut short is finished by taking it again")
    func crash() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try ring.makeNextSigningKey(for: "identity", seed: Array(repeating: 2, count: 32))
        let path = folder.appending(path: "keys/public/identity-signing.key").path
        let first = try #require(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first)
        try "\(first)\n".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: KeyRing.Fault.self) { try ring.useNextSigningKey(for: "identity") }
        try ring.makeNextSigningKey(for: "identity", seed: Array(repeating: 3, count: 32))
        try ring.useNextSigningKey(for: "identity")
        #expect(believes(try verifier(), try signed()))
    }

    @Test("a public file with anything in it that is no key is refused")
    func mangled() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "keys/public/identity-signing.key").path
        for text in ["", "\n", "no key\n", String(repeating: "ab", count: 31) + "\n"] {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: KeyRing.Fault.self) { try ring.verifyingKeys(of: "identity") }
        }
    }

    @Test("what is forged, changed or for another service is not believed, with one key or with two")
    func forged() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for isRotated in [false, true] {
            if isRotated { try rotate() }
            let verifier = try verifier()
            #expect(believes(verifier, try signed()))
            #expect(!believes(verifier, try signed { $0.audience = .betting }))
            #expect(!believes(verifier, try signed { $0.audience = nil }))
            let parts = try signed().split(separator: ".")
            let other = try signed { $0.roles = [.admin] }.split(separator: ".")
            #expect(!believes(verifier, "\(other[0]).\(parts[1])"))
            let stranger = try StatementSigner(key: try Ed25519SigningKey(seed: Array(repeating: 9, count: 32)))
                .sign(try verifier.verify(try signed(), for: .wallet, at: now))
            #expect(!believes(verifier, stranger))
            for text in ["", ".", "a.b", String(parts[0]), try signed() + "."] { #expect(!believes(verifier, text)) }
        }
    }

    @Test(
        "clocks may be five seconds apart either way",
        arguments: [
            (-5_001, false), (-5_000, true), (0, true), (300_000, true), (304_999, true), (305_000, false),
        ] as [(Int64, Bool)])
    func skew(milliseconds: Int64, isBelieved: Bool) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(believes(try verifier(), try signed(), after: milliseconds) == isBelieved)
    }
}
