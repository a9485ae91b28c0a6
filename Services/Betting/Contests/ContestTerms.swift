import Messages
import Runtime
import Storage

/// All of a contest that can be changed while it is scheduled.
struct ContestTerms {
    typealias Failure = ContestTermsFailure

    var code: String
    var title: String
    var fee: Money
    var maxPlayers: Int64
    var maxPerUser: Int64
    var minEntries: Int64
    var prizes: PrizeStructure
    var commission: DecimalText?
    var cutoff: Timestamp?
    var guaranteed: Money?
    var unfilled: UnfilledPrizes

    /// The same in the platform's own terms, once nothing is wrong with it.
    struct Checked {
        let currency: Currency
        let fee: Amount
        let guaranteed: Amount?
        let commissionPoints: Int64
        let plan: PrizePlan
    }

    /// - Parameter match: the match that it is held on, which must not have begun.
    func checked(on match: StoredMatch, in context: CommandContext) throws -> Checked {
        guard match.has(.scheduled), context.now < match.startsAt else {
            throw Failure.matchNotScheduled.because("contests are made until their match begins", at: "/match_id")
        }
        guard let currency = try CurrencyTable.find(fee.currency, in: context.database) else {
            throw Failure.unknownCurrency.because(
                "there is no currency \(fee.currency.text) on this platform", at: "/entry_fee/currency")
        }
        try refuseBadTimes(match, at: context.now)
        try refuseBadCounts()
        let fee = try fee.notNegative(in: currency, at: "/entry_fee")
        guard (Int128(fee.units) * Int128(maxPlayers)) <= Int128(Int64.max) else {
            throw Rejection.field(
                "/max_players", "too_large", "so many fees are more than the platform can hold in one pool")
        }
        let guaranteed = try guaranteed.map { try $0.positive(in: currency, at: "/guaranteed") }
        let plan = try PrizePlan(prizes, maxPlayers: maxPlayers, currency: currency, guaranteed: guaranteed)
        try plan.refuseDoubt(in: prizes)
        try refuseOthersPromise(plan.promised(guaranteed), by: try context.user())
        return Checked(
            currency: currency, fee: fee, guaranteed: guaranteed,
            commissionPoints: try Takeout.basisPoints(ofPercent: commission, at: "/commission_pct"), plan: plan)
    }

    private func refuseBadTimes(_ match: StoredMatch, at now: Timestamp) throws {
        guard let cutoff else { return }
        guard cutoff > now else {
            throw Failure.cutoffNotInFuture.because("expected a time after \(now)", at: "/join_cutoff")
        }
        guard cutoff <= match.startsAt else {
            throw Failure.cutoffAfterStart.because(
                "nobody enters after the match's start, which is \(match.startsAt)", at: "/join_cutoff")
        }
    }

    private func refuseBadCounts() throws {
        for (count, pointer) in [(maxPerUser, "/max_entries_per_user"), (minEntries, "/min_entries")]
        where count > maxPlayers {
            throw Rejection.field(pointer, "too_large", "expected at most max_players, which is \(maxPlayers)")
        }
    }

    /// What is promised and not paid in, the house pays: that is not for everybody to say.
    private func refuseOthersPromise(_ promised: Amount?, by statement: Statement) throws {
        guard promised != nil, !statement.roles.contains(.admin), !statement.roles.contains(.organizer) else { return }
        throw CommonFailure.forbidden.because(
            "guaranteed prizes and fixed amounts promise the house's money, which needs the role organizer or admin",
            at: guaranteed == nil ? "/prize_structure" : "/guaranteed")
    }

    func refuseTakenCode(except own: ID<Contest>?, in database: Connection) throws {
        let other: ID<Contest>? = try database.first("SELECT id FROM contest WHERE code = ?", code) { try $0.value(0) }
        guard let other, other != own else { return }
        throw Failure.codeTaken.because("another contest has this code, in whatever case", at: "/code")
    }
}
