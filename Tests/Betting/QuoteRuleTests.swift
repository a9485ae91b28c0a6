import Messages
import Odds
import Testing

@testable import Betting

@Suite("What follows from quotes") struct QuoteRuleTests {
    private func offer(
        _ number: Int64, _ side: String, _ odds: String, line: Int64? = nil, book: String = "a"
    ) throws -> Offer {
        Offer(number: number, side: side, line: line, book: book, price: try Price(odds, as: .decimal))
    }

    @Test("a line is its thousandths, both ways")
    func lines() throws {
        for (text, units): (String, Int64) in [
            ("44.5", 44_500), ("-3.5", -3500), ("0", 0), ("285", 285_000), ("0.125", 125),
        ] {
            #expect(LineText(trusted: text).thousandths == units && LineText(thousandths: units).text == text)
        }
        #expect(LineText("-0.0")?.thousandths == 0 && LineText("7.250").map(\.thousandths) == 7250)
        for wrong in ["", "+3.5", "03", "3.", ".5", "1e3", "NaN", "1234567", "1.2345", "٣"] {
            #expect(LineText(wrong) == nil, "\(wrong)")
        }
    }

    @Test("it is steam from 20 points or half a point of line on, across evens without a gap")
    func steam() throws {
        func move(_ from: String, _ to: String, _ lines: (Int64?, Int64?) = (nil, nil)) throws -> Move {
            func offer(_ american: String, _ line: Int64?) throws -> Offer {
                Offer(number: 1, side: "over", line: line, book: "a", price: try Price(american, as: .american))
            }
            return Move(from: try offer(from, lines.0), to: try offer(to, lines.1))
        }
        #expect(try move("-105", "+105").points == 10 && !move("-105", "+105").isSteam)
        #expect(try move("-110", "-130").isSteam && !move("-110", "-129").isSteam && move("-110", "+110").isSteam)
        #expect(try move("-110", "-110", (45_500, 46_000)).isSteam && !move("-110", "-110", (45_500, 45_900)).isSteam)
        #expect(try !move("-110", "-110", (nil, 46_000)).isSteam)
    }

    @Test("a move and the way back are as far, whatever the odds", arguments: 0..<100 as Range<UInt64>)
    func moves(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let offers = try Self.offers(&random, sides: ["over"], lines: [1000, 1500, 2000])
        for (one, other) in zip(offers, offers.reversed()) {
            let (there, back) = (Move(from: one, to: other), Move(from: other, to: one))
            #expect((there.points, there.line) == (-back.points, -back.line) && there.isSteam == back.isSteam)
            #expect((there.points > 0) == (other.price > one.price) || there.points == 0)
        }
    }

    @Test(
        "the best offer is none other's better, and does not depend on their order", arguments: 0..<200 as Range<UInt64>
    )
    func best(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let offers = try Self.offers(&random, sides: ["home", "draw", "away"], lines: [nil, 1000, -1000])
        let best = BestOffer.all(of: offers)
        #expect(best == BestOffer.all(of: offers.shuffled(using: &random)))
        #expect(best.map(\.books).reduce(0, +) == offers.count)
        for one in best {
            let others = offers.filter { $0.side == one.offer.side && $0.line == one.offer.line }
            #expect(others.allSatisfy { $0 == one.offer || !$0.isBetter(than: one.offer) })
            #expect(others.contains(one.offer) && others.count == one.books)
        }
    }

    @Test("what is sure returns more than is staked, the same within a unit of stake, and never below")
    func sure() throws {
        let offers = try [
            offer(1, "over", "2.10", line: 44_500), offer(2, "under", "1.80", line: 44_500),
            offer(3, "under", "2.05", line: 44_500, book: "b"), offer(4, "under", "9", line: 45_500, book: "c"),
        ]
        let bet = try #require(SureBet.all(of: offers, outcomes: 2).first)
        #expect(bet.legs.map(\.number) == [1, 3] && bet.margin / 1000 == 37_349_397)
        #expect(SureBet.all(of: offers, outcomes: 3).isEmpty && SureBet.all(of: offers, outcomes: 0).isEmpty)
        #expect(SureBet.all(of: Array(offers.prefix(2)), outcomes: 2).isEmpty, "a book with a margin")
        #expect(try SureBet.all(of: [offer(1, "home", "2.5"), offer(2, "away", "2.5")], outcomes: 3).isEmpty)
        let handicap = try [
            offer(1, "home", "2.1", line: -3500), offer(2, "away", "2.1", line: 3500),
            offer(3, "away", "9", line: -3500),
        ]
        #expect(SureBet.all(of: handicap, outcomes: 2).map { $0.legs.map(\.number) } == [[2, 1]])
    }

    @Test(
        "whatever is quoted, stakes on what is sure lose nothing to rounding but units",
        arguments: 0..<300 as Range<UInt64>)
    func equalReturns(seed: UInt64) throws {
        var random = Lottery(seed: seed)
        let sides = Array(["home", "draw", "away", "none"].prefix(.random(in: 2...4, using: &random)))
        let offers = try Self.offers(&random, sides: sides, lines: [nil])
        let total = Int64.random(in: 100_000...100_000_000, using: &random)
        for bet in SureBet.all(of: offers, outcomes: Int64(sides.count)) {
            let book = try Book(bet.legs.map(\.price))
            let stakes = try Arbitrage(book, total: total)
            #expect(stakes.stakes.reduce(0, +) == total && stakes.staked == total)
            for (place, leg) in bet.legs.enumerated() {
                #expect(try stakes.returns[place] == Returns.won(stakes.stakes[place], at: leg.price))
                // One unit of stake more or less is as far as two returns can be apart.
                let unit = try Returns.of(2, times: book.prices.map(\.decimal).max() ?? .one) + 1
                #expect(stakes.returns[place] - stakes.worst <= unit)
                #expect(!offers.contains { $0.side == leg.side && $0.price > leg.price })
            }
            let sure = Int128(total) * Int128(bet.margin) / Int128(SureBet.whole)
            let lost = try Returns.of(2, times: book.prices.map(\.decimal).max() ?? .one) + 1
            #expect(Int128(stakes.worst) >= Int128(total) + sure - Int128(lost))
        }
    }

    private static func offers(_ random: inout Lottery, sides: [String], lines: [Int64?]) throws -> [Offer] {
        try (1...Int64.random(in: 2...40, using: &random)).map { number in
            Offer(
                number: number, side: sides.randomElement(using: &random) ?? "",
                line: lines.randomElement(using: &random) ?? nil,
                book: "book \(number)",
                price: try Price(profit: Rational(.random(in: 1...900, using: &random), 100)))
        }
    }
}
