import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Lists of bets and winnings")
struct BetListTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    @Test("filter by status, event, player, sport and time, and page on")
    func filters() throws {
        let (first, plays) = try hall.opened()
        let old = try hall.bet("1.00", on: plays[0], of: first, by: hall.alice)
        hall.service.now = hall.service.now.adding(seconds: 10)
        let (second, others) = try hall.opened()
        let new = try hall.bet("2.00", on: others[1], of: second, by: hall.alice)
        let back = try hall.bet("3.00", on: others[0], of: second, by: hall.alice)
        try hall.bet("4.00", on: others[0], of: second, by: hall.bob)
        #expect(try hall.takeBack(back, by: hall.alice).status == 200)
        func list(_ request: ListBets.Request) throws -> Set<ID<Bet>> {
            Set(try hall.service.ask(ListBets.self, request, by: hall.alice).get().items.map(\.id))
        }
        #expect(try list(.init()) == [old.id, new.id, back.id])
        #expect(try list(.init(status: .cancelled)) == [back.id])
        #expect(try list(.init(status: .accepted, event: second.id)) == [new.id])
        #expect(try list(.init(event: first.id)) == [old.id])
        #expect(try list(.init(play: others[1])) == [new.id])
        #expect(try list(.init(sport: OutsideKey(trusted: "chess"))).count == 3)
        #expect(try list(.init(sport: OutsideKey(trusted: "golf"))).isEmpty)
        #expect(try list(.init(from: hall.service.now)) == [new.id, back.id])
        #expect(try list(.init(to: hall.service.now)) == [old.id])
        let one = try WireCoding().decode(PageLimit.self, from: Array("1".utf8))
        var (seen, cursor): ([ID<Bet>], Cursor?) = ([], nil)
        repeat {
            let page = try hall.service.ask(ListBets.self, .init(limit: one, cursor: cursor), by: hall.alice).get()
            seen += page.items.map(\.id)
            cursor = page.next.map { Cursor(trusted: $0) }
        } while cursor != nil
        #expect(seen.count == 3 && seen.last == old.id)
        func of(_ reader: Statement, _ request: ListEventBets.Request) throws -> Int {
            try hall.service.ask(ListEventBets.self, request, by: reader).get().items.count
        }
        #expect(try of(hall.organizer, .init(event: second.id)) == 3)
        #expect(try of(hall.organizer, .init(event: second.id, play: others[0])) == 2)
        #expect(try of(hall.organizer, .init(event: second.id, status: .accepted, play: others[0])) == 1)
        #expect(try of(hall.bob, .init(event: second.id)) == 1)
        #expect(try of(hall.bob, .init(event: second.id, status: .cancelled)) == 0)
    }

    @Test("show what is due while an event is being settled, and what is paid")
    func winnings() throws {
        let (event, plays) = try hall.opened()
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("3.00", on: plays[1], of: event, by: hall.bob)
        func read(_ user: Statement) throws -> [String] {
            let items = try hall.service.ask(ListWinnings.self, .init(event: event.id), by: user).get().items
            let mine = try #require(items.first { $0.gambler == user.user.text })
            return [mine.winnings, mine.due, mine.paid].map(\.amount.text) + [mine.state.rawValue]
        }
        #expect(try read(hall.alice) == ["0.00", "0.00", "0.00", "open"])
        try hall.start(event)
        try hall.score(1, plays[0], of: event)
        try hall.finish(event)
        #expect(try read(hall.alice) == ["0.00", "4.00", "0.00", "due"])
        #expect(try read(hall.bob) == ["0.00", "0.00", "0.00", "paid"])
        let settling = try #require(try hall.event(event.id).settlement)
        #expect(settling.bets == 2 && settling.decided == 2 && settling.paid == 1)
        try hall.quiet()
        #expect(try read(hall.alice) == ["4.00", "0.00", "4.00", "paid"])
        #expect(try hall.event(event.id).settlement?.paid == 2)
    }

    @Test("of news hold one of each gambler who got something, with the sum")
    func news() throws {
        let (event, plays) = try hall.opened()
        for _ in 0..<2 { try hall.bet("1.00", on: plays[0], of: event, by: hall.alice) }
        try hall.bet("3.00", on: plays[1], of: event, by: hall.bob)
        try hall.settle(event, [(plays[0], 1)])
        #expect(hall.told.map(\.user) == [hall.alice.user] && hall.told[0].news == .betWon)
        #expect(try hall.told[0].money == BettingHall.euros("5.00") && hall.told[0].about == event.name)
        #expect(hall.told[0].reference == "event/\(event.id)/settled/\(hall.alice.user)")
        let (off, others) = try hall.opened()
        for gambler in [hall.alice, hall.bob] { try hall.bet("1.00", on: others[0], of: off, by: gambler) }
        _ = try hall.cancel(off)
        #expect(hall.told.dropFirst().map(\.news) == [.betRefunded, .betRefunded])
    }
}
