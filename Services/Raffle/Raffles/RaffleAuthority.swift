import Messages
import Runtime
import Storage

/// Who may run a raffle: the platform's operators and admins, and the organization's own.
enum RaffleAuthority {
    private static let runners: [Role] = [.operator_, .admin]
    private static let own: [Role] = [.admin, .operator_, .organizer]

    @discardableResult
    static func act(for organization: ID<Organization>?, in context: CommandContext) throws -> ID<User> {
        let statement = try context.user()
        guard let refusal = context.caller.refusal(by: .roles(runners)) else { return statement.user }
        guard let organization, Staff.works(statement, for: organization, as: own) else { throw refusal }
        return statement.user
    }

    /// The raffle, for one who may act on it. Whoever works for nobody learns not even whether there is one.
    static func acted(on id: ID<Raffle>, in context: CommandContext) throws -> StoredRaffle {
        try refuseStrangers(in: context)
        let raffle = try StoredRaffle.existing(id, in: context.database)
        try act(for: raffle.view.organizationID, in: context)
        return raffle
    }

    static func refuseStrangers(in context: CommandContext) throws {
        if (try context.user().grants ?? []).isEmpty { try act(for: nil, in: context) }
    }
}

extension Caller {
    /// Whether one who asks sees what of a raffle is not public.
    func sees(behind raffle: RaffleView) -> Bool {
        if Staff.seesAll(self) { return true }
        return raffle.organizationID.map { Staff.works(statement, for: $0) } ?? false
    }
}

extension StoredRaffle {
    /// The raffle, for one who may see it: what is still prepared is for those who run it.
    static func seen(_ id: ID<Raffle>, in context: QueryContext) throws -> StoredRaffle {
        guard let found = try find(id, in: context.database),
            !found.view.state.isDraft || context.caller.sees(behind: found.view)
        else { throw Rejection.notFound("raffle") }
        return found
    }
}
