import Messages
public import Runtime
import Storage

/// The gateway as a service among services: it keeps what the others announce and follows who has lost access.
public enum GatewayService {
    public static func definition() -> ServiceDefinition {
        ServiceDefinition(
            name: .gateway, migrations: migrations, operations: [.command(AnnounceCatalogue.self)],
            // Following is what counts: the position that is committed here tells identity that the sessions it ended
            // are forgotten, which the edge does from the same page right after the commit.
            followers: [Follower(.identity) { _, _ in }], events: [CatalogueAnnounced.self])
    }

    private static let migrations = [
        Migration(
            name: "catalogues",
            sql: """
                CREATE TABLE catalogues (
                    service TEXT PRIMARY KEY,
                    digest BLOB NOT NULL CHECK (length(digest) = 32),
                    document TEXT NOT NULL,
                    announced INTEGER NOT NULL
                ) STRICT
                """)
    ]
}
