import Crypto
import Testing

@testable import Lots

@Suite("What is published before a draw") struct TicketListTests {
    private let draw: DrawIdentity
    private let rules: DrawRules

    init() throws {
        draw = try DrawIdentity(raffle: "r", number: 1)
        rules = try DrawRules(
            distinctWinners: true, prizes: [PrizeToDraw(id: "p", winners: 2)],
            announced: .init(source: .drandQuicknet, round: 7))
    }

    private func list(_ tickets: [ListedTicket]) throws -> TicketList {
        var list = TicketList()
        for ticket in tickets { try list.add(ticket) }
        return list
    }

    private func sha256(_ text: String) -> String { Hex.encode(SHA256.hash(Array(text.utf8))) }

    @Test("is text that anybody can write and hash")
    func text() throws {
        let seed = try #require(Seed([UInt8](repeating: 0xab, count: 32)))
        let hex = String(repeating: "ab", count: 32)
        #expect(seed.commitment(for: draw) == sha256("croupier/raffle/commitment/1\nr\n1\n\(hex)\n"))
        let page = sha256("croupier/raffle/page/1\n3 3\n5 3\n9\n")
        let frozen = try list([.init(3, holder: 3), .init(5, holder: 3), .init(9)]).frozen(for: draw, under: rules)
        let rules = "croupier-1\ndistinct\ndrand-quicknet\n7\n1\n2 p\n"
        #expect(frozen == sha256("croupier/raffle/frozen/1\nr\n1\n\(rules)3\n\(page)\n"))
        let none = try DrawRules(.rfc3797, distinctWinners: false, prizes: [], announced: nil)
        #expect(
            TicketList().frozen(for: draw, under: none)
                == sha256("croupier/raffle/frozen/1\nr\n1\nrfc3797\nrepeated\n-\n-\n0\n0\n"))
    }

    @Test("hashes page by page, whoever keeps the hashes meanwhile")
    func pages() throws {
        for count in [9999, 10_000, 10_001, 20_000, 20_003] {
            let tickets = (1...count).map { ListedTicket(UInt32($0 * 2)) }
            var (pages, last) = ([String](), UInt32(0))
            for start in stride(from: 0, to: count, by: TicketPage.capacity) {
                var page = TicketPage(after: last)
                for ticket in tickets[start..<min(count, start + TicketPage.capacity)] { try page.add(ticket) }
                (pages, last) = (pages + [page.hash], page.last)
            }
            let whole = try list(tickets)
            #expect(whole.count == count)
            #expect(
                whole.frozen(for: draw, under: rules)
                    == TicketList.frozen(for: draw, under: rules, count: count, pages: pages))
        }
    }

    @Test("changes with each ticket, holder, prize, rule and announcement, and with the draw")
    func changes() throws {
        func rules(
            _ method: DrawMethod = .mixed, distinct: Bool = true, prizes: [PrizeToDraw]? = nil, round: UInt64? = 7
        ) throws -> DrawRules {
            try DrawRules(
                method, distinctWinners: distinct, prizes: prizes ?? [.init(id: "p", winners: 2)],
                announced: round.map { .init(source: method == .mixed ? .drandQuicknet : .numbers, round: $0) })
        }
        let tickets = [ListedTicket(1), ListedTicket(2, holder: 2), ListedTicket(3)]
        let hashes = try [
            list(tickets).frozen(for: draw, under: rules()),
            list(tickets).frozen(for: DrawIdentity(raffle: "r", number: 2), under: rules()),
            list(tickets).frozen(for: DrawIdentity(raffle: "s", number: 1), under: rules()),
            list(Array(tickets.dropLast())).frozen(for: draw, under: rules()),
            list([.init(1), .init(2), .init(3)]).frozen(for: draw, under: rules()),
            list([.init(1), .init(2, holder: 1), .init(3)]).frozen(for: draw, under: rules()),
            list([.init(1), .init(2, holder: 2), .init(4)]).frozen(for: draw, under: rules()),
            list(tickets).frozen(for: draw, under: rules(.rfc3797)),
            list(tickets).frozen(for: draw, under: rules(distinct: false)),
            list(tickets).frozen(
                for: draw, under: rules(prizes: [.init(id: "p", winners: 1), .init(id: "q", winners: 1)])),
            list(tickets).frozen(
                for: draw, under: rules(prizes: [.init(id: "q", winners: 1), .init(id: "p", winners: 1)])),
            list(tickets).frozen(for: draw, under: rules(prizes: [.init(id: "p", winners: 3)])),
            list(tickets).frozen(for: draw, under: rules(round: 8)),
            list(tickets).frozen(for: draw, under: rules(round: nil)),
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("takes tickets by rising number only, rules that can be drawn, and names that stay one line")
    func refusals() throws {
        for tickets in [[0], [5, 5], [5, 4]] as [[UInt32]] {
            #expect(throws: TicketPage.Fault.outOfOrder) { try list(tickets.map { ListedTicket($0) }) }
        }
        var page = TicketPage()
        for number in 1...UInt32(TicketPage.capacity) { try page.add(ListedTicket(number)) }
        #expect(throws: TicketPage.Fault.full) { try page.add(ListedTicket(20_000)) }
        for raffle in ["", "a\nb", "a b", "é", String(repeating: "a", count: 101)] {
            #expect(throws: DrawIdentity.Fault.badRaffle) { try DrawIdentity(raffle: raffle, number: 1) }
            #expect(throws: DrawRules.Fault.badPrize) {
                try DrawRules(distinctWinners: false, prizes: [.init(id: raffle, winners: 1)], announced: nil)
            }
        }
        #expect(throws: DrawIdentity.Fault.badNumber) { try DrawIdentity(raffle: "a", number: 0) }
        #expect(throws: DrawRules.Fault.tooManyWinners) {
            let prizes = [PrizeToDraw(id: "p", winners: 1), .init(id: "q", winners: DrawRules.mostWinners)]
            return try DrawRules(distinctWinners: false, prizes: prizes, announced: nil)
        }
        #expect(throws: DrawRules.Fault.entropyOfAnotherMethod) {
            try DrawRules(distinctWinners: false, prizes: [], announced: .init(source: .numbers, round: nil))
        }
        for bytes in [31, 33] { #expect(Seed([UInt8](repeating: 1, count: bytes)) == nil) }
        #expect(Seed(hex: String(repeating: "AB", count: 32)) == nil && Seed(hex: "zz") == nil)
    }
}
