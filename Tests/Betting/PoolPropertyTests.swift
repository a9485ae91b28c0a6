import Messages
import Testing

@testable import Betting

/// A pool of chance, and what the rules make of it.
private struct RandomPool {
    let stakes: [[Amount]]
    let contenders: [PoolResult.Contender]
    let pool: Amount
    let rolledIn: Amount
    let rules: PoolRules
    let result: PoolResult

    init(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let most: Int64 = [3, 1_000, 1_000_000_000_000][Int.random(in: 0..<3, using: &random)]
        stakes = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<Int.random(in: 0...12, using: &random)).map { _ in Amount(.random(in: 1...most, using: &random)) }
        }
        pool = try stakes.flatMap { $0 }.total()
        rolledIn = Amount(Bool.random(using: &random) ? 0 : .random(in: 1...most, using: &random))
        contenders = try stakes.enumerated().map { index, stakes in
            let score: Int64? = Bool.random(using: &random) ? 1 : Bool.random(using: &random) ? 0 : nil
            return PoolResult.Contender(
                id: ID(high: 1, low: UInt64(index)), score: score, stakes: try stakes.total())
        }
        var rules = PoolRules()
        rules.deadHeat = DeadHeatRule.allCases.randomElement(using: &random) ?? .equalParts
        rules.breakage = BreakageRule.allCases.randomElement(using: &random) ?? .house
        rules.minusPool = MinusPoolRule.allCases.randomElement(using: &random) ?? .nobody
        rules.roundingUnit = Amount([1, 5, 10, 100][Int.random(in: 0..<4, using: &random)])
        let minimum = Dividend(parts: .random(in: 1...30_000, using: &random))
        rules.minimumDividend = Bool.random(using: &random) ? nil : minimum
        self.rules = rules
        result = try PoolResult(
            plays: contenders, pool: pool, rolledIn: rolledIn,
            takeoutPoints: .random(in: 0..<10_000, using: &random), rules: rules)
    }

    func payouts(of play: ID<Play>, _ part: Amount, stakes: [Amount]) throws -> [Amount] {
        try PoolShare.payouts(of: part, stakes: stakes, unit: rules.roundingUnit, breakage: rules.breakage)
    }
}

@Suite("However a pool is made up")
struct PoolPropertyTests {
    private static let seeds = 0..<400 as Range<UInt64>

    @Test("takeout, payouts and breakage are the stakes, what came in and the house's loss", arguments: seeds)
    func conservation(seed: UInt64) throws {
        let pool = try RandomPool(seed: seed)
        guard pool.result.isWon else {
            #expect(pool.result.parts.isEmpty && pool.result.takeout == .zero && pool.result.loss == .zero)
            return
        }
        var (given, breakage) = (pool.result.takeout, Amount.zero)
        for (play, part) in pool.result.parts {
            let payouts = try pool.payouts(of: play, part, stakes: pool.stakes[Int(play.low)])
            let left = try part - payouts.total()
            #expect(left >= .zero && payouts.allSatisfy { $0.units.isMultiple(of: pool.rules.roundingUnit.units) })
            if pool.rules.breakage == .largestRemainder { #expect(left < pool.rules.roundingUnit) }
            try given += payouts.total()
            try breakage += left
        }
        #expect(try given + breakage == pool.pool + pool.rolledIn + pool.result.loss)
        #expect(pool.result.loss == .zero || pool.rules.isHouseAtRisk)
        #expect(pool.result.takeout >= .zero)
    }

    @Test("a larger stake on the same player brings no less, and no payout is more than there is", arguments: seeds)
    func monotony(seed: UInt64) throws {
        let pool = try RandomPool(seed: seed)
        let most = try pool.pool + pool.rolledIn + pool.result.loss
        for (play, part) in pool.result.parts {
            let stakes = pool.stakes[Int(play.low)]
            let payouts = try pool.payouts(of: play, part, stakes: stakes)
            #expect(payouts.allSatisfy { $0 <= part && $0 <= most })
            let ranked = zip(stakes, payouts).sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            #expect(zip(ranked, ranked.dropFirst()).allSatisfy { $0.1 <= $1.1 || $0.0 == $1.0 })
        }
    }

    @Test("the order of bets moves no payout by more than the unit that it decides on", arguments: seeds)
    func order(seed: UInt64) throws {
        let pool = try RandomPool(seed: seed)
        var random = Lottery(seed: seed &+ 7)
        for (play, part) in pool.result.parts {
            let stakes = pool.stakes[Int(play.low)]
            let order = stakes.indices.shuffled(using: &random)
            let payouts = try pool.payouts(of: play, part, stakes: stakes)
            let others = try pool.payouts(of: play, part, stakes: order.map { stakes[$0] })
            #expect(try payouts.total() == others.total())
            let total = try stakes.total()
            let rests = stakes.map { PoolShare(of: part, stake: $0, stakes: total, unit: pool.rules.roundingUnit).rest }
            for (place, index) in order.enumerated() where payouts[index] != others[place] {
                #expect(abs(payouts[index].units - others[place].units) == pool.rules.roundingUnit.units)
                #expect(rests.filter { $0 == rests[index] }.count > 1)
            }
        }
    }

    @Test("a pass over the bets with a cut pays what all at once would", arguments: seeds)
    func cut(seed: UInt64) throws {
        let pool = try RandomPool(seed: seed)
        let unit = pool.rules.roundingUnit
        for (play, part) in pool.result.parts {
            let stakes = pool.stakes[Int(play.low)]
            let total = try stakes.total()
            let shares = stakes.map { PoolShare(of: part, stake: $0, stakes: total, unit: unit) }
            let classes = Dictionary(grouping: shares.indices) { stakes[$0] }
            let ranks = classes.values.map { (shares[$0[0]].rest, Int64($0.count)) }.sorted { $0.0 > $1.0 }
            var search = RemainderCut.Search(units: try (part - shares.map(\.payout).total()).units / unit.units)
            for (rest, bets) in ranks { search.pass(rest, bets: bets) }
            #expect(search.left == 0)
            var cut = search.found
            let payouts = try shares.map { share in
                try cut?.grants(share.rest) == true ? share.payout + unit : share.payout
            }
            #expect(try payouts == PoolShare.payouts(of: part, stakes: stakes, unit: unit))
        }
    }

    @Test("each backer of a winner gets the minimum, rounded down, where somebody bears it", arguments: seeds)
    func minimum(seed: UInt64) throws {
        let pool = try RandomPool(seed: seed)
        guard pool.rules.isHouseAtRisk, let minimum = pool.rules.minimumDividend else { return }
        for (play, part) in pool.result.parts {
            let stakes = pool.stakes[Int(play.low)]
            for (stake, payout) in zip(stakes, try pool.payouts(of: play, part, stakes: stakes)) {
                let least = Int64(Int128(stake.units) * Int128(minimum.parts) / 10_000)
                #expect(payout.units >= least - least % pool.rules.roundingUnit.units)
            }
        }
    }
}
