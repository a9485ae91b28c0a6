import Messages
import Testing

@testable import Betting

@Suite("Season rules")
struct SeasonRuleTests {
    private static func day(_ text: String) throws -> Day { try #require(Day(text)) }

    private static func rules(
        _ start: String, to end: String? = nil, joining: Bool = false
    ) throws -> SeasonRules {
        SeasonRules(
            start: try day(start), end: try end.map { try day($0) }, weekly: Amount(500), blockWeeks: 6,
            blockAmount: Amount(3000), countsFromJoining: joining)
    }

    @Test(
        "Mondays are counted with both ends",
        arguments: [
            ("2025-08-04", "2025-08-04", 1), ("2025-08-04", "2025-08-10", 1), ("2025-08-04", "2025-08-11", 2),
            ("2025-08-05", "2025-08-10", 0), ("2025-08-10", "2025-08-11", 1), ("2025-08-11", "2025-08-10", 0),
            ("2024-12-30", "2025-01-06", 2), ("1969-12-29", "1970-01-05", 2),
        ] as [(String, String, Int64)])
    func mondays(first: String, last: String, count: Int64) throws {
        #expect(Mondays.count(from: try Self.day(first), through: try Self.day(last)) == count)
    }

    @Test("counting Mondays is counting days that are Mondays", arguments: 0..<60 as Range<UInt64>)
    func mondaysOneByOne(seed: UInt64) {
        var random = Lottery(seed: seed)
        let first = Day(daysSince1970: .random(in: -1000...30_000, using: &random))
        let length = Int64.random(in: 0...60, using: &random)
        let counted = (0...length).filter { first.adding(days: $0).weekday == .monday }.count
        #expect(Mondays.count(from: first, through: first.adding(days: length)) == Int64(counted))
    }

    @Test(
        "what is due counts Mondays through the earlier of today and the end",
        arguments: [
            ("2025-08-03", 0), ("2025-08-04", 5), ("2025-08-10", 5), ("2025-08-11", 10), ("2025-08-31", 20),
            ("2025-09-30", 20),
        ] as [(String, Int64)])
    func expected(today: String, euros: Int64) throws {
        let rules = try Self.rules("2025-08-01", to: "2025-08-31")
        let due = try rules.expected(joined: try Self.day("2025-08-20"), on: try Self.day(today))
        #expect(due == Amount(euros * 100))
    }

    @Test("where the season says so, who joins later owes from then on, and who has left no more")
    func expectedOfSome() throws {
        let (rules, today) = (try Self.rules("2025-08-01", joining: true), try Self.day("2025-08-31"))
        #expect(try rules.expected(joined: Self.day("2025-08-18"), on: today) == Amount(1000))
        #expect(try rules.expected(joined: Self.day("2025-08-19"), on: today) == Amount(500))
        let left = try rules.expected(joined: Self.day("2025-08-01"), left: Self.day("2025-08-10"), on: today)
        #expect(left == Amount(500))
    }

    @Test(
        "the budget's first block counts from the first day, the next from the seventh week",
        arguments: [
            (-1, 0), (0, 30), (6, 30), (41, 30), (42, 60), (83, 60), (84, 90), (365, 270),
        ] as [(Int64, Int64)])
    func budget(days: Int64, euros: Int64) throws {
        let rules = try Self.rules("2025-08-01")
        #expect(try rules.budget(on: rules.start.adding(days: days)) == Amount(euros * 100))
    }

    @Test("what is due and what may be bet never shrinks from day to day", arguments: 0..<40 as Range<UInt64>)
    func monotony(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let start = Day(daysSince1970: .random(in: 10_000...20_000, using: &random))
        let end = start.adding(days: .random(in: 0...400, using: &random))
        let rules = SeasonRules(
            start: start, end: Bool.random(using: &random) ? end : nil,
            weekly: Amount(.random(in: 0...1000, using: &random)), blockWeeks: .random(in: 1...20, using: &random),
            blockAmount: Amount(.random(in: 0...10_000, using: &random)),
            countsFromJoining: Bool.random(using: &random))
        let joined = start.adding(days: .random(in: 0...100, using: &random))
        var last = (expected: Amount.zero, budget: Amount.zero)
        for day in -3..<450 as Range<Int64> {
            let today = start.adding(days: day)
            let now = (expected: try rules.expected(joined: joined, on: today), budget: try rules.budget(on: today))
            #expect(now.expected >= last.expected && now.budget >= last.budget)
            last = now
        }
    }

    @Test("more than the platform can hold is an error and no trap")
    func overflow() throws {
        let rules = SeasonRules(
            start: try Self.day("2025-08-01"), end: nil, weekly: Amount(.max), blockWeeks: 1,
            blockAmount: Amount(.max), countsFromJoining: false)
        let today = try Self.day("2025-08-31")
        #expect(throws: AmountOverflow.self) { try rules.expected(joined: rules.start, on: today) }
        #expect(throws: AmountOverflow.self) { try rules.budget(on: today) }
    }

    // MARK: - Figures

    @Test(
        "a share is whole, and what does not divide is shown",
        arguments: [(100, 3, 33, 1), (0, 4, 0, 0), (7, 7, 1, 0), (6, 7, 0, 6), (50, 0, 0, 50)]
            as [(Int64, Int64, Int64, Int64)])
    func share(won: Int64, players: Int64, share: Int64, remainder: Int64) {
        let parts = SeasonFigures.share(of: Amount(won), among: players)
        #expect(parts == (Amount(share), Amount(remainder)))
    }

    @Test("a board of three is calculated to the unit")
    func board() throws {
        let rules = try Self.rules("2025-08-01")
        let start = rules.start
        let sums = SeasonSums(
            paidIn: Amount(2000), paidOut: Amount(500), staked: Amount(1000), won: Amount(1001), voided: Amount(200))
        let figures = try SeasonFigures(
            rules,
            [
                .init(joined: start, left: nil, sums: sums),
                .init(joined: start, left: nil, sums: SeasonSums(paidIn: Amount(1000))),
                .init(joined: start, left: try Self.day("2025-08-10"), sums: SeasonSums()),
            ], on: try Self.day("2025-08-31"))
        #expect(figures.bank == Amount(2000 + 1000 + 1001 + 200 - 1000 - 500))
        #expect((figures.share, figures.remainder, figures.activePlayers) == (Amount(500), Amount(1), 2))
        #expect((figures.budget, figures.budgetLeft) == (Amount(3000), Amount(2000)))
        let first = figures.lines[0]
        #expect((first.net, first.profit, first.expected) == (Amount(1500), Amount(201), Amount(2000)))
        #expect(first.profitPoints == 2512)
        #expect((first.arrears, first.payout) == (.zero, Amount(0)))
        #expect((figures.lines[1].arrears, figures.lines[1].payout) == (Amount(1000), Amount(-500)))
        #expect((figures.lines[2].share, figures.lines[2].expected) == (.zero, Amount(500)))
        #expect((figures.expected, figures.arrears) == (Amount(4500), Amount(1500)))
    }

    @Test("an entry and the one that reverses it come to nothing, in any order", arguments: 0..<100 as Range<UInt64>)
    func reversal(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let types = SeasonEntryType.allCases
        var entries: [(Amount, SeasonEntryType)] = []
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let type = types.randomElement(using: &random) ?? .contribution
            let amount = Amount(.random(in: 1...1_000_000, using: &random))
            entries += [(amount, type), (try .zero - amount, type)]
        }
        var sums = SeasonSums()
        for (amount, type) in entries.shuffled(using: &random) { try sums.count(amount, of: type) }
        #expect(sums == SeasonSums())
    }

