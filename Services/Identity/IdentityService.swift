import Messages
public import Runtime

/// Who people are, what they may do, and who is signed in.
public enum IdentityService {
    public static func definition(_ settings: IdentitySettings) throws -> ServiceDefinition {
        let rooms = [
            try people(settings), roles(), try sessions(settings), try credentials(settings), try signIn(settings),
            try factors(settings), standing(), try mail(settings), invitations(),
            try forgetting(settings),
        ]
        return ServiceDefinition(
            name: .identity, migrations: identityMigrations, rooms: rooms,
            atStart: {
                try settings.bootstrapAdmin?.ensure(cost: settings.passwordCost, in: $0)
                try FormerLimits.begin($0)
            },
            forgetting: try Erasure(settings).rule)
    }
}
