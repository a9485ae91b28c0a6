import Messages

/// How a limit changes: what is stricter holds at once, what is looser a day later.
enum LimitRule {
    static let delaySeconds: Int64 = 24 * 60 * 60
    /// As many decimals as any currency may have.
    static let scale = 8

    /// The limit as it will stand after somebody asked for an amount, or for none; nil where there is no limit then.
    static func change(
        _ limit: PersonalLimit?, of kind: LimitKind, in currency: CurrencyCode, to wanted: DecimalText?,
        at now: Timestamp
    ) throws(Money.Fault) -> PersonalLimit? {
        guard let limit, let current = limit.amount(at: now) else {
            return wanted.map { PersonalLimit(currency: currency, kind: kind, amount: $0) }
        }
        if let wanted, try wanted.units(scale: scale) <= current.units(scale: scale) {
            return PersonalLimit(currency: currency, kind: kind, amount: wanted)
        }
        if let rise = limit.rise, rise.at > now, try isSame(rise.amount, wanted) { return limit }
        return PersonalLimit(
            currency: currency, kind: kind, amount: current,
            rise: PersonalLimit.Rise(amount: wanted, at: now.adding(seconds: delaySeconds)))
    }

    private static func isSame(_ left: DecimalText?, _ right: DecimalText?) throws(Money.Fault) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return try left.units(scale: scale) == right.units(scale: scale)
    }
}
