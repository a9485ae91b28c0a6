import Messages
public import Runtime
import Storage

/// The gateway as a service among services: it keeps what the others announce and follows who has lost access.
public enum GatewayService {
    /// - Parameter streamWaitMilliseconds: how often identity is to say at least that nobody has lost access.
    public static func definition(
        streamWaitMilliseconds: Int64 = EdgeSettings().streamWaitMilliseconds
    ) -> ServiceDefinition {
        ServiceDefinition(
            name: .gateway, migrations: migrations, operations: [.command(AnnounceCatalogue.self)],
            // Following is what counts: from the same page the edge forgets what it was told of those whom its events
            // are about, right after the commit.
            followers: [Follower(.identity, waitMilliseconds: streamWaitMilliseconds) { _, _ in }],
            events: [CatalogueAnnounced.self])
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
