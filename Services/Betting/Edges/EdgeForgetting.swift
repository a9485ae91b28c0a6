import Messages
import Runtime
import Storage

/// What betting forgets of a person's edges: what they wrote about them, and those that nobody else saw are put away. What
/// was quoted and found stays, under an id that says nothing any more.
enum EdgeForgetting {
    private static let atOnce = Chunk.size

    /// - Returns: Whether there is more to forget.
    static func forgetSome(of user: ID<User>, in context: CommandContext) throws -> Bool {
        try StakeSizing.forget(user, in: context.database)
        let found: [ID<Edge>] = try context.database.rows(
            """
            SELECT id FROM edge WHERE finder = ? AND (notes IS NOT NULL OR strategy IS NOT NULL OR context IS NOT NULL
                OR model IS NOT NULL OR (is_shared = 0 AND deleted_at IS NULL))
            ORDER BY number LIMIT ?
            """, user, atOnce
        ) { try $0.value(0) }
        for id in found {
            guard let edge = try StoredEdge.find(id, in: context.database) else { continue }
            try context.database.run(
                "UPDATE edge SET notes = NULL, strategy = NULL, context = NULL, model = NULL WHERE id = ?", id)
            if !edge.isShared, edge.deletedAt == nil { try edge.putAway(in: context) }
        }
        return found.count == atOnce
    }
}
