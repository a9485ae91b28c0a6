import Testing

@testable import Odds

@Suite("Kelly's stakes") struct KellyTests {
    private func bet(_ decimal: String, _ probability: Double) throws -> Kelly.Bet {
        Kelly.Bet(try Price(decimal, as: .decimal), try #require(Probability(probability)))
    }

    @Test("on one bet are the same whether it is asked for alone, as one outcome or as one of independent bets")
    func alone() throws {
        let bet = try bet("2.50", 0.45)
        let alone = try Kelly().stake(on: bet)
        #expect((try Kelly().stakes(onExclusive: [bet])[0] - alone).magnitude < 1e-15)
        #expect((try Kelly().stakes(onIndependent: [bet])[0] - alone).magnitude < 1e-12)
    }

    @Test("on outcomes of one event back some for which alone they would be nothing")
    func hedge() throws {
        // At 1.9 an outcome of 52 % is not worth taking, but it insures the other one.
        let stakes = try Kelly().stakes(onExclusive: [bet("3.00", 0.48), bet("1.90", 0.52)])
        #expect(stakes[0] > 0 && stakes[1] > 0)
        #expect((stakes[0] + stakes[1] - 1).magnitude < 1e-12)
    }

    @Test("cannot be raised by moving any of them, on exclusive outcomes and on independent bets")
    func best() throws {
        var draw = Draw(seed: 6)
        for _ in 0..<300 {
            let count = Int.random(in: 1...6, using: &draw)
            let weights = (0...count).map { _ in Double.random(in: 0.05...1, using: &draw) }
            let exclusive = try (0..<count).map { index in
                Kelly.Bet(draw.usualPrice(), try #require(Probability(weights[index] / weights.reduce(0, +))))
            }
            let stakes = try Kelly().stakes(onExclusive: exclusive)
            #expect(stakes.allSatisfy { $0 >= 0 } && stakes.reduce(0, +) <= 1)
            expectBest(stakes) { growth($0, of: exclusive) }

            let bets = exclusive.map { Kelly.Bet(draw.usualPrice(), $0.probability) }
            let parts = try Kelly().stakes(onIndependent: bets)
            #expect(parts.allSatisfy { $0 >= 0 } && parts.reduce(0, +) < 1)
            expectBest(parts) { Growth(of: bets).value($0) }
            for (part, bet) in zip(parts, bets) { #expect(part <= bet.worth.kelly + 1e-12) }
        }
    }

    private func growth(_ stakes: [Double], of bets: [Kelly.Bet]) -> Double {
        let kept = 1 - stakes.reduce(0, +)
        let ways = bets.indices.map { (bets[$0].p, kept + stakes[$0] * (1 + bets[$0].profit)) }
        let rest = 1 - bets.reduce(0) { $0 + $1.p }
        return (ways + [(rest, kept)]).reduce(0) { $0 + $1.0 * Normal.logarithm($1.1) }
    }

    private func expectBest(_ stakes: [Double], _ growth: ([Double]) -> Double) {
        let best = growth(stakes)
        for index in stakes.indices {
            for move in [-1e-4, 1e-4] where stakes[index] + move >= 0 {
                var other = stakes
                other[index] += move
                let moved = growth(other)
                #expect(moved.isNaN || moved <= best + 1e-14)
            }
        }
    }

    @Test("are refused for settings and numbers of bets out of bounds, and for outcomes likelier than certain")
    func refusals() throws {
        for (fraction, cap) in [(0, 1), (1, 0), (1.1, 1), (1, 1.1), (.nan, 1), (1, .nan), (-1, 1)] {
            #expect(throws: Kelly.Fault.settings) { try Kelly(fraction: fraction, cap: cap) }
        }
        let bet = try bet("2.50", 0.45)
        #expect(throws: Kelly.Fault.tooManyBets) { try Kelly().stakes(onIndependent: Array(repeating: bet, count: 9)) }
        #expect(throws: Kelly.Fault.tooManyBets) { try Kelly().stakes(onExclusive: Array(repeating: bet, count: 201)) }
        #expect(throws: Kelly.Fault.probabilitiesAboveOne) { try Kelly().stakes(onExclusive: [bet, bet, bet]) }
        #expect(try Kelly().stakes(onExclusive: []) == [] && Kelly().stakes(onIndependent: []) == [])
    }

    @Test("are found for eight bets of any size, or refused where all that is kept back is a rounding")
    func extremes() throws {
        for (decimal, probability) in [("1.20", 0.95), ("3.00", 0.9), ("1000000.00", 0.5), ("2.00", 0.50000001)] {
            let stakes = try Kelly().stakes(onIndependent: Array(repeating: bet(decimal, probability), count: 8))
            #expect(stakes.reduce(0, +) < 1 && stakes.allSatisfy { $0 > 0 })
        }
        for (decimal, probability) in [("1000.00", 0.999), ("1.01", 0.9999)] {
            #expect(throws: Kelly.Fault.notConverged) {
                try Kelly().stakes(onIndependent: Array(repeating: bet(decimal, probability), count: 8))
            }
        }
    }
}