    @Test(
        "the bank is the sum of all entries, and shares and remainder all that was won",
        arguments: 0..<100 as Range<UInt64>)
    func conservation(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        var (entries, players) = (Amount.zero, [SeasonFigures.Player]())
        let rules = try Self.rules("2025-08-01")
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            var sums = SeasonSums()
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                let type = SeasonEntryType.allCases.randomElement(using: &random) ?? .contribution
                guard type != .unknown else { continue }
                let size = Amount(.random(in: 1...1_000_000, using: &random))
                let amount = type == .payout || type == .betPlaced ? try .zero - size : size
                try sums.count(amount, of: type)
                try entries += amount
            }
            players.append(
                .init(joined: rules.start, left: Bool.random(using: &random) ? nil : rules.start, sums: sums))
        }
        let figures = try SeasonFigures(rules, players, on: try Self.day("2026-01-01"))
        #expect(figures.bank == entries)
        let shares = try figures.lines.map(\.share).total()
        #expect(try shares + figures.remainder == figures.total.won)
        #expect(figures.remainder < Amount(max(1, figures.activePlayers)) || figures.activePlayers == 0)
    }
}

@Suite("The rota")
struct RotaTests {
    private func day(_ number: Int64) -> Day { Day(daysSince1970: 20_000 + number) }

