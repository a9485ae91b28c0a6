public import Crypto
public import Messages

/// Makes the signed form of a statement, `payload.signature` in base64url. Only the identity service has the key.
public struct StatementSigner: Sendable {
    private let key: Ed25519SigningKey

    public init(key: Ed25519SigningKey) { self.key = key }

    public func sign(_ statement: Statement) throws -> String {
        let payload = try WireCoding().encode(statement)
        return Base64URL.encode(payload) + "." + Base64URL.encode(key.sign(StatementSigner.context + payload))
    }

    /// Stands before every signed payload, so that a signature made for another purpose proves nothing here.
    static let context = Array("croupier statement 1\n".utf8)
}

/// Checks statements against the identity service's public keys. A signature costs as much as a whole small command,
/// so those seen lately are remembered.
public final class StatementVerifier {
    private let keys: [Ed25519PublicKey]
    private let coding = WireCoding()
    private var seen: [String: Statement] = [:]
    private static let memory = 10_000
    /// How far the clocks of two hosts may be apart.
    static let skew: Int64 = 5_000

    public init(keys: [Ed25519PublicKey]) { self.keys = keys }

    /// - Parameter audience: the service that the statement must have been made for: whoever received it first.
    /// - Throws: a rejection where the statement is forged, malformed, for another service, or over.
    public func verify(_ text: String, for audience: ServiceName, at time: Timestamp) throws -> Statement {
        let statement = try seen[text] ?? signed(text)
        guard statement.audience == audience else {
            throw CommonFailure.unauthenticated.because("the statement of who you are is for another service")
        }
        guard time < statement.expiresAt.adding(milliseconds: StatementVerifier.skew),
            time >= statement.issuedAt.adding(milliseconds: -StatementVerifier.skew)
        else { throw CommonFailure.unauthenticated.because("the statement of who you are is over; sign in again") }
        return statement
    }

    private func signed(_ text: String) throws -> Statement {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let payload = Base64URL.decode(String(parts[0])),
            let signature = Base64URL.decode(String(parts[1])),
            keys.contains(where: { $0.verifies(signature, of: StatementSigner.context + payload) }),
            let statement = try? coding.decode(Statement.self, from: payload)
        else { throw CommonFailure.unauthenticated.because("the statement of who you are is not genuine") }
        if seen.count >= StatementVerifier.memory { seen.removeAll() }
        seen[text] = statement
        return statement
    }
}
