import Messages
import Runtime
import Storage

extension StoredContest {
    /// Whether somebody may act on the contest and sees who is in it.
    func isRun(by statement: Statement?) -> Bool {
        guard let statement else { return false }
        return statement.user == organizer || statement.roles.contains(.admin)
    }

    /// The contest, for one who may act on it.
    static func acted(on id: ID<Contest>, in context: CommandContext) throws -> StoredContest {
        let statement = try context.user()
        let contest = try existing(id, in: context.database)
        guard contest.isRun(by: statement) else {
            throw CommonFailure.forbidden.because("only the contest's organizer or an admin acts on it")
        }
        return contest
    }

    /// Whether who asks has a part in it: organizers have none, but an admin may.
    func isEntered(byCallerOf context: CommandContext) throws -> Bool {
        try StoredEntry.count(of: try context.user().user, in: id, context.database) > 0
    }

    /// Whoever decides on a result has no part in it.
    static let judgingRefusal = "who has entered a contest does not decide on its result; another admin can"
}
