import Testing

@testable import Lots

@Suite("What prizes come to") struct PrizeTests {
    private func pay(_ pot: Pot, _ prizes: PrizeTerms...) throws -> Payout { try pot.payout(prizes) }

    @Test("is a part of the gross, or of what fees and taxes leave of it, cut down to whole units")
    func shares() throws {
        let half = try PrizeTerms(.share(basisPoints: 5000))
        #expect(try pay(Pot(gross: 1001), half).prizes[0].winners == [500])
        let net = try Pot(gross: 1001, feeRate: 300, taxRate: 1000)
        #expect((net.fees, net.taxes, net.base) == (30, 100, 871))
        let paid = try pay(net, half)
        #expect(paid.prizes[0].winners == [435] && paid.kept == 436 && paid.overlay == 0 && paid.rolledOver == 0)
        // Half units to the even one, and never more than there is.
        let even = try Pot(gross: 5, feeRate: 5000, taxRate: 5000)
        #expect((even.fees, even.taxes, even.base) == (2, 3, 0))
        #expect(try Pot(gross: 3, feeRate: 5000).fees == 2)
        #expect(try pay(Pot(gross: 0), half).prizes[0].winners == [0])
    }

    @Test("is shared by its winners with the units left over to those drawn first, or is as much for each")
    func division() throws {
        let split = try PrizeTerms(.fixed(1000), winners: 3)
        #expect(try pay(Pot(gross: 5000), split).prizes[0].winners == [334, 333, 333])
        let each = try PrizeTerms(.fixed(1000), division: .each, winners: 3)
        #expect(try pay(Pot(gross: 5000), each).prizes[0].winners == [1000, 1000, 1000])
        let tenths = try PrizeTerms(.share(basisPoints: 1000), guaranteed: 60, division: .each, winners: 2)
        #expect(try pay(Pot(gross: 555), tenths).prizes[0].winners == [60, 60])
        #expect(try pay(Pot(gross: 655), tenths).prizes[0].winners == [65, 65])
    }

    @Test("is at least what is guaranteed, and names what the organizer adds")
    func guarantees() throws {
        let prize = try PrizeTerms(.share(basisPoints: 5000), guaranteed: 1000)
        let poor = try pay(Pot(gross: 600), prize)
        #expect(poor.prizes[0].total == 1000 && poor.prizes[0].share == 300 && poor.prizes[0].promised == 700)
        #expect(poor.overlay == 400 && poor.kept == 0)
        let rich = try pay(Pot(gross: 1400), prize)
        #expect(rich.prizes[0].total == 1000 && rich.overlay == 0 && rich.kept == 400)
        #expect(try pay(Pot(gross: 4000), prize).prizes[0].total == 2000)
        // The first prize's promise is covered first.
        let fixed = try pay(Pot(gross: 500), PrizeTerms(.fixed(400)), PrizeTerms(.fixed(300)))
        #expect(fixed.prizes.map(\.overlay) == [0, 200])
    }

    @Test("has the jackpot on top, which waits for the next raffle with its share when nobody wins it")
    func jackpots() throws {
        let pot = try Pot(gross: 1000, seeded: 300, rolledIn: 50)
        let won = try pay(pot, PrizeTerms(.share(basisPoints: 2000), hasJackpot: true), PrizeTerms(.fixed(100)))
        #expect(won.prizes.map(\.total) == [550, 100] && won.rolledOver == 0 && won.kept == 700)
        let unwon = try pay(pot, PrizeTerms(.share(basisPoints: 2000), hasJackpot: true, winners: 0))
        #expect(unwon.prizes[0].total == 0 && unwon.prizes[0].winners == [] && unwon.rolledOver == 550)
        #expect(unwon.kept == 800)
        #expect(try pay(pot, PrizeTerms(.fixed(1))).rolledOver == 350)
        // A guarantee looks at all there is, the jackpot too.
        let guaranteed = try PrizeTerms(.share(basisPoints: 2000), guaranteed: 500, hasJackpot: true)
        #expect(try pay(pot, guaranteed).prizes[0].promised == 0)
    }

