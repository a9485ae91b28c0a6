public import Messages
public import Runtime
import Storage

extension ListAuditSources: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> Reply {
        Reply(items: try ServiceName.allCases.map { try source($0, in: context.database) })
    }

    private static func source(_ name: ServiceName, in database: Connection) throws -> Source {
        let position = try SourcePosition.of(name, in: database)
        let findings = try database.rows(
            """
            SELECT kind, incarnation, expected, found, found_at, over_at FROM findings WHERE source = ?
            ORDER BY number DESC LIMIT 100
            """, name
        ) { row in
            AuditFinding(
                kind: try row.value(0), incarnation: try row.value(1), expected: try row.value(2),
                found: try row.value(3), foundAt: try row.value(4), overAt: try row.value(5))
        }
        return Source(
            source: name, incarnation: position?.incarnation ?? 0, sequence: position?.sequence ?? 0,
            head: position?.head ?? 0, ingestedAt: position?.ingestedAt, gaps: findings)
    }
}
