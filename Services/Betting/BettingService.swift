import Messages
public import Runtime

/// Events, pools and the bets on them.
public enum BettingService {
    /// - Parameter stakeCheckSeconds: how often stakes are held against the wallet by themselves.
    public static func definition(stakeCheckSeconds: Int64 = 24 * 3600) -> ServiceDefinition {
        ServiceDefinition(
            name: .betting, migrations: bettingMigrations,
            rooms: [events(), pools(), proof(every: stakeCheckSeconds)],
            atStart: { context in
                try CurrencyTable.prepare(in: context.database)
                try Pseudonyms.prepare(in: context)
            },
            // Bets name who made them by an id, which says nothing of one who was forgotten.
            forgetting: { _, _, _ in nil })
    }
}
