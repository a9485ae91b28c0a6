public import Messages
public import Runtime

extension TakeStanding: CommandHandler {
    public static func run(_ request: PersonStanding, in context: CommandContext) throws -> Nothing {
        try KnownPerson.take(request, in: context.database)
        return Nothing()
    }
}

extension WalletService {
    /// What identity tells of people reaches the wallet also where a call was given up or never made.
    static let identityFollower = Follower(.identity) { page, context in
        for entry in page.entries {
            guard let changed = try entry.data(StandingChanged.self) else { continue }
            try KnownPerson.take(changed.standing, in: context.database)
        }
    }
}
