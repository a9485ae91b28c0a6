import Messages
import Runtime
import Storage

/// Who there is. Betting keeps no people, but hears from identity of everybody who signs up, so that nobody is made a player
/// who does not exist.
enum KnownUsers {
    static func note(_ user: ID<User>, in database: Connection) throws {
        try database.run("INSERT INTO known_user (user) VALUES (?) ON CONFLICT DO NOTHING", user)
    }

    static func require(
        _ user: ID<User>, or failure: some DomainFailure, at pointer: String = "/user_id", in database: Connection
    ) throws {
        guard try database.first("SELECT 1 FROM known_user WHERE user = ?", user, read: { _ in true }) != nil else {
            throw failure.because("nobody has signed up under this id", at: pointer)
        }
    }

    /// Who was forgotten is nobody any more.
    static func forget(_ user: ID<User>, in database: Connection) throws {
        try database.run("DELETE FROM known_user WHERE user = ?", user)
    }

    static let follower = Follower(.identity) { page, context in
        for entry in page.entries {
            guard let new = try entry.data(UserRegistered.self) else { continue }
            try note(new.user, in: context.database)
        }
    }
}
