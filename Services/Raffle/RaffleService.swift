import Messages
public import Runtime

/// Electronic raffles: from the draft to the winners that anyone can recompute.
public enum RaffleService {
    public static func definition() -> ServiceDefinition {
        ServiceDefinition(
            name: .raffle, migrations: raffleMigrations,
            operations: [.command(CreateRaffle.self), .query(GetRaffle.self), .query(ListRaffles.self)],
            events: [RaffleCreated.self],
            // A draft names who made it by an id, which says nothing of one who was forgotten.
            forgetting: { _, _, _ in nil })
    }
}
