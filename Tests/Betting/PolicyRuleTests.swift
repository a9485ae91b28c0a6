import Messages
import Testing

@testable import Betting

@Suite("A pool's policy as a rule")
struct PolicyRuleTests {
    private func units(_ amounts: [Amount]) -> [Int64] { amounts.map(\.units) }

    /// A of 10.00, B of 30.00 and C of 60.00; the best score is 1.
    private func result(
        _ scores: [Int64?], rolledIn: Int64 = 0, points: Int64 = 1000, stakes: [Int64] = [1000, 3000, 6000],
        _ change: (inout PoolRules) -> Void = { _ in }
    ) throws -> PoolResult {
        var rules = PoolRules()
        change(&rules)
        let plays = stakes.indices.map { index in
            PoolResult.Contender(
                id: ID(high: 1, low: UInt64(index)), score: scores[index], stakes: Amount(stakes[index]))
        }
        return try PoolResult(
            plays: plays, pool: Amount(stakes.reduce(0, +)), rolledIn: Amount(rolledIn), takeoutPoints: points,
            rules: rules)
    }

    @Test("level winners divide the net pool, or have their stakes back and divide the profit")
    func deadHeat() throws {
        // Of 100.00 the house keeps 10.00. Half of 90.00 is 45.00; without the winners' 40.00 half of it is 25.00.
        #expect(units(try result([1, 1, 0]).parts.map(\.amount)) == [4500, 4500])
        #expect(units(try result([1, 1, 0]) { $0.deadHeat = .stakesBack }.parts.map(\.amount)) == [3500, 5500])
        // 0.01 more from another event is the earlier one's.
        let odd = try result([1, 1, 0], rolledIn: 1) { $0.deadHeat = .stakesBack }
        #expect(units(odd.parts.map(\.amount)) == [3501, 5500])
        // With one winner there is nothing to divide.
        #expect(units(try result([0, 1, 0]) { $0.deadHeat = .stakesBack }.parts.map(\.amount)) == [9000])
    }

    @Test("where takeout leaves less than the winners' stakes, all of their backers lose the same share")
    func noProfit() throws {
        let result = try result([1, 1, nil], stakes: [5000, 4000, 0]) { $0.deadHeat = .stakesBack }
        #expect(units(result.parts.map(\.amount)) == [4500, 3600])
        #expect(result.takeout == Amount(900))
    }

    @Test(
        "a minimum dividend is borne by whom the policy says",
        arguments: [
            // Of 100.00 with 90.00 on the winner 10.00 are taken: 90.00 for 90.00. 1.05 for 1 takes 4.50 more, 1.20 18.00.
            (.nobody, "1.05", 9000, 1000, 0), (.house, "1.05", 9450, 1000, 450), (.takeout, "1.05", 9450, 550, 0),
            (.nobody, "1.2", 9000, 1000, 0), (.house, "1.2", 10800, 1000, 1800), (.takeout, "1.2", 10800, 0, 800),
            (.house, "1", 9000, 1000, 0), (.takeout, "0.5", 9000, 1000, 0),
            // A ten-thousandth more than the pool can pay is rounded up to a whole unit.
            (.house, "1.0001", 9001, 1000, 1), (.takeout, "1.0001", 9001, 999, 0),
        ] as [(MinusPoolRule, String, Int64, Int64, Int64)])
    func minusPool(bearer: MinusPoolRule, minimum: String, part: Int64, takeout: Int64, loss: Int64) throws {
        let parts = try #require(DecimalText(minimum)).units(scale: Dividend.scale)
        let result = try result([1, 0, 0], stakes: [9000, 1000, 0]) { rules in
            (rules.minimumDividend, rules.minusPool) = (Dividend(parts: parts), bearer)
        }
        #expect(units(result.parts.map(\.amount)) == [part])
        #expect(result.takeout == Amount(takeout) && result.loss == Amount(loss))
    }

