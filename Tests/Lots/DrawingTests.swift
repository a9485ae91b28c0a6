import Crypto
import Testing

@testable import Lots

@Suite("A drawing") struct DrawingTests {
    private func rules(_ winners: Int..., method: DrawMethod = .mixed, distinct: Bool = false) throws -> DrawRules {
        let prizes = winners.enumerated().map { PrizeToDraw(id: "prize-\($0)", winners: $1) }
        return try DrawRules(method, distinctWinners: distinct, prizes: prizes, announced: nil)
    }

    private func key(_ number: Int, under rules: DrawRules) throws -> DrawKey {
        let entropy = try PublicEntropy(source: .drandQuicknet, round: 1, value: String(repeating: "00", count: 32))
        return try DrawKey(
            of: DrawIdentity(raffle: "r", number: number), under: rules, seed: Seed([UInt8](repeating: 7, count: 32)),
            frozen: "frozen", entropy: entropy)
    }

    private func winners(
        _ rules: DrawRules, among tickets: [ListedTicket], number: Int = 1
    ) throws -> [DrawnWinner] {
        try Drawing.winners(under: rules, among: tickets, key: key(number, under: rules))
    }

    @Test("gives prizes in their order, to a ticket once, each among those that are left")
    func order() throws {
        let tickets = (0..<30).map { ListedTicket(UInt32($0 * 10 + 1)) }
        for number in 1...200 {
            let winners = try winners(rules(1, 3, 0, 2), among: tickets, number: number)
            #expect(winners.map(\.prize) == ["prize-0", "prize-1", "prize-1", "prize-1", "prize-3", "prize-3"])
            #expect(Set(winners.map(\.ticket)).count == 6)
            #expect(winners.map(\.step.number) == Array(1...6))
            #expect(winners.map(\.step.left) == [30, 29, 28, 27, 26, 25])
            var left = tickets
            for winner in winners {
                #expect(tickets[winner.step.position].number == winner.ticket)
                #expect(left.remove(at: winner.step.index).number == winner.ticket)
            }
        }
    }

    @Test("goes on until no ticket is left, and is then over")
    func exhaustion() throws {
        let tickets = (1...7).map { ListedTicket(UInt32($0)) }
        let winners = try winners(rules(5, 5), among: tickets)
        #expect(winners.count == 7 && Set(winners.map(\.ticket)) == Set(1...7))
        #expect(winners.last?.step.left == 1)
        #expect(try self.winners(rules(5), among: []).isEmpty)
    }

    @Test("with distinct winners takes all of a winner's tickets out, and those of nobody else")
    func distinct() throws {
        // Six buyers with 1, 2, 3 … tickets between each other's, and two tickets of nobody's.
        var tickets: [ListedTicket] = []
        for number in UInt32(1)...21 {
            tickets.append(ListedTicket(number, holder: [1, 2, 3, 4, 5, 6][Int(number) % 6]))
        }
        tickets += [ListedTicket(100), ListedTicket(101)]
        for number in 1...200 {
            let winners = try winners(rules(9, distinct: true), among: tickets, number: number)
            #expect(winners.count == 8)
            let holders = winners.compactMap { tickets[$0.step.position].holder }
            #expect(Set(holders).count == 6 && holders.count == 6)
            var left = tickets
            for winner in winners {
                #expect(winner.step.left == left.count && left[winner.step.index].number == winner.ticket)
                let holder = tickets[winner.step.position].holder
                left.removeAll { $0.number == winner.ticket || (holder != nil && $0.holder == holder) }
            }
        }
    }

