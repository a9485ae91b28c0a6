public import Messages
import Odds
public import Runtime
import Storage

extension RecommendStake: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try context.user()
        let edge = try StoredEdge.seen(request.edge, by: reader, in: context.database)
        let status = edge.status(at: context.now)
        guard !status.isOver else {
            throw Failure.wrongState.because("there is nothing to stake on what is used or expired; this is \(status)")
        }
        let profile = try StakeSizing.profile(of: reader.user, in: context.database) ?? .standard
        let money = try bankroll(of: request, profile, in: context.database)
        let caps = try StakeCaps(request, profile, of: reader.user, money, in: context)
        let fraction = try StakeSizing.fraction(request.kellyFraction, profile)
        let worth = try edge.worth()
        let bet = Kelly.Bet(edge.price, try Probability.read(edge.probability, at: "/probability"))
        let part = try fraction.map { try Kelly(fraction: $0).stake(on: bet) } ?? 0
        var stake = try Staking.rounded(down: part, of: money.total.units, unit: money.unit)
        var bound: StakeBound?
        if worth.kelly <= 0 { bound = .notWorthIt } else if fraction == nil { bound = .kellyFraction }
        if let least = caps.least, stake > least.amount.units {
            (stake, bound) = (least.amount.units - least.amount.units % money.unit, least.bound)
        }
        // Nobody knows whether the price is still there.
        if status == .stale { (stake, bound) = (0, .stale) }
        return Reply(
            edge: edge.id, status: status, bankroll: money.money(money.total.units), kelly: try FigureText(worth.kelly),
            kellyFraction: try FigureText(fraction ?? 0), part: try FigureText(part),
            recommendedStake: money.money(stake), potentialReturn: money.money(try returned(stake, at: edge.price)),
            heldBy: bound, caps: caps.all.map { .init(kind: $0.kind, amount: money.money($0.amount.units)) })
    }

    private static func bankroll(
        of request: Request, _ profile: RiskProfile, in database: Connection
    ) throws -> StakeMoney {
        let code = request.currency ?? profile.bankroll?.currency
        // One's own bankroll is of its own currency.
        let own = profile.bankroll.flatMap { $0.currency == code ? $0.amount : nil }
        guard let code, let amount = request.bankroll ?? own else {
            throw Failure.bankrollUnknown.because(
                "expected a bankroll and its currency, here or in the risk profile",
                at: request.bankroll == nil ? "/bankroll" : "/currency")
        }
        let total = Money(amount: amount, currency: code)
        guard let money = try StakeMoney(total, at: "/bankroll", unit: request.stakeUnit, in: database) else {
            throw Failure.unknownCurrency.because(StakeMoney.unknown(code), at: "/currency")
        }
        return money
    }

    private static func returned(_ stake: Int64, at price: Price) throws -> Int64 {
        do {
            return try Returns.won(stake, at: price)
        } catch {
            throw CommonFailure.amountOverflow.because("what comes back is more than the platform can hold")
        }
    }
}

/// What a stake may not exceed. What is said in another currency says nothing of this one.
struct StakeCaps {
    struct Cap {
        let kind: StakeCap.Kind
        let amount: Amount

        var bound: StakeBound { kind == .asked || kind == .riskProfile ? .maximumStake : .ownLimit }
    }

    private(set) var all: [Cap] = []

    fileprivate init(
        _ request: RecommendStake.Request, _ profile: RiskProfile, of user: ID<User>, _ money: StakeMoney,
        in context: QueryContext
    ) throws {
        let (code, currency) = (CurrencyCode(trusted: money.currency.code), money.currency)
        if let said = request.maximumStake {
            let amount = try Money(amount: said, currency: code).positive(in: currency, at: "/maximum_stake")
            all.append(Cap(kind: .asked, amount: amount))
        }
        if let own = profile.maximumStake, own.currency == code, let amount = try? own.positive(in: currency) {
            all.append(Cap(kind: .riskProfile, amount: amount))
        }
        for limit in try StakeSizing.limits(of: user, in: context.database) where limit.currency == code {
            // A limit may be nothing at all, which forbids all stakes.
            guard let kind = limit.kind.cap, let text = limit.amount(at: context.now),
                let amount = try? Money(amount: text, currency: code).notNegative(in: currency, at: "")
            else { continue }
            all.append(Cap(kind: kind, amount: amount))
        }
    }

    var least: Cap? { all.min { $0.amount < $1.amount } }
}

extension LimitKind {
    fileprivate var cap: StakeCap.Kind? {
        switch self {
        case .stake: .stakeLimit
        case .dailyStake: .dailyStakeLimit
        case .monthlyStake: .monthlyStakeLimit
        case .dailyDeposit, .monthlyDeposit, .dailyLoss, .monthlyLoss, .unknown: nil
        }
    }
}

extension TakeStakeLimits: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        guard try !context.hasForgotten(request.user) else { return Nothing() }
        try context.database.run(
            """
            INSERT INTO stake_limits (user, version, limits) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET version = ?2, limits = ?3 WHERE version < ?2
            """, request.user, request.version, StakeLimits(limits: request.limits))
        return Nothing()
    }
}

/// As they are kept.
struct StakeLimits: Codable {
    let limits: [PersonalLimit]
}

extension TakeRiskProfile: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        guard try !context.hasForgotten(request.user) else { return Nothing() }
        try context.database.run(
            "INSERT INTO stake_sizing (user, profile) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET profile = ?2",
            request.user, request.profile)
        return Nothing()
    }
}

/// How people want stakes to be sized.
enum StakeSizing {
    static func profile(of user: ID<User>, in database: Connection) throws -> RiskProfile? {
        try database.first("SELECT profile FROM stake_sizing WHERE user = ?", user) { try $0.value(0) }
    }

    static func limits(of user: ID<User>, in database: Connection) throws -> [PersonalLimit] {
        try database.first("SELECT limits FROM stake_limits WHERE user = ?", user) {
            try $0.value(0, as: StakeLimits.self).limits
        } ?? []
    }

    static func forget(_ user: ID<User>, in database: Connection) throws {
        try database.run("DELETE FROM stake_sizing WHERE user = ?", user)
        try database.run("DELETE FROM stake_limits WHERE user = ?", user)
    }

    /// The part of Kelly's stake: what is asked for and never more than the profile allows, or that, or what goes with
    /// one's tolerance of risk. Nil where it is nothing.
    static func fraction(_ asked: FigureText?, _ profile: RiskProfile) throws -> Kelly.Part? {
        let most = Figure.value(profile.maxKellyFraction?.text ?? tolerated(profile.riskTolerance)) ?? 0
        guard let asked else { return most > 0 ? most : nil }
        guard let value = Figure.value(asked.text), (try? Kelly(fraction: value)) != nil else {
            throw Rejection.field("/kelly_fraction", "out_of_range", "expected a number above 0 and up to 1")
        }
        let part = min(value, most)
        return part > 0 ? part : nil
    }

    private static func tolerated(_ tolerance: RiskTolerance) -> String {
        switch tolerance {
        case .low: "0.1"
        case .medium: "0.25"
        case .high: "0.5"
        }
    }
}
