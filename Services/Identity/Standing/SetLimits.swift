public import Messages
public import Runtime

extension GetLimits: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> Safeguards {
        Safeguards(try Standing.current(of: try context.user().user, in: context.database), at: context.now)
    }
}

extension SetLimits: WorkflowHandler {
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let user = try context.user().user
        try check(request.limits)
        var standing = try Standing.current(of: user, in: context.database)
        let before = standing.limits
        let after = try applying(request.limits, to: before, at: context.now)
        guard Set(after.map(\.currency)).count <= currencyLimit else {
            throw Rejection.field("/limits", "too_many", "expected limits in at most \(currencyLimit) currencies")
        }
        if after != before {
            try PersonalLimits.replace(after, of: user, in: context.database)
            try context.emit(
                LimitsChanged(
                    user: user, before: try PersonalSeal.seal(before, of: user, in: context),
                    after: try PersonalSeal.seal(after, of: user, in: context)))
            standing = try Standing.publish(user, in: context)
            try FormerLimits.tell(standing, in: context)
        }
        try Confirmation.begin(standing, .safeguards(Safeguards(standing, at: context.now)), in: context)
    }

    private static func check(_ lines: [CurrencyLimits]) throws {
        guard (1...currencyLimit).contains(lines.count) else {
            throw Rejection.field("/limits", "wrong_count", "expected 1 to \(currencyLimit) currencies")
        }
        for (index, line) in lines.enumerated() {
            let place = "/limits/\(index)"
            if lines[..<index].contains(where: { $0.currency == line.currency }) {
                throw Rejection.field(place + "/currency", "repeated", "expected each currency once")
            }
            for kind in LimitKind.allCases {
                if let money = line[kind] { try check(money, in: line.currency, at: "\(place)/\(kind.rawValue)") }
            }
        }
    }

    /// How many decimals a currency has is known to the wallet, which reads a limit rounded down.
    private static func check(_ money: Money, in currency: CurrencyCode, at pointer: String) throws {
        guard money.currency == currency else {
            throw Rejection.field(pointer + "/currency", "wrong_currency", "expected \(currency.text)")
        }
        guard let units = try? money.amount.units(scale: LimitRule.scale), units >= 0 else {
            throw Rejection.field(pointer + "/amount", "out_of_range", "expected zero or more, below 92 billion")
        }
    }

    /// All limits of a person once those in some currencies are as asked for; in the order in which they are stored.
    private static func applying(
        _ lines: [CurrencyLimits], to limits: [PersonalLimit], at now: Timestamp
    ) throws -> [PersonalLimit] {
        var changed = limits.filter { limit in !lines.contains { $0.currency == limit.currency } }
        for line in lines {
            for kind in LimitKind.allCases {
                let limit = limits.first { $0.currency == line.currency && $0.kind == kind }
                let after = try LimitRule.change(limit, of: kind, in: line.currency, to: line[kind]?.amount, at: now)
                if let after { changed.append(after) }
            }
        }
        return changed.sorted { ($0.currency.text, $0.kind.rawValue) < ($1.currency.text, $1.kind.rawValue) }
    }
}
