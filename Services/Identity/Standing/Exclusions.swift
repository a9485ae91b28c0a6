public import Messages
public import Runtime
import Storage

/// How a person has shut themselves out, as it is stored; what is over stays until it is set anew.
struct Exclusions {
    let coolOffUntil: Timestamp?
    let selfExclusion: SelfExclusion?

    static func current(of user: ID<User>, in database: Connection) throws -> Exclusions {
        try database.first(
            "SELECT cool_off_until, is_excluded, excluded_until FROM standings WHERE user = ?", user
        ) { row in
            let isExcluded: Bool = try row.value(1)
            return Exclusions(
                coolOffUntil: try row.value(0),
                selfExclusion: isExcluded ? SelfExclusion(until: try row.value(2)) : nil)
        } ?? Exclusions(coolOffUntil: nil, selfExclusion: nil)
    }

    /// The refusal of an earlier end, and the event that tells of the wish.
    static func cannotShorten(_ end: String, _ operation: String, of user: ID<User>) -> Rejection {
        ExclusionFailure.cannotShorten.because("this stands until \(end); it can only be made longer", at: "/until") {
            try $0.emit(ShorteningRefused(user: user, operation: operation))
        }
    }

    /// Tells of what was changed, and answers once the wallet has it.
    static func confirm(of user: ID<User>, isChanged: Bool, in context: CommandContext) throws {
        let standing =
            isChanged ? try Standing.publish(user, in: context) : try Standing.current(of: user, in: context.database)
        try Confirmation.begin(standing, .safeguards(Safeguards(standing, at: context.now)), in: context)
    }
}

extension CoolOff: WorkflowHandler {
    /// A day, less a minute for a client whose clock is behind or whose request was under way.
    static let shortestSeconds: Int64 = 24 * 60 * 60 - 60
    static let longestSeconds: Int64 = 6 * 7 * 24 * 60 * 60

    public static func begin(_ request: Request, in context: CommandContext) throws {
        let user = try context.user().user
        let (first, last) = (context.now.adding(seconds: shortestSeconds), context.now.adding(seconds: longestSeconds))
        guard (first...last).contains(request.until) else {
            throw Rejection.field("/until", "out_of_range", "expected a time from \(first) to \(last)")
        }
        let before = try Exclusions.current(of: user, in: context.database).coolOffUntil
        if let before, before > request.until { throw Exclusions.cannotShorten(before.text, name, of: user) }
        if before != request.until {
            try context.database.run(
                """
                INSERT INTO standings (user, cool_off_until) VALUES (?, ?)
                ON CONFLICT DO UPDATE SET cool_off_until = excluded.cool_off_until
                """, user, request.until)
            try context.emit(
                CoolOffSet(
                    user: user, before: try before.map { try PersonalSeal.seal($0, of: user, in: context) },
                    until: try PersonalSeal.seal(request.until, of: user, in: context)))
        }
        try Exclusions.confirm(of: user, isChanged: before != request.until, in: context)
    }
}

extension ExcludeSelf: WorkflowHandler {
    static let shortestMonths: Int64 = 6

    public static func begin(_ request: Request, in context: CommandContext) throws {
        let user = try context.user().user
        let first = Day(context.now).adding(months: shortestMonths)
        if let until = request.until, Day(until) < first {
            throw Rejection.field("/until", "out_of_range", "expected \(first) or later, or nothing for ever")
        }
        let after = SelfExclusion(until: request.until)
        let before = try Exclusions.current(of: user, in: context.database).selfExclusion
        if let before, before.isInForce(at: context.now), after.isShorter(than: before) {
            throw Exclusions.cannotShorten(before.until?.text ?? "the end of time", name, of: user)
        }
        if before != after {
            try context.database.run(
                """
                INSERT INTO standings (user, is_excluded, excluded_until) VALUES (?, 1, ?)
                ON CONFLICT DO UPDATE SET is_excluded = 1, excluded_until = excluded.excluded_until
                """, user, request.until)
            try context.emit(
                SelfExclusionSet(
                    user: user, before: try before.map { try PersonalSeal.seal($0, of: user, in: context) },
                    after: try PersonalSeal.seal(after, of: user, in: context)))
        }
        try Exclusions.confirm(of: user, isChanged: before != after, in: context)
    }
}

extension SelfExclusion {
    fileprivate func isShorter(than other: SelfExclusion) -> Bool {
        guard let until else { return false }
        return other.until.map { until < $0 } ?? true
    }
}
