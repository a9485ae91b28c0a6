import Messages
public import Runtime

/// Electronic raffles: who may hold them and where, from the draft to the winners that anyone can recompute.
public enum RaffleService {
    public static func definition(_ settings: RaffleSettings = RaffleSettings()) -> ServiceDefinition {
        ServiceDefinition(
            name: .raffle, migrations: raffleMigrations, rooms: [licensing(settings), raffles(), tickets()],
            followers: [UserReferences.follower, CurrencyTable.follower],
            atStart: { try CurrencyTable.prepare(in: $0.database) },
            // What people did names them by an id, which says nothing of one who was forgotten.
            forgetting: { user, _, context in
                try UserReferences.forget(user, in: context.database)
                return nil
            })
    }
}