    @Test("in a dead heat each winner's part is raised by itself")
    func minusDeadHeat() throws {
        // 81.00 in two are 40.50: enough for 10.00, and 24.00 too little for 60.00 at 1.075.
        let result = try result([1, 0, 1], points: 1900) { rules in
            (rules.minimumDividend, rules.minusPool) = (Dividend(parts: 10_750), .takeout)
        }
        #expect(units(result.parts.map(\.amount)) == [4050, 6450])
        #expect(result.takeout == .zero && result.loss == Amount(500))
    }

    @Test("what came from other events is won whole: takeout is of the stakes alone")
    func rolledIn() throws {
        let result = try result([1, 0, 0], rolledIn: 5000)
        #expect(result.takeout == Amount(1000) && units(result.parts.map(\.amount)) == [14000])
        let nobodys = try self.result([1, 0, 0], rolledIn: 5000, stakes: [0, 1000, 1000])
        #expect(!nobodys.isWon && nobodys.isDecided && nobodys.takeout == .zero)
        #expect(try !self.result([nil, nil, nil]).isDecided)
    }

    @Test(
        "payouts are multiples of the rounding unit, and what that leaves over goes where the policy says",
        arguments: [
            // A third of 10.00 is 3.333….
            (1000, 1, .largestRemainder, [334, 333, 333], 0), (1000, 1, .house, [333, 333, 333], 1),
            (1000, 10, .largestRemainder, [340, 330, 330], 0), (1000, 10, .house, [330, 330, 330], 10),
            (1000, 50, .largestRemainder, [350, 350, 300], 0), (1000, 100, .house, [300, 300, 300], 100),
            (1007, 10, .largestRemainder, [340, 330, 330], 7), (29, 10, .largestRemainder, [10, 10, 0], 9),
            (9, 10, .largestRemainder, [0, 0, 0], 9),
        ] as [(Int64, Int64, BreakageRule, [Int64], Int64)])
    func rounding(part: Int64, unit: Int64, rule: BreakageRule, expected: [Int64], breakage: Int64) throws {
        let payouts = try PoolShare.payouts(
            of: Amount(part), stakes: [Amount(5), Amount(5), Amount(5)], unit: Amount(unit), breakage: rule)
        #expect(units(payouts) == expected)
        #expect(try Amount(part) - payouts.total() == Amount(breakage))
    }

    @Test("the most that rounding took counts, whole units before parts of one")
    func largest() throws {
        // 10.00 over 1, 2 and 4 are 1.428…, 2.857… and 5.714…: of these 0.028…, 0.057… and 0.014… are rounded off.
        let payouts = try PoolShare.payouts(
            of: Amount(1000), stakes: [Amount(1), Amount(2), Amount(4)], unit: Amount(10))
        #expect(units(payouts) == [140, 290, 570])
        #expect(RoundedOff(units: 3, parts: 0) > RoundedOff(units: 2, parts: 9))
        #expect(RoundedOff(units: 3, parts: 1) > RoundedOff(units: 3, parts: 0))
    }

    @Test("a pool may grow no further than can be counted, whatever it comes to")
    func bounds() {
        var risky = PoolRules()
        (risky.minimumDividend, risky.minusPool) = (Dividend(parts: 20_000), .house)
        #expect(PoolBound.holds(stakes: Amount(.max), rolledIn: .zero, rules: PoolRules()))
        #expect(!PoolBound.holds(stakes: Amount(.max), rolledIn: Amount(1), rules: PoolRules()))
        #expect(!PoolBound.holds(stakes: Amount(.max / 2), rolledIn: .zero, rules: risky))
        #expect(PoolBound.holds(stakes: Amount(.max / 2 - 1000), rolledIn: .zero, rules: risky))
    }

    @Test("a projected dividend is of the net pool and never below a minimum that somebody bears")
    func projected() throws {
        var rules = PoolRules()
        rules.minimumDividend = Dividend(parts: 10_500)
        func dividend(_ stakes: Int64) throws -> String? {
            try Projection.dividend(of: Amount(stakes), pool: Amount(1000), takeoutPoints: 0, rules: rules)?.text
        }
        #expect(try dividend(1000) == "1.0000" && dividend(0) == nil)
        rules.minusPool = .takeout
        #expect(try dividend(1000) == "1.0500" && dividend(500) == "2.0000")
    }
}
