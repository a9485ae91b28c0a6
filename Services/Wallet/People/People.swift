import Messages
import Runtime
import Storage

/// Who there is. The wallet hears of a person when they sign up, when there is something to say of where they stand, and
/// at the latest when they first move money.
enum People {
    static func note(_ user: ID<User>, in database: Connection) throws {
        try database.run("INSERT INTO people_signed_up (user) VALUES (?) ON CONFLICT DO NOTHING", user)
    }

    /// Refuses what would be given to nobody.
    static func require(_ user: ID<User>, in database: Connection) throws {
        let isKnown = try database.first(
            """
            SELECT EXISTS (SELECT 1 FROM people_signed_up WHERE user = ?1)
                OR EXISTS (SELECT 1 FROM people WHERE user = ?1)
                OR EXISTS (SELECT 1 FROM ledger_accounts WHERE owner_kind = 'user' AND owner = ?1)
            """, user
        ) { try $0.value(0, as: Bool.self) }
        guard isKnown ?? false else { throw Rejection.notFound("user") }
    }
}

extension WalletSchema {
    static let signedUp = Migration(
        name: "wallet people signed up",
        sql: "CREATE TABLE people_signed_up (user BLOB PRIMARY KEY) STRICT, WITHOUT ROWID")
}
