import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Following an event")
struct EventStreamTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func follow(
        _ event: BettingEvent, after: Cursor? = nil, wait: Int64? = nil
    ) throws -> ServiceUnderTest.Answer<LivePage> {
        try hall.service.ask(FollowEvent.self, .init(event: event.id, after: after, waitMilliseconds: wait))
    }

    private func standing(_ page: LivePage) throws -> EventStanding {
        try WireCoding().decode(EventStanding.self, from: try #require(page.items.first?.bytes))
    }

    @Test("gives it as it stands to anybody, and nothing to one who has that")
    func standing() throws {
        let (event, plays) = try hall.opened(["A", "B"], takeout: "10")
        try hall.bet("4.00", on: plays[0], of: event, by: hall.alice)
        let page = try follow(event).get()
        #expect(page.items.map(\.type) == ["betting.event-standing"] && page.items.map(\.id) == [page.next.text])
        let standing = try standing(page)
        #expect(standing.status == .open && standing.pool.amount.text == "4.00")
        #expect(standing.plays.map(\.dividend?.text) == ["0.9000", nil])
        #expect(try follow(event, after: page.next).get() == LivePage(items: [], next: page.next))
        try hall.service.restart()
        #expect(try follow(event, after: page.next).get().items.isEmpty)
        #expect(try follow(event, after: Cursor(trusted: "elsewhere")).get() == page)
        let nowhere = FollowEvent.Request(event: ID(high: 1, low: 1))
        #expect(try hall.service.ask(FollowEvent.self, nowhere).status == 404)
    }

    @Test("wakes whoever waits at a bet on it and at no other, and gives one standing for all that came meanwhile")
    func coalescing() throws {
        let (event, plays) = try hall.opened()
        let (other, others) = try hall.opened()
        let start = try follow(event).get().next
        let reference = try #require(try follow(event, after: start, wait: 5000).reference)
        try hall.bet("1.00", on: others[0], of: other, by: hall.alice)
        #expect(try hall.service.answer(FollowEvent.self, reference).reference != nil)
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        let woken = try hall.service.answer(FollowEvent.self, reference).get()
        #expect(try standing(woken).pool.amount.text == "1.00")
        for _ in 0..<3 { try hall.bet("1.00", on: plays[0], of: event, by: hall.alice) }
        let page = try follow(event, after: woken.next).get()
        #expect(try page.items.count == 1 && standing(page).pool.amount.text == "4.00")
        #expect(try follow(event, after: page.next).get().items.isEmpty)
    }

    @Test("tells of each change: opened, moved, joined, started, scored, withdrawn, settling, finished")
    func changes() throws {
        let event = try hall.scheduled()
        var place = try follow(event).get().next
        func after(_ change: () throws -> Void) throws -> EventStanding {
            let reference = try #require(try follow(event, after: place, wait: 5000).reference)
            try change()
            hall.service.now = hall.service.now.adding(milliseconds: 50)
            try hall.service.step()
            #expect(try hall.service.answer(FollowEvent.self, reference).get().items.count == 1)
            let page = try follow(event).get()
            place = page.next
            return try standing(page)
        }
        var plays: [ID<Play>] = []
        let joined = try after {
            plays = try ["A", "B"].map { try hall.play($0, in: event) }
        }
        #expect(joined.plays.map(\.play) == plays)
        let opened = try after {
            _ = try hall.service.ask(OpenEvent.self, .init(event: event.id), by: hall.organizer).get()
        }
        #expect(opened.status == .open)
        let start = hall.service.now.adding(seconds: 60)
        let moved = try after {
            _ = try hall.service.ask(
                ChangeEvent.self, .init(event: event.id, startsAt: start), by: hall.organizer
            ).get()
        }
        #expect(moved.startsAt == start)
        let started = try after {
            hall.service.now = start
            try hall.service.step()
        }
        #expect(started.status == .live)
        #expect(try after { try hall.score(4, plays[0], of: event) }.plays.map(\.score) == [4, nil])
        let withdrawn = try after { try hall.withdraw(plays[1], of: event) }
        #expect(withdrawn.plays.map(\.state) == [.playing, .withdrawn])
        let finished = try after { try hall.finish(event) }
        #expect(finished.status == .finished && finished.winners == [plays[0]])
    }
}

@Suite("What betting hears of")
struct HearsayTests {
    @Test("a currency that the wallet has been given is good for events within the page that tells of it")
    func currencies() throws {
        let hall = try BettingHall()
        let request = CreateEvent.Request(
            name: Title(trusted: "Final"), startsAt: hall.service.now.adding(seconds: 60),
            currency: CurrencyCode(trusted: "CHF"))
        #expect(try hall.service.ask(CreateEvent.self, request, by: hall.alice).code == "unknown_currency")
        try hall.tell([CurrencyCreated(code: CurrencyCode(trusted: "CHF"), scale: 2)], from: .wallet)
        // Told again it is what it is, and what exists from the start is not changed by it.
        try hall.tell([CurrencyCreated(code: CurrencyCode(trusted: "EUR"), scale: 4)], from: .wallet)
        #expect(try hall.service.ask(CreateEvent.self, request, by: hall.alice).get().pool.amount.text == "0.00")
    }
}
