import Messages
import Runtime
import TimeZones

/// Asks whether a person may stake or pay in, and counts it, all within the transaction that does it: so no two at once
/// get past a limit together.
struct PlayGuard {
    let deed: MoneyRefused.Deed
    let amount: Amount
    let currency: KnownCurrency
    /// The person's own word, which also tells how new the wallet's copy of their standing must be.
    let statement: Statement
    let pointer: String
    let zones: ZoneBook
    let context: CommandContext

    /// The day that it was counted for.
    func admit() throws -> Int64 {
        if try Closings.isClosed(statement.user, in: context.database) {
            throw refusal(StandingRefusal.accountNotActive, "this account's owner is leaving, or has left")
        }
        let person = try KnownPerson.find(statement.user, in: context.database)
        let today = UsageDay(of: person, at: context.now, zones)
        guard person?.version ?? 0 >= statement.standing ?? 0 else {
            throw refusal(
                StandingRefusal.standingUnknown, "your account has just been changed; try again in a moment")
        }
        if let person {
            try check(person)
            try checkLimits(of: person, on: today)
        }
        if deed == .stake, statement.bars?.contains(.stake) ?? false {
            throw refusal(
                StandingRefusal.stakingNotAllowed, "this account may not stake yet; verify its email address first")
        }
        var change = Usage()
        if deed == .stake { change.stake = amount } else { change.deposit = amount }
        let before = try Usage.sum(of: statement.user, in: currency, over: today.itself, context.database)
        _ = try (before.stake + change.stake, before.deposit + change.deposit)
        try Usage.count(change, of: statement.user, in: currency, on: today.number, context.database)
        return today.number
    }

    private func check(_ person: KnownPerson) throws {
        switch person.state {
        case .frozen: throw refusal(CommonFailure.accountFrozen, "this account is frozen: nothing is taken from it")
        case .suspended, .disabled:
            throw refusal(StandingRefusal.accountNotActive, "this account is \(person.state.rawValue)")
        case .unknown: throw refusal(StandingRefusal.standingUnknown, "this account is in a state that is new here")
        case .pendingVerification, .active: break
        }
        if let exclusion = person.selfExclusion, exclusion.isInForce(at: context.now) {
            let end = exclusion.until.map { "until \($0)" } ?? "for ever"
            throw refusal(StandingRefusal.selfExcluded, "you have excluded yourself \(end)")
        }
        if let end = person.coolOffUntil, context.now < end {
            throw refusal(StandingRefusal.coolingOff, "you have chosen to cool off until \(end)")
        }
    }

    private func checkLimits(of person: KnownPerson, on today: UsageDay) throws {
        let excess = try person.limitExceeded(by: amount, deed, in: currency, on: today, context)
        if let excess { throw refusal(excess.failure, excess.detail) }
    }

    private func refusal(_ failure: some DomainFailure, _ detail: String) -> Rejection {
        let refused = MoneyRefused(
            user: statement.user, deed: deed, money: currency.money(amount), code: failure.rawValue)
        return failure.because(detail, at: pointer) { try $0.emit(refused) }
    }
}
