import Testing

@testable import Odds

@Suite("What a price is worth") struct WorthTests {
    private func price(_ decimal: String) throws -> Price { try Price(decimal, as: .decimal) }
    private func likely(_ value: Double) throws -> Probability { try #require(Probability(value)) }

    @Test("is reckoned by the formulas of the trade")
    func formulas() throws {
        let worth = Worth(of: try price("2.10"), at: try likely(0.5))
        #expect((worth.expectedValue - 0.05).magnitude < 1e-15)
        #expect((worth.kelly - 0.05 / 1.1).magnitude < 1e-15)
        #expect((worth.edge - (0.5 - 1 / 2.1)).magnitude < 1e-15)
        #expect(worth.breakEven == 2)
    }

    @Test("has no probability at either end, and none that is no number")
    func ends() {
        for value in [0, 1, -0.1, 1.1, 1e-13, 1.0.nextDown, .nan, .infinity, -.infinity] {
            #expect(Probability(value) == nil)
        }
    }

    @Test("is less than nothing or nothing for Kelly, grows with the probability, and never asks for more than all")
    func bounds() throws {
        var draw = Draw(seed: 4)
        for _ in 0..<10_000 {
            let (price, one, other) = (draw.price(), draw.probability(), draw.probability())
            let (low, high) = (Worth(of: price, at: min(one, other)), Worth(of: price, at: max(one, other)))
            #expect(low.kelly >= 0 && high.kelly <= 1 && low.kelly <= high.kelly)
            #expect(low.expectedValue <= high.expectedValue)
            let bet = Kelly.Bet(price, max(one, other))
            #expect(try Kelly(fraction: 0.5, cap: 0.1).stake(on: bet) == min(0.1, high.kelly / 2))
        }
    }

    @Test("is pulled toward what others hold, the whole way at no weight and not at all at one")
    func shrinkage() throws {
        let (own, others) = (try likely(0.7), try likely(0.4))
        for method in Shrinkage.allCases {
            #expect((try #require(method.apply(own, toward: others, weight: 1)).value - 0.7).magnitude < 1e-15)
            #expect((try #require(method.apply(own, toward: others, weight: 0)).value - 0.4).magnitude < 1e-15)
            let half = try #require(method.apply(own, toward: others, weight: 0.5))
            #expect(half > others && half < own)
            for weight in [-0.1, 1.1, .nan] { #expect(method.apply(own, toward: others, weight: weight) == nil) }
        }
    }

    @Test("of a line sums to one, and is never surer than the floor allows")
    func line() throws {
        let model = try LineModel(mean: 24.3, sigma: 0, floor: 2)
        #expect(model.sigma == 2)
        let half = try model.chances(line: 24.5, countsWhole: true)
        #expect(half.push == 0 && (half.over + half.under - 1).magnitude < 1e-15)
        let whole = try model.chances(line: 24, countsWhole: true)
        #expect(whole.push > 0 && (whole.over + whole.under + whole.push - 1).magnitude < 1e-15)
        #expect(throws: LineModel.Fault.notPositive) { try LineModel(mean: 0, sigma: 1, floor: 0) }
        #expect(throws: LineModel.Fault.notPositive) { try LineModel(mean: 0, sigma: -1, floor: 1) }
        #expect(throws: LineModel.Fault.notFinite) { try LineModel(mean: .nan, sigma: 1, floor: 1) }
        #expect(throws: LineModel.Fault.notFinite) { try model.chances(line: .infinity, countsWhole: true) }
    }

    @Test("against the close is positive in all three ways or in none")
    func closingLine() throws {
        let value = ClosingLineValue(taken: try price("2.10"), closing: try price("2.00"))
        #expect(value.beatsClose && value.probability > 0 && value.logit > 0)
        #expect((value.price - 0.05).magnitude < 1e-15)
        let same = ClosingLineValue(taken: try price("2.10"), closing: try price("2.10"))
        #expect(!same.beatsClose && same.probability == 0 && same.logit == 0 && same.price == 0)
        let fair = ClosingLineValue(taken: try price("2.10"), closing: try likely(0.5))
        #expect(fair.beatsClose && (fair.price - 0.05).magnitude < 1e-15)
    }

    @Test("is written in plain digits that read back as the same number")
    func figures() throws {
        #expect(Figure.text(0.00001) == "0.00001")
        #expect(Figure.text(-1.25e-7) == "-0.000000125")
        #expect(Figure.text(1e-40) == "0" && Figure.text(-1e-40) == "0")
        #expect(Figure.text(3) == "3" && Figure.text(1e15) == nil && Figure.text(.nan) == nil)
        var draw = Draw(seed: 5)
        for _ in 0..<10_000 {
            let size: Double = [1, 1e-4, 1e-7, 1e12].randomElement(using: &draw) ?? 1
            let value = Double.random(in: -1...1, using: &draw) * size
            #expect(Figure.text(value).flatMap(Figure.value) == value)
        }
        for text in ["1e3", "0x1", "nan", "inf", "", "1.2.3", "+1", " 1"] { #expect(Figure.value(text) == nil) }
    }
}