    @Test("follows from draw, seed, what was frozen and entropy, and from nothing else")
    func keys() throws {
        func fingerprint(
            _ number: Int = 1, seed: UInt8 = 7, frozen: String = "f", round: UInt64 = 1, value: String = "00"
        ) throws -> String {
            try DrawKey(
                of: DrawIdentity(raffle: "r", number: number), under: rules(1),
                seed: Seed([UInt8](repeating: seed, count: 32)), frozen: frozen,
                entropy: PublicEntropy(
                    source: .drandDefault, round: round, value: String(repeating: value, count: 32))
            ).fingerprint
        }
        let all = try [
            fingerprint(), fingerprint(2), fingerprint(seed: 6), fingerprint(frozen: "g"), fingerprint(round: 2),
            fingerprint(value: "01"),
        ]
        #expect(Set(all).count == all.count)
        #expect(try fingerprint() == all[0])
        let text = "croupier/raffle/key/1\nr\n1\n\(String(repeating: "07", count: 32))\nf\ndrand-default\n1\n"
        let hashed = SHA256.hash(Array((text + String(repeating: "00", count: 32) + "\n").utf8))
        #expect(all[0] == Hex.encode(hashed))
    }

    @Test(
        "is refused with entropy that was not announced or of another method, and with or without a seed by its method")
    func refusals() throws {
        let draw = try DrawIdentity(raffle: "r", number: 1)
        let seed = Seed([UInt8](repeating: 7, count: 32))
        let zeros = String(repeating: "00", count: 32)
        let beacon = try PublicEntropy(source: .drandQuicknet, round: 8, value: zeros)
        let numbers = try PublicEntropy(source: .numbers, round: nil, value: "1./")
        let announced = try DrawRules(
            distinctWinners: false, prizes: [], announced: .init(source: .drandQuicknet, round: 9))
        let cases: [(DrawRules, Seed?, PublicEntropy, DrawKey.Fault)] = try [
            (announced, seed, beacon, .entropyNotAnnounced), (rules(1), nil, beacon, .seedMissing),
            (rules(1), seed, numbers, .entropyOfAnotherMethod),
            (rules(1, method: .rfc3797), nil, beacon, .entropyOfAnotherMethod),
            (rules(1, method: .rfc3797), seed, numbers, .seedNotAllowed),
        ]
        for (rules, seed, entropy, fault) in cases {
            #expect(throws: fault) { try DrawKey(of: draw, under: rules, seed: seed, frozen: "f", entropy: entropy) }
        }
    }

    @Test("by RFC 3797 selects what its section 6 says")
    func publishedExample() throws {
        let value = try #require(
            RFC3797.key(of: [["9319"], ["2", "5", "12", "8", "10"], ["9", "18", "26", "34", "41", "45"]]))
        #expect(value == "9319./2.5.8.10.12./9.18.26.34.41.45./")
        let rules = try rules(11, method: .rfc3797)
        let key = try DrawKey(
            of: DrawIdentity(raffle: "r", number: 1), under: rules, seed: nil, frozen: "f",
            entropy: PublicEntropy(source: .numbers, round: nil, value: value))
        let winners = Drawing.winners(under: rules, among: (1...25).map { ListedTicket($0) }, key: key)
        #expect(winners.map(\.ticket) == [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22])
    }

    @Test("by RFC 3797 writes numbers by value without leading zeros, and numbers 65,536 selections")
    func publicNumbers() {
        #expect(RFC3797.key(of: [["010", "9", "0", "000"], ["7"]]) == "0.0.9.10./7./")
        for sources in [[["1.5"]], [["-1"]], [["x"]], [[""]], [[]], [], [["1"], []]] as [[[String]]] {
            #expect(RFC3797.key(of: sources) == nil)
        }
        var selection = RFC3797(key: "1./")
        for _ in 0..<65_536 { #expect(selection.index(below: 10) != nil) }
        #expect(selection.index(below: 10) == nil)
    }

    @Test("finds the tickets left by their rank, whatever has left")
    func ranks() {
        var chance = Chance(seed: 9)
        for count in [1, 2, 3, 7, 8, 9, 64, 100] {
            var (tickets, left) = (TicketsLeft(count: count), Array(0..<count))
            while !left.isEmpty {
                #expect(tickets.count == left.count)
                for rank in left.indices { #expect(tickets.position(of: rank) == left[rank]) }
                let gone = left.remove(at: Int.random(in: left.indices, using: &chance))
                tickets.remove(gone)
                tickets.remove(gone)
            }
            #expect(tickets.count == 0)
        }
    }
}