    @Test("is refused where it makes no sense")
    func refusals() throws {
        let pot = try Pot(gross: 1000)
        #expect(throws: Pot.Fault.negative) { try Pot(gross: -1) }
        #expect(throws: Pot.Fault.negative) { try Pot(gross: 1, seeded: -1) }
        #expect(throws: Pot.Fault.badRate) { try Pot(gross: 1, feeRate: 10_001) }
        #expect(throws: Pot.Fault.ratesAboveWhole) { try Pot(gross: 1, feeRate: 6000, taxRate: 4001) }
        #expect(throws: Pot.Fault.tooLarge) { try Pot(gross: .max, seeded: 1) }
        #expect(throws: Pot.Fault.badRate) { try PrizeTerms(.share(basisPoints: 10_001)) }
        #expect(throws: Pot.Fault.negative) { try PrizeTerms(.fixed(-1)) }
        #expect(throws: Pot.Fault.negative) { try PrizeTerms(.fixed(1), guaranteed: -1) }
        #expect(throws: Pot.Fault.badWinners) { try PrizeTerms(.fixed(1), winners: -1) }
        #expect(throws: Pot.Fault.jackpotForEach) { try PrizeTerms(.fixed(1), hasJackpot: true, division: .each) }
        let jackpot = try PrizeTerms(.fixed(1), hasJackpot: true)
        #expect(throws: Pot.Fault.jackpotTwice) { try pay(pot, jackpot, jackpot) }
        let most = try PrizeTerms(.share(basisPoints: 5001))
        #expect(throws: Pot.Fault.sharesAboveWhole) { try pay(pot, most, most) }
        let thrice = try PrizeTerms(.share(basisPoints: 3334), division: .each, winners: 3)
        #expect(throws: Pot.Fault.sharesAboveWhole) { try pay(pot, thrice) }
        let huge = try PrizeTerms(.fixed(.max))
        #expect(throws: Pot.Fault.tooLarge) { try pay(pot, huge, huge) }
        #expect(throws: Pot.Fault.tooLarge) {
            try pay(pot, PrizeTerms(.fixed(.max / 2), division: .each, winners: 3))
        }
        #expect(try pay(Pot(gross: .max), PrizeTerms(.share(basisPoints: 9999))).kept > 0)
    }

    @Test("conserves every unit, and goes beyond what is there only by what was promised")
    func properties() throws {
        var chance = Chance(seed: 21)
        for _ in 0..<4000 {
            let (pot, prizes) = try scene(&chance)
            let paid = try pot.payout(prizes)
            #expect(pot.base + pot.fees + pot.taxes == pot.gross && pot.base >= 0 && pot.fees >= 0 && pot.taxes >= 0)
            let total = paid.prizes.reduce(0) { $0 + $1.total }
            #expect(pot.base + pot.jackpot + paid.overlay == total + paid.kept + paid.rolledOver)
            #expect(paid.kept >= 0 && paid.rolledOver >= 0)
            #expect(paid.overlay == 0 || paid.kept == 0)
            let isPromised = prizes.contains { terms in
                if case .fixed(let sum) = terms.worth, sum > 0 { return true }
                return terms.guaranteed > 0
            }
            #expect(isPromised || (paid.overlay == 0 && total <= pot.base + pot.jackpot))
            for (terms, value) in zip(prizes, paid.prizes) {
                #expect([value.share, value.jackpot, value.promised, value.overlay].allSatisfy { $0 >= 0 })
                #expect(value.overlay <= value.promised)
                #expect(value.winners.count == terms.winners)
                #expect(value.winners.reduce(0, +) == value.total)
                #expect(value.winners == value.winners.sorted(by: >))
                #expect((value.winners.first ?? 0) - (value.winners.last ?? 0) <= (terms.division == .split ? 1 : 0))
                #expect(terms.winners == 0 || value.total >= terms.guaranteed)
            }
        }
    }

    /// A pot of any size and up to five prizes of which no part is given away twice.
    private func scene(_ chance: inout Chance) throws -> (Pot, [PrizeTerms]) {
        let largest: Int64 = [10, 1000, 1_000_000, 1_000_000_000_000].randomElement(using: &chance) ?? 10
        func sum() -> Int64 { Bool.random(using: &chance) ? 0 : Int64.random(in: 0...largest, using: &chance) }
        let feeRate = Int64.random(in: 0...10_000, using: &chance)
        let pot = try Pot(
            gross: Int64.random(in: 0...largest, using: &chance), feeRate: feeRate,
            taxRate: Int64.random(in: 0...(10_000 - feeRate), using: &chance), seeded: sum(), rolledIn: sum())
        var left = Pot.whole
        var prizes: [PrizeTerms] = []
        for place in 0..<Int.random(in: 0...5, using: &chance) {
            let winners = Int.random(in: 0...7, using: &chance)
            let division = PrizeTerms.Division.allCases.randomElement(using: &chance) ?? .split
            let times = division == .each ? Int64(max(1, winners)) : 1
            let rate = Int64.random(in: 0...(left / times), using: &chance)
            let isShare = Bool.random(using: &chance)
            if isShare { left -= rate * times }
            prizes.append(
                try PrizeTerms(
                    isShare ? .share(basisPoints: rate) : .fixed(sum()), guaranteed: sum(),
                    hasJackpot: place == 0 && division == .split, division: division, winners: winners))
        }
        return (pot, prizes)
    }
}
