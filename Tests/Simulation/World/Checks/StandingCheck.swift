import Messages
import Storage

/// Holds the wallet's copy of where people stand against identity's own: at rest it is the newest.
struct StandingCheck {
    let identity: Connection
    let wallet: Connection

    func verifyAtRest() throws {
        let published = try lines(
            of: identity,
            """
            SELECT lower(hex(s.user)) || ' ' || s.version || ' ' || u.state FROM standings s
            JOIN users u ON u.id = s.user WHERE s.version > 0 ORDER BY s.user
            """)
        let known = try lines(
            of: wallet, "SELECT lower(hex(user)) || ' ' || version || ' ' || state FROM people ORDER BY user")
        try compare(published, known)
        try compare(try limits(in: identity), try limits(in: wallet))
    }

    private func limits(in database: Connection) throws -> [String] {
        try lines(
            of: database,
            """
            SELECT lower(hex(user)) || ' ' || currency || ' ' || kind || ' ' || amount FROM personal_limits
            ORDER BY user, currency, kind
            """)
    }

    private func lines(of database: Connection, _ sql: StaticString) throws -> [String] {
        try database.rows(sql) { try $0.value(0) }
    }

    private func compare(_ published: [String], _ known: [String]) throws {
        guard published != known else { return }
        let missing = published.first { !known.contains($0) }.map { "no \($0)" }
        throw Violation("standings", "the wallet has \(missing ?? "what identity never published")")
    }
}
