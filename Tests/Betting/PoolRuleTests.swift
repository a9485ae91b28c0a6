import Messages
import Testing

@testable import Betting

@Suite("Pool rules")
struct PoolRuleTests {
    @Test(
        "takeout is rounded half to even",
        arguments: [
            (10_000, 500, 500), (10, 500, 0), (30, 500, 2), (50, 500, 2), (70, 500, 4), (11, 500, 1),
            (Int64.max, 9_999, 9_222_449_699_651_090_329), (1_000, 0, 0), (0, 500, 0),
        ] as [(Int64, Int64, Int64)])
    func takeout(pool: Int64, points: Int64, expected: Int64) {
        #expect(Takeout.amount(of: Amount(pool), basisPoints: points) == Amount(expected))
    }

    @Test("a percentage is written without needless zeros", arguments: [(500, "5"), (550, "5.5"), (333, "3.33")])
    func percent(points: Int64, text: String) { #expect(Takeout.percent(basisPoints: points).text == text) }

    @Test("a percentage that is no share of a pool is refused", arguments: ["100", "-1", "3.333", "-0"])
    func wrongPercent(text: String) {
        #expect(throws: (any Error).self) { try Takeout.basisPoints(ofPercent: DecimalText(text)) }
    }

    @Test("a dead heat's odd units go to the earliest")
    func deadHeat() {
        #expect(DeadHeat.equalParts(of: Amount(101), among: 3) == [Amount(34), Amount(34), Amount(33)])
        #expect(DeadHeat.equalParts(of: Amount(1), among: 2) == [Amount(1), Amount(0)])
        #expect(DeadHeat.equalParts(of: Amount(5), among: 0).isEmpty)
    }

    @Test("leftover units go by largest remainder, the earliest bet first")
    func leftovers() throws {
        let even = try PoolShare.payouts(of: Amount(100), stakes: [Amount(1), Amount(1), Amount(1)])
        #expect(even == [Amount(34), Amount(33), Amount(33)])
        let uneven = try PoolShare.payouts(of: Amount(10), stakes: [Amount(1), Amount(2), Amount(3)])
        #expect(uneven == [Amount(2), Amount(3), Amount(5)])
    }

    @Test("shares of the largest amounts there are do not overflow")
    func largest() {
        let share = PoolShare(of: Amount(.max), stake: Amount(.max), stakes: Amount(.max))
        #expect(share.payout == Amount(.max))
        #expect(share.rest == RoundedOff(units: 0, parts: 0))
    }

    @Test("ratios are cut off after their digits")
    func ratios() {
        #expect(Ratio.text(Amount(2), by: Amount(3), digits: 6)?.text == "0.666666")
        #expect(Ratio.text(Amount(.max), by: Amount(1), digits: 4)?.text == "9223372036854775807.0000")
        #expect(Ratio.text(Amount(1), by: Amount(.max), digits: 4)?.text == "0.0000")
        #expect(Ratio.text(Amount(1), by: .zero, digits: 4) == nil)
    }

    @Test("a projected dividend is what settlement would pay, rounding and what the house keeps of it included")
    func projected() throws {
        func dividend(
            _ stakes: [Int64], pool: Int64, takeout: Int64 = 0, unit: Int64 = 1,
            _ breakage: BreakageRule = .largestRemainder
        ) throws -> String? {
            var rules = PoolRules()
            (rules.roundingUnit, rules.breakage) = (Amount(unit), breakage)
            let total = try stakes.map { Amount($0) }.total()
            let projected = try Projection.dividend(
                of: total, pool: Amount(pool), takeoutPoints: takeout, rules: rules,
                classes: stakes.map { StakeClass(stake: Amount($0), bets: 1) })
            let part = Amount(pool - Takeout.amount(of: Amount(pool), basisPoints: takeout).units)
            let paid = try PoolShare.payouts(
                of: part, stakes: stakes.map { Amount($0) }, unit: Amount(unit), breakage: breakage
            ).total()
            #expect(projected == Ratio.text(paid, by: total, digits: Projection.dividendDigits))
            return projected?.text
        }
        #expect(try dividend([300], pool: 1000, takeout: 1000) == "3.0000")
        #expect(try dividend([100, 200], pool: 1000, unit: 10) == "3.3333")
        #expect(try dividend([100, 200], pool: 1005, unit: 10) == "3.3333")
        #expect(try dividend([100, 200], pool: 1000, unit: 10, .house) == "3.3000")
        #expect(try dividend([100], pool: 150, unit: 1000) == "0.0000")
        for pool: Int64 in 301...340 { _ = try dividend([7, 101, 193], pool: pool, takeout: 333, unit: 5, .house) }
    }
}

/// Numbers that are the same for the same seed.
struct Lottery: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
