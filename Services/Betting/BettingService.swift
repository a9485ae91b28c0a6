import Messages
public import Runtime

/// Events, pools and the bets on them.
public enum BettingService {
    public static func definition() -> ServiceDefinition {
        ServiceDefinition(
            name: .betting, migrations: bettingMigrations, rooms: [events(), pools()],
            atStart: { context in
                try CurrencyTable.prepare(in: context.database)
                try Pseudonyms.prepare(in: context)
            },
            // Bets name who made them by an id, which says nothing of one who was forgotten.
            forgetting: { _, _, _ in nil })
    }
}
