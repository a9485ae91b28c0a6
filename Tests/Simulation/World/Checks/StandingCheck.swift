import Messages
import Storage

/// Holds the wallet's copy of where people stand against identity's own: at rest it is the newest. Of who was forgotten
/// both know only that nothing may be done; which version the wallet had heard of before is nobody's business any more.
struct StandingCheck {
    let identity: Connection
    let wallet: Connection

    func verifyAtRest() throws {
        let published = try lines(
            of: identity,
            """
            SELECT lower(hex(u.id)) || ' ' || iif(u.forgotten_at IS NULL, s.version, 'forgotten') || ' ' || u.state
            FROM users u LEFT JOIN standings s ON s.user = u.id
            WHERE s.version > 0 OR u.forgotten_at IS NOT NULL ORDER BY u.id
            """)
        let known = try lines(
            of: wallet,
            """
            SELECT lower(hex(p.user)) || ' ' || iif(f.person IS NULL, p.version, 'forgotten') || ' ' || p.state
            FROM people p LEFT JOIN runtime_forgotten f ON f.person = p.user ORDER BY p.user
            """)
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
