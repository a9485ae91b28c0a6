public import Messages
public import Runtime

extension TakeStanding: CommandHandler {
    public static func run(_ request: PersonStanding, in context: CommandContext) throws -> Nothing {
        try KnownPerson.take(request, in: context)
        return Nothing()
    }
}

extension WalletService {
    /// What identity tells of people reaches the wallet also where a call was given up or never made.
    /// Who has signed up is given what new users are given.
    static func identityFollower(_ settings: WalletSettings) -> Follower {
        Follower(.identity) { page, context in
            for entry in page.entries {
                if let changed = try entry.data(StandingChanged.self) {
                    try KnownPerson.askFor(changed, in: context)
                } else if let changed = try entry.data(OpenStandingChanged.self) {
                    try KnownPerson.take(changed.standing, in: context)
                } else if let new = try entry.data(UserRegistered.self) {
                    try People.note(new.user, in: context.database)
                    try settings.welcomeGrants.give(to: new.user, in: context)
                }
            }
        }
    }
}
