import Messages

/// What came of stakes, and what is open of them.
struct WagerSums {
    var tally = Tally()
    var open: Int64 = 0
    var openStake = Amount.zero

    static func += (left: inout WagerSums, right: WagerSums) {
        left.tally += right.tally
        left.open += right.open
        left.openStake = left.openStake.upTo(right.openStake)
    }

    func view(in currency: Currency) -> WagerFigures {
        WagerFigures(
            bets: tally.settled + tally.refunded + open, won: tally.won, lost: tally.lost, refunded: tally.refunded,
            open: open, staked: Money(tally.staked, currency), returned: Money(tally.returned, currency),
            net: Money(tally.net, currency),
            returnPercent: ReturnRate.text(net: tally.net, staked: tally.staked),
            refundedStake: Money(tally.givenBack, currency), openStake: Money(openStake, currency),
            biggestWin: Money(tally.biggest, currency))
    }

    fileprivate var bets: Int64 { tally.settled + tally.refunded + open }
}

/// A person's sums in one currency, in all and divided up.
struct CurrencySums {
    private static let sportLimit = 100
    private static let monthLimit = 120

    private var total = WagerSums()
    private var kinds: [WagerKind: WagerSums] = [:]
    /// By the sport's key, with how it was last written.
    private var sports: [String: (name: String, sums: WagerSums)] = [:]
    private var months: [Day: WagerSums] = [:]

    /// - Parameter month: nil for what is open.
    mutating func add(_ sums: WagerSums, kind: WagerKind, sport: String, month: Day?) {
        total += sums
        kinds[kind, default: WagerSums()] += sums
        sports[SportName.key(sport), default: ("", WagerSums())].sums += sums
        sports[SportName.key(sport)]?.name = sport
        if let month { months[month, default: WagerSums()] += sums }
    }

    func view(in currency: Currency) -> CurrencyStatistics {
        let ranked = sports.sorted { ($1.value.sums.bets, $0.key) < ($0.value.sums.bets, $1.key) }
            .prefix(CurrencySums.sportLimit)
        return CurrencyStatistics(
            currency: CurrencyCode(trusted: currency.code), total: total.view(in: currency),
            byKind: WagerKind.allCases.compactMap { kind in
                kinds[kind].map { .init(kind: kind, figures: $0.view(in: currency)) }
            },
            bySport: ranked.map { _, sport in
                .init(sport: sport.name.isEmpty ? nil : sport.name, figures: sport.sums.view(in: currency))
            },
            byMonth: months.sorted { $0.key > $1.key }.prefix(CurrencySums.monthLimit).map { month, sums in
                .init(month: month, figures: sums.view(in: currency))
            })
    }
}
