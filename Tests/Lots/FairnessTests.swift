import Crypto
import Testing

@testable import Lots

/// Many draws, whose seeds are fixed: what passes once passes always, and what would be a false alarm by chance in less than
/// one of a million sets of seeds (`Suspicion.limit`).
@Suite("Many draws") struct FairnessTests {
    /// Positions of the winners of draws with three winners among so many tickets.
    private func draws(_ count: Int, tickets: Int) throws -> [[Int]] {
        let rules = try DrawRules(distinctWinners: false, prizes: [.init(id: "p", winners: 3)], announced: nil)
        let (list, chance) = ((1...UInt32(tickets)).map { ListedTicket($0) }, Chance(seed: 11))
        let seed = Seed(chance.bytes(32))
        return try (1...count).map { number in
            let value = Hex.encode(chance.bytes(32))
            let key = try DrawKey(
                of: DrawIdentity(raffle: "r", number: number), under: rules, seed: seed, frozen: "f",
                entropy: PublicEntropy(source: .drandQuicknet, round: 1, value: value))
            return Drawing.winners(under: rules, among: list, key: key).map(\.step.position)
        }
    }

    @Test("give each ticket each prize equally often, and each pair of tickets, and follow no pattern")
    func fairness() throws {
        let tickets = 30
        let draws = try draws(12_000, tickets: tickets)
        for prize in 0..<3 {
            var counts = [Int](repeating: 0, count: tickets)
            for draw in draws { counts[draw[prize]] += 1 }
            #expect(Suspicion.ofCounts(counts) < Suspicion.limit)
        }
        var pairs = [Int](repeating: 0, count: tickets * (tickets - 1))
        for draw in draws {
            pairs[draw[0] * (tickets - 1) + (draw[1] > draw[0] ? draw[1] - 1 : draw[1])] += 1
        }
        #expect(Suspicion.ofCounts(pairs) < Suspicion.limit)
        let inOrder = draws.flatMap { $0 }
        #expect(Suspicion.ofRuns(inOrder.map { $0 < tickets / 2 }) < Suspicion.limit)
        #expect(Suspicion.ofRuns(draws.map { $0[0].isMultiple(of: 2) }) < Suspicion.limit)
    }

    /// How often each of so many indices comes of words of eight bits, which a bias of one word shows in.
    private func indices(below count: Int, _ choose: (UInt64) -> UInt64?) -> [Int] {
        let entropy = SeededEntropy(seed: 12)
        var chosen: [Int] = []
        while chosen.count < 100_000 {
            for byte in entropy.bytes(1000) {
                if let index = choose(UInt64(byte)) { chosen.append(Int(index)) }
            }
        }
        return chosen
    }

    private func suspicion(_ indices: [Int], below count: Int) -> Double {
        var counts = [Int](repeating: 0, count: count)
        for index in indices { counts[index] += 1 }
        return Suspicion.ofCounts(counts)
    }

    @Test(
        "of words that hardly more than hold the indices are as fair, because words are rejected",
        arguments: [7, 129, 200, 255])
    func rejection(count: Int) {
        let fair = indices(below: count) { UniformIndex.index(of: $0, below: UInt64(count), bits: 8) }
        #expect(suspicion(fair, below: count) < Suspicion.limit)
        #expect(Suspicion.ofRuns(fair.map { $0 < count / 2 }) < Suspicion.limit)
    }

    @Test(
        "would be seen to be unfair if no word were rejected, one too few, or an index were left out",
        arguments: [129, 200, 255])
    func plantedBias(count: Int) {
        let below = UInt64(count)
        let remainders = indices(below: count) { $0 % below }
        #expect(suspicion(remainders, below: count) > 2 * Suspicion.limit)
        let oneTooFew = indices(below: count) { word in word <= 256 - 256 % below ? word % below : nil }
        #expect(suspicion(oneTooFew, below: count) > 2 * Suspicion.limit)
        let oneLeftOut = indices(below: count) { UniformIndex.index(of: $0, below: below - 1, bits: 8) }
        #expect(suspicion(oneLeftOut, below: count) > 2 * Suspicion.limit)
    }

    @Test(
        "would be seen to follow a pattern if a word were used twice now and then, though each index came equally often"
    )
    func plantedPattern() {
        let fair = indices(below: 200) { UniformIndex.index(of: $0, below: 200, bits: 8) }
        var sticking: [Int] = []
        for (place, index) in fair.enumerated() { sticking.append(place % 20 == 19 ? fair[place - 1] : index) }
        #expect(suspicion(sticking, below: 200) < Suspicion.limit)
        #expect(Suspicion.ofRuns(sticking.map { $0 < 100 }) > 2 * Suspicion.limit)
    }

    @Test("reject as many words as do not divide evenly, and never more than half of them")
    func rejected() {
        for count in UInt64(1)...256 {
            let taken = (UInt64(0)...255).compactMap { UniformIndex.index(of: $0, below: count, bits: 8) }
            #expect(taken.count == 256 - 256 % Int(count) && taken.count > 127)
            #expect(Set((0..<count).map { index in taken.count { $0 == index } }).count == 1)
        }
        #expect(UniformIndex.index(of: .max, below: 1 << 63) == UInt64.max >> 1)
        #expect(UniformIndex.index(of: .max, below: 3) == nil)
        #expect(UniformIndex.index(of: .max - 1, below: 3) == 2)
    }
}
