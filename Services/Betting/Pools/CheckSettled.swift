public import Messages
public import Runtime

extension CheckSettled: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let open = try context.database.first(
            """
            SELECT COUNT(*) + (SELECT COUNT(*) FROM joining WHERE user = ?1) FROM bet
            WHERE user = ?1 AND status IN ('reserved', 'accepted', 'cancelling')
            """, request.user
        ) { try $0.value(0, as: Int.self) }
        if let open, open > 0 {
            throw Failure.stakesOpen.because("\(open) bets are not settled and paid yet; ask again when they are")
        }
        let peers = try StoredPeerStake.openCount(of: request.user, in: context.database)
        if peers > 0 {
            throw Failure.stakesOpen.because("\(peers) peer bets are not over and paid yet; ask again when they are")
        }
        let entries = try StoredEntry.openCount(of: request.user, in: context.database)
        if entries > 0 {
            throw Failure.stakesOpen.because("\(entries) entries of contests are not over yet; ask again when they are")
        }
        let contributions = try context.database.first(
            "SELECT COUNT(*) FROM season_contribution WHERE user = ? AND entry IS NULL", request.user
        ) { try $0.value(0, as: Int.self) }
        if let contributions, contributions > 0 {
            throw Failure.stakesOpen.because("a contribution to a syndicate is under way; ask again when it is over")
        }
        return Nothing()
    }
}
