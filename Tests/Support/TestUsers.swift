public import Crypto
public import Messages
public import Runtime

/// People for tests: statements signed by a key that the services under test trust.
public enum TestUsers {
    /// A seed of 32 bytes always makes a key.
    // swift-format-ignore: NeverUseForceTry
    public static let identityKey = try! Ed25519SigningKey(seed: Array(repeating: 42, count: 32))

    /// The settings of a service that believes these people.
    public static var nodeSettings: NodeSettings {
        NodeSettings(build: "test", identityKeys: [identityKey.publicKey.bytes], sealKey: sealKey)
    }

    /// What services under test seal their events with.
    public static let sealKey = [UInt8](repeating: 9, count: 32)

    public static func statement(
        _ number: UInt64, roles: [Role] = [.player], issuedAt: Timestamp = Timestamp(milliseconds: 1_799_999_999_000),
        seconds: Int64 = 86_400
    ) -> Statement {
        Statement(
            user: ID(high: 0x0190_0000_0000_7000, low: 0x8000_0000_0000_0000 | number),
            session: ID(high: 0x0190_0000_0000_7001, low: 0x8000_0000_0000_0000 | number), roles: roles,
            issuedAt: issuedAt, expiresAt: issuedAt.adding(seconds: seconds))
    }

    /// A newer statement about somebody.
    public static func statement(
        _ user: ID<User>, _ session: ID<Session>, issuedAt: Timestamp
    ) -> Statement {
        Statement(
            user: user, session: session, roles: [.player], issuedAt: issuedAt, expiresAt: issuedAt.adding(seconds: 60))
    }

    /// - Parameter audience: the service that is to believe it, unless the statement names one itself.
    public static func sign(_ statement: Statement, for audience: ServiceName) throws -> String {
        var statement = statement
        statement.audience = statement.audience ?? audience
        return try StatementSigner(key: identityKey).sign(statement)
    }
}