    @Test("asks two in turn, and nobody twice more than another", arguments: 1..<12)
    func fair(players: Int) {
        var rota = Rota<Int>((0..<players).map { .init(player: $0, joined: day(0)) }, past: [])
        var counts = Array(repeating: 0, count: players)
        for week in 0..<60 {
            let asked = rota.next(weekFrom: day(Int64(week) * 7))
            #expect(asked.count == min(2, players) && Set(asked).count == asked.count)
            for player in asked { counts[player] += 1 }
            #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
        }
    }

    @Test("asks nobody before they joined, and then next")
    func joining() {
        var rota = Rota<String>(
            ["A", "B", "C"].enumerated().map { .init(player: $1, joined: day($0 == 2 ? 10 : 0)) }, past: [])
        #expect(rota.next(weekFrom: day(0)) == ["A", "B"])
        #expect(rota.next(weekFrom: day(7)) == ["A", "B"])
        #expect(rota.next(weekFrom: day(14)) == ["C", "A"])
        #expect(rota.next(weekFrom: day(21)) == ["B", "C"])
    }

    @Test("goes on from who was asked before")
    func past() {
        var rota = Rota<String>(["A", "B", "C"].map { .init(player: $0, joined: day(0)) }, past: [["B"], ["C", "A"]])
        #expect(rota.next(weekFrom: day(14)) == ["B", "C"])
    }
}

@Suite("Odds as people write them")
struct WrittenOddsTests {
    @Test(
        "pay what they say",
        arguments: [
            ("5/1", 1000, 6000, 5000), ("evens", 1000, 2000, 1000), ("Evens", 250, 500, 250),
            ("2.5", 1000, 2500, 1500), ("11/8", 333, 790, 457), ("1.01", 99, 99, 0),
            ("even", 100, 200, 100), ("-110", 1100, 2100, 1000), ("+150", 1000, 2500, 1500),
        ] as [(String, Int64, Int64, Int64)])
    func returns(text: String, stake: Int64, paid: Int64, free: Int64) throws {
        let odds = try WrittenOdds(text)
        #expect(try odds.returned(on: Amount(stake), isFree: false) == Amount(paid))
        #expect(try odds.returned(on: Amount(stake), isFree: true) == Amount(free))
    }

    @Test(
        "are refused where they are none",
        arguments: [
            "", "0", "1", "0.5", "-2", "5/0", "0/1", "a", "1/2/3", "5/", "/5", "1e309", "NaN", "9999999/1",
            "1.000000001", "+99", "-99", "5 / 1", "evans",
        ])
    func wrong(text: String) { #expect(throws: WrittenOdds.Fault.self) { try WrittenOdds(text) } }
}
