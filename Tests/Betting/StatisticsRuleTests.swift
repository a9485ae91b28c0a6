import Messages
import Testing

@testable import Betting

@Suite("Of what somebody staked and got") struct StatisticsRuleTests {
    @Test("sports are one whatever the case of their letters, and are shown as they were last written")
    func sports() {
        var sums = CurrencySums()
        for sport in ["Football", "tennis", "FOOTBALL", ""] {
            sums.add(WagerSums(open: 1, openStake: Amount(5)), kind: .poolBet, sport: sport, month: nil)
        }
        let parts = sums.view(in: Currency(code: "EUR", scale: 2)).bySport
        #expect(parts.map(\.sport) == ["FOOTBALL", nil, "tennis"] && parts.map(\.figures.open) == [2, 1, 1])
    }

    @Test(
        "the return is in hundredths of a percent, exact and rounded half to even",
        arguments: [
            (0, 100, "0.00"), (100, 100, "100.00"), (-100, 100, "-100.00"), (1, 3, "33.33"), (2, 3, "66.67"),
            (-1, 3, "-33.33"), (-2, 3, "-66.67"), (1, 20_000, "0.00"), (3, 20_000, "0.02"), (5, 20_000, "0.02"),
            (-1, 20_000, "0.00"), (-3, 20_000, "-0.02"), (1, 7, "14.29"),
            (Int64.max, 1, "92233720368547758.07"), (Int64.max, Int64.max, "100.00"),
            (-Int64.max, Int64.max, "-100.00"),
        ])
    func rates(net: Int64, staked: Int64, text: String) {
        #expect(ReturnRate.text(net: Amount(net), staked: Amount(staked))?.text == text)
    }

    @Test("there is no return where nothing was staked")
    func nothingStaked() { #expect(ReturnRate.points(net: Amount(5), staked: .zero) == nil) }

    @Test("the return is never farther from the truth than half a step, and grows with the profit", arguments: 0..<200)
    func rounding(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let most: Int64 = [9, 10_000, 1_000_000_000_000][Int.random(in: 0..<3, using: &random)]
        let staked = Int64.random(in: 1...most, using: &random)
        let net = Int64.random(in: -staked...most, using: &random)
        let points = try #require(ReturnRate.points(net: Amount(net), staked: Amount(staked)))
        let error = Int128(net) * 10_000 - Int128(points) * Int128(staked)
        #expect(error.magnitude * 2 <= UInt128(staked))
        let more = try #require(ReturnRate.points(net: Amount(net + 1), staked: Amount(staked)))
        #expect(more >= points)
    }

    @Test(
        "ranks are shared by who are level, and the next counts them all",
        arguments: [
            ([9, 8, 7], [1, 2, 3]), ([9, 9, 7], [1, 1, 3]), ([9, 8, 8, 8, 1, 1], [1, 2, 2, 2, 5, 5]), ([4], [1]),
            ([], []),
        ] as [([Int64], [Int64])])
    func ranks(values: [Int64], ranks: [Int64]) {
        var shared = SharedRanks()
        #expect(values.map { shared.next($0) } == ranks)
    }

    @Test("a page gives the ranks that the whole list gives, wherever it begins", arguments: 0..<100)
    func pages(seed: UInt64) {
        var random = Lottery(seed: seed)
        let values = (0..<Int.random(in: 1...30, using: &random)).map { _ in Int64.random(in: 0...6, using: &random) }
            .sorted(by: >)
        var whole = SharedRanks()
        let ranks = values.map { whole.next($0) }
        for (value, rank) in zip(values, ranks) { #expect(rank == Int64(values.count { $0 > value }) + 1) }
        for start in values.indices {
            let better = Int64(values.count { $0 > values[start] })
            var page = SharedRanks(rank: better + 1, before: Int64(start))
            #expect(values[start...].map { page.next($0) } == Array(ranks[start...]))
        }
    }

    @Test("the sum is the same in whatever order, and ends at the largest number", arguments: 0..<100)
    func sums(seed: UInt64) {
        var random = Lottery(seed: seed)
        let most: Int64 = Bool.random(using: &random) ? 1000 : .max
        let endings: [WagerEnding] = [.won, .lost, .refunded]
        let tallies = (0..<8).map { _ in
            Tally(
                endings.randomElement(using: &random) ?? .won, stake: Amount(.random(in: 1...most, using: &random)),
                payout: Amount(.random(in: 0...most, using: &random)), isFirst: Bool.random(using: &random))
        }
        func sum(_ tallies: [Tally]) -> Tally {
            var sum = Tally()
            for tally in tallies { sum += tally }
            return sum
        }
        #expect(sum(tallies) == sum(tallies.shuffled(using: &random)))
        #expect(sum(tallies).settled + sum(tallies).refunded == 8)
        #expect(sum(tallies).staked >= .zero && sum(tallies).returned >= .zero)
    }

    @Test("what is refunded counts as that, and neither as staked nor as won")
    func refunds() {
        let tally = Tally(.refunded, stake: Amount(500), payout: Amount(500))
        #expect((tally.refunded, tally.givenBack) == (1, Amount(500)))
        #expect(tally.settled == 0 && tally.staked == .zero && tally.returned == .zero && tally.net == .zero)
        let won = Tally(.won, stake: Amount(500), payout: Amount(800))
        #expect(won.biggest == Amount(300) && won.net == Amount(300))
        #expect(Tally(.won, stake: Amount(500), payout: Amount(400)).biggest == .zero)
    }

    @Test("a week is from Monday to Sunday, a month all of its days, and all of the time has no end")
    func periods() throws {
        func days(_ period: LeaderboardPeriod, _ day: String) throws -> [String]? {
            let range = period.days(around: try #require(Day(day)))
            return range.map { [$0.lowerBound, $0.upperBound].map { Day(daysSince1970: $0).text } }
        }
        #expect(try days(.week, "2026-11-22") == ["2026-11-16", "2026-11-22"])
        #expect(try days(.week, "2026-11-23") == ["2026-11-23", "2026-11-29"])
        #expect(try days(.month, "2028-02-11") == ["2028-02-01", "2028-02-29"])
        #expect(try days(.month, "2026-12-31") == ["2026-12-01", "2026-12-31"])
        #expect(try days(.all, "2026-12-31") == nil)
    }

    @Test("who has too few bets, won nothing or was first nowhere is not on the boards that go by it")
    func boards() {
        var tally = Tally(.lost, stake: Amount(100), payout: .zero)
        #expect(LeaderboardKind.netProfit.value(of: tally) == -100)
        #expect(LeaderboardKind.winnings.value(of: tally) == nil && LeaderboardKind.contestsWon.value(of: tally) == nil)
        for _ in 0..<8 { tally += Tally(.won, stake: Amount(100), payout: Amount(150)) }
        #expect(LeaderboardKind.returnPercent.value(of: tally) == nil)
        tally += Tally(.won, stake: Amount(100), payout: Amount(150), isFirst: true)
        #expect(LeaderboardKind.returnPercent.value(of: tally) == 3500)
        #expect(LeaderboardKind.winnings.value(of: tally) == 1350 && LeaderboardKind.contestsWon.value(of: tally) == 1)
        #expect(LeaderboardKind.netProfit.value(of: Tally(.refunded, stake: Amount(1), payout: Amount(1))) == nil)
    }
}
