import Messages
import Testing

@testable import Betting

@Suite("Contest rules")
struct ContestRuleTests {
    private func table(
        _ json: String, money: Int64, filled: Int64, _ unfilled: UnfilledPrizes = .house, guaranteed: Int64? = nil
    ) throws -> PrizeTable {
        PrizeTable(
            try PrizePlanTests.plan(json, guaranteed: guaranteed), money: Amount(money), filled: filled,
            unfilled: unfilled)
    }

    private func places(_ table: PrizeTable, _ count: Int64) -> [Int64] {
        (1...count).map { table.sum(of: $0...$0).units }
    }

    @Test(
        "prizes are parts of the money rounded down, and leftover units go to the best rank",
        arguments: [
            ("[50,30,20]", 4_500, [2250, 1350, 900]), ("[1,1,1]", 100, [34, 33, 33]), ("[1,1,1]", 2, [2, 0, 0]),
            (#"{"1":"50","2":"30"}"#, 999, [500, 299, 0]), (#"{"1":"0.5","2-3":"0.25"}"#, 101, [51, 25, 25]),
            (#"{"1":"33.33","2":"33.33","3":"33.34"}"#, 100, [34, 33, 33]), ("[3,2,1]", 0, [0, 0, 0]),
        ] as [(String, Int64, [Int64])])
    func rounding(json: String, money: Int64, expected: [Int64]) throws {
        #expect(try places(table(json, money: money, filled: 3), 3) == expected)
    }

    @Test("a place nobody fills goes to the house, or is shared out where the contest says so")
    func unfilled() throws {
        let house = try table("[50,30,20]", money: 1_000, filled: 2)
        #expect(places(house, 3) == [500, 300, 0] && house.awarded == Amount(800))
        let shared = try table("[50,30,20]", money: 1_000, filled: 2, .share)
        #expect(places(shared, 3) == [625, 375, 0] && shared.awarded == Amount(1_000))
        let parts = try table(#"{"1":"40","2":"40"}"#, money: 1_000, filled: 2, .share)
        #expect(places(parts, 2) == [500, 500])
        let amounts = #"{"1":{"amount":"6.00","currency":"EUR"},"2-3":{"amount":"2.00","currency":"EUR"}}"#
        #expect(places(try table(amounts, money: 5_000, filled: 3), 3) == [600, 200, 200])
        #expect(places(try table(amounts, money: 5_000, filled: 1), 3) == [600, 0, 0])
        #expect(places(try table(amounts, money: 5_000, filled: 2, .share), 3) == [3750, 1250, 0])
        #expect(try table("[1]", money: 5_000, filled: 0).awarded == .zero)
    }

    @Test("the largest amounts there are do not overflow")
    func largest() throws {
        let table = try table("[92000000000,92000000000]", money: .max, filled: 2)
        #expect(places(table, 2) == [4_611_686_018_427_387_904, 4_611_686_018_427_387_903])
        let ranges = try PrizePlan(
            PrizePlanTests.structure(#"{"1":"10","2-1000000":"0.00009"}"#), maxPlayers: 1_000_000,
            currency: PrizePlanTests.eur, guaranteed: nil)
        let wide = PrizeTable(ranges, money: Amount(.max), filled: 1_000_000, unfilled: .house)
        #expect(wide.sum(of: 1...1_000_000) == wide.awarded)
    }

    @Test(
        "commission is rounded half to even, and taken only of what exceeds the promise",
        arguments: [
            (10_000, 1_000, nil, 1_000), (50, 500, nil, 2), (70, 500, nil, 4), (10_000, 0, nil, 0), (0, 500, nil, 0),
            (10_000, 1_000, 9_500, 500), (10_000, 1_000, 10_000, 0), (5_000, 1_000, 10_000, 0),
            (20_000, 1_000, 10_000, 2_000),
        ] as [(Int64, Int64, Int64?, Int64)])
    func commission(pool: Int64, points: Int64, promised: Int64?, expected: Int64) throws {
        let found = try ContestFigures.commission(
            of: Amount(pool), points: points, promised: promised.map { Amount($0) })
        #expect(found == Amount(expected))
    }

    @Test("the house adds what is lacking of what is awarded, and no more")
    func overlay() throws {
        func figures(pool: Int64, filled: Int64) throws -> ContestFigures {
            try ContestFigures(
                pool: Amount(pool), commissionPoints: 1_000, promised: Amount(10_000),
                plan: try PrizePlanTests.plan("[60,40]", guaranteed: 10_000), filled: filled, unfilled: .house)
        }
        let lacking = try figures(pool: 3_000, filled: 2)
        #expect(lacking.overlay == Amount(7_000) && lacking.commission == .zero && lacking.unawarded == .zero)
        let half = try figures(pool: 3_000, filled: 1)
        #expect(half.overlay == Amount(3_000) && half.table.awarded == Amount(6_000))
        let rich = try figures(pool: 30_000, filled: 2)
        #expect(rich.overlay == .zero && rich.commission == Amount(3_000) && rich.table.awarded == Amount(27_000))
        let unfilled = try figures(pool: 9_000, filled: 1)
        #expect(unfilled.overlay == .zero && unfilled.unawarded == Amount(3_000))
    }

    @Test(
        "places follow the scores, those that are level share one",
        arguments: [
            ([5, 9, 7], [3, 1, 2]), ([7, 7, 5], [1, 1, 3]), ([1, 1, 1], [1, 1, 1]),
            ([nil, 3, nil, 4], [nil, 2, nil, 1]),
            ([-1, 0], [2, 1]), ([nil], [nil]),
        ] as [([Int64?], [Int64?])])
    func ranks(scores: [Int64?], expected: [Int64?]) { #expect(Standings.ranks(scores: scores) == expected) }

    @Test("ties share the places that they cover, the odd unit to the earliest entry")
    func ties() throws {
        let table = try table("[50,30,20]", money: 1_001, filled: 3)
        func prizes(_ ranks: [Int64?]) throws -> [Int64] {
            try Standings.prizes(ranks: ranks, table: table).map(\.units)
        }
        #expect(try prizes([1, 2, 3]) == [501, 300, 200])
        #expect(try prizes([2, 1, 2]) == [250, 501, 250])
        #expect(try prizes([1, 1, 3]) == [401, 400, 200])
        #expect(try prizes([1, 1, 1]) == [334, 334, 333])
        #expect(try prizes([3, nil, 1, 3, 2, 3]) == [67, 0, 501, 67, 300, 66])
    }

    @Test(
        "ranks that leave a doubt who gets what are found",
        arguments: [
            ([(1, 1), (2, 1)], nil), ([(1, 2), (3, 1)], nil), ([(1, 2), (2, 1)], 3), ([(1, 1), (3, 1)], 2),
            ([(2, 1)], 1), ([(1, 1), (2, 2), (3, 1)], 4),
        ] as [([(Int64, Int64)], Int64?)])
    func doubts(sizes: [(Int64, Int64)], missing: Int64?) {
        #expect(Standings.fault(in: sizes.map { (rank: $0.0, size: $0.1) }) == missing)
    }

    @Test(
        "whatever a contest is like, no unit is lost, none is made, and a better score never wins less than a worse one",
        arguments: 0..<400 as Range<UInt64>)
    func conservation(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let (plan, promised) = try randomPlan(&random)
        let scores = (0..<Int.random(in: 1...12, using: &random)).map { _ -> Int64? in
            Int.random(in: 0..<8, using: &random) == 0 ? nil : .random(in: 0...6, using: &random)
        }
        let pool = Amount(.random(in: 0...100_000, using: &random))
        let filled = min(Int64(scores.compactMap { $0 }.count), plan.lastPlace)
        let points = Int64.random(in: 0..<10_000, using: &random)
        let figures = try ContestFigures(
            pool: pool, commissionPoints: points, promised: promised, plan: plan, filled: filled,
            unfilled: Bool.random(using: &random) ? .house : .share)
        let ranks = Standings.ranks(scores: scores)
        let prizes = try Standings.prizes(ranks: ranks, table: figures.table)
        #expect(try prizes.total() == figures.table.awarded)
        #expect(
            try pool + figures.overlay == [figures.commission, figures.table.awarded, figures.unawarded].total())
        #expect(figures.table.awarded <= figures.money && (figures.overlay == .zero || figures.unawarded == .zero))
        for (left, right) in zip(scores.indices, scores.indices).flatMap({ pair in scores.indices.map { (pair.0, $0) } }
        ) {
            guard let better = scores[left], let worse = scores[right], better > worse else { continue }
            #expect(prizes[left] >= prizes[right])
        }
        let backwards = try Standings.prizes(ranks: ranks.reversed(), table: figures.table)
        #expect(backwards.sorted() == prizes.sorted(), "the order of entering decides on odd units alone")
    }

    /// Prizes that do not rise from a place to a worse one.
    private func randomPlan(_ random: inout Lottery) throws -> (PrizePlan, Amount?) {
        var (place, values): (Int64, [(String, Int64)]) = (1, [])
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let last = place + Int64.random(in: 0...2, using: &random)
            values.append((last == place ? "\(place)" : "\(place)-\(last)", .random(in: 1...800, using: &random)))
            place = last + 1
        }
        let falling = values.map(\.1).sorted(by: >)
        let form = Int.random(in: 0..<3, using: &random)
        let text = zip(values, falling).map { line, value in
            let number = form == 1 ? "\(DecimalText(units: value, scale: 2).text)" : "\(value)"
            let kind = ["weight", "percent", "amount"][form]
            return #"{"rank":"\#(line.0)","\#(kind)":"\#(number)"}"#
        }
        let plan = try PrizePlanTests.plan("[\(text.joined(separator: ","))]")
        let guaranteed: Amount? =
            form != 2 && Bool.random(using: &random) ? Amount(.random(in: 1...50_000, using: &random)) : nil
        return (plan, plan.promised(guaranteed))
    }
}
