import Testing

@testable import Odds

@Suite("Money out of mathematics") struct StakeTests {
    private func price(_ text: String, _ format: Notation = .decimal) throws -> Price { try Price(text, as: format) }

    @Test("is a part of a bankroll cut down, exactly")
    func stake() throws {
        #expect(try Staking.rounded(down: 0.5, of: 101) == 50)
        // 0.13999999999999990 as the machine has it, and 0.29999999999999999.
        #expect(try Staking.rounded(down: 0.57 * 2 - 1, of: 100_000, unit: 2000) == 14_000)
        #expect(try Staking.rounded(down: 0.3, of: 10) == 3)
        #expect(try Staking.rounded(down: 0.299_999_999_999, of: 10) == 2)
        #expect(try Staking.rounded(down: 1, of: .max) == .max)
        #expect(try Staking.rounded(down: 1.0.nextDown, of: .max) == .max)
        #expect(try Staking.rounded(down: .leastNonzeroMagnitude, of: .max) == 0)
        #expect(try Staking.rounded(down: 0.1234, of: 100_000, unit: 500) == 12_000)
        for fraction in [-0.1, 1.0.nextUp, .nan, .infinity] {
            #expect(throws: Staking.Fault.notAFraction) { try Staking.rounded(down: fraction, of: 100) }
        }
        #expect(throws: Staking.Fault.negativeBankroll) { try Staking.rounded(down: 0.1, of: -1) }
        #expect(throws: Staking.Fault.badUnit) { try Staking.rounded(down: 0.1, of: 1, unit: 0) }
    }

    @Test("loses no unit where a total is staked on every outcome, and equalises what comes back")
    func arbitrage() throws {
        var draw = Draw(seed: 7)
        for _ in 0..<5000 {
            let prices = (0..<Int.random(in: 2...8, using: &draw)).map { _ in draw.usualPrice() }
            let largest: Int64 = [100, 1_000_000, .max / 200].randomElement(using: &draw) ?? 1
            let total = Int64.random(in: 1...largest, using: &draw)
            let unit = Int64.random(in: 1...min(total, 100), using: &draw)
            let found = try Arbitrage(Book(prices), total: total, unit: unit)
            #expect(found.stakes.reduce(0, +) == found.staked && found.staked == total - total % unit)
            #expect(found.stakes.allSatisfy { $0 >= 0 && $0 % unit == 0 })
            #expect(found.worst == found.returns.min())
            // No outcome has a whole unit more or less than its part.
            for (stake, price) in zip(found.stakes, prices) {
                let part = Double(found.staked) * price.implied / prices.reduce(0) { $0 + $1.implied }
                #expect((Double(stake) - part).magnitude <= Double(unit) + part * 1e-12)
            }
        }
    }

    @Test("is sure where two books disagree, and its size is told before anything is staked")
    func sure() throws {
        let found = try Arbitrage(Book([price("2.10"), price("2.05")]), total: 10_000)
        #expect(found.stakes == [4940, 5060] && found.worst == 10_373)
        #expect(throws: Arbitrage.Fault.nothingToStake) { try Arbitrage(Book([price("2"), price("2")]), total: 0) }
        #expect(throws: Arbitrage.Fault.nothingToStake) {
            try Arbitrage(Book([price("2"), price("2")]), total: 99, unit: 100)
        }
        #expect(throws: Arbitrage.Fault.badUnit) { try Arbitrage(Book([price("2"), price("2")]), total: 99, unit: 0) }
        #expect(throws: Arbitrage.Fault.overflow) {
            try Arbitrage(Book([price("1000"), price("1000")]), total: .max)
        }
    }

    @Test("of a parlay is the product, exact while its digits fit and else cut down")
    func parlay() throws {
        let two = try Parlay([price("2.50"), price("1.91")])
        #expect(two.isExact && two.price.written(as: .decimal, .down).text == "4.775")
        let many = try Parlay(Array(repeating: price("1.9123"), count: 20))
        #expect(!many.isExact && (427_681...427_681.54).contains(many.price.decimal.value))
        #expect(throws: Parlay.Fault.priceTooHigh) { try Parlay(Array(repeating: price("9.99"), count: 7)) }
        #expect(throws: Parlay.Fault.tooFewLegs) { try Parlay([price("2")]) }
        #expect(throws: Parlay.Fault.tooManyLegs) { try Parlay(Array(repeating: price("1.01"), count: 21)) }
    }

    @Test("of an each-way bet, a dead heat and a withdrawn runner is what the rules of racing say")
    func racing() throws {
        let tens = try price("10/1", .fractional)
        let quarter = try Rational(1, 4)
        #expect(try Returns.eachWay(1000, at: tens, partOfOdds: quarter, placing: .won) == 14_500)
        #expect(try Returns.eachWay(1000, at: tens, partOfOdds: quarter, placing: .placed) == 3500)
        #expect(try Returns.eachWay(1000, at: tens, partOfOdds: quarter, placing: .lost) == 0)
        #expect(try Returns.deadHeat(1000, at: tens, places: 1, tied: 2) == 5500)
        #expect(try Returns.deadHeat(1000, at: tens, places: 1, tied: 3) == 3666)
        #expect(try Returns.deadHeat(1000, at: tens, places: 2, tied: 3) == 7333)
        #expect(throws: Returns.Fault.badTerms) { try Returns.deadHeat(1000, at: tens, places: 3, tied: 2) }
        #expect(throws: Returns.Fault.badTerms) { try Returns.deadHeat(-1, at: tens, places: 1, tied: 2) }
        #expect(throws: Returns.Fault.overflow) { try Returns.won(.max, at: tens) }
        #expect(try RuleFour.won(1000, at: tens, pence: 25) == 8500)
        #expect(throws: Returns.Fault.badTerms) { try RuleFour.won(1000, at: tens, pence: 91) }
    }

    @Test(
        "is deducted from by the withdrawn runner's price",
        arguments: [
            ("1/10", 90), ("1/9", 90), ("2/17", 85), ("1/5", 80), ("2/7", 75), ("1/3", 70), ("4/9", 65), ("4/7", 60),
            ("4/6", 55), ("5/6", 50), ("EVS", 45), ("6/5", 45), ("5/4", 40), ("13/8", 35), ("15/8", 30), ("5/2", 25),
            ("3/1", 25), ("10/3", 20), ("9/2", 15), ("6/1", 10), ("19/2", 5), ("14/1", 5), ("15/1", 0), ("100/1", 0),
        ])
    func deductions(odds: String, pence: Int64) throws {
        let price = try price(odds, .fractional)
        #expect(RuleFour.pence(withdrawn: price) == pence)
        #expect(RuleFour.pence(withdrawn: Array(repeating: price, count: 30)) == min(90, pence * 30))
    }
}
