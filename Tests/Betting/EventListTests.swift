import Betting
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Lists of events")
struct EventListTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    @discardableResult
    private func make(
        _ name: String, sport: String? = nil, details: String? = nil, external: String? = nil, minutes: Int64 = 60
    ) throws -> ID<BettingEvent> {
        hall.service.now = hall.service.now.adding(milliseconds: 1)
        let request = CreateEvent.Request(
            name: Title(trusted: name), startsAt: hall.service.now.adding(seconds: minutes * 60),
            currency: CurrencyCode(trusted: "EUR"), sport: sport.map(OutsideKey.init(trusted:)),
            externalID: external.map(OutsideKey.init(trusted:)), details: details.map(Note.init(trusted:)))
        return try hall.service.ask(CreateEvent.self, request, by: hall.organizer).get().id
    }

    private func list(_ request: ListEvents.Request) throws -> [ID<BettingEvent>] {
        try hall.service.ask(ListEvents.self, request).get().items.map(\.id)
    }

    private func search(_ text: String, status: EventStatus? = nil) throws -> [ID<BettingEvent>] {
        try list(.init(q: Text<EventSearchRule>(text), status: status))
    }

    @Test("find by words and by their beginnings in name, sport and details, all of which must be there")
    func words() throws {
        let final = try make("The Grand Final", sport: "Football", details: "At Wembley; kick-off 15:00")
        let semi = try make("Semi-final", sport: "football")
        let open = try make("US Open", sport: "tennis", details: "Finale of the season")
        #expect(try search("final") == [open, semi, final])
        #expect(try search("FINAL foot") == [semi, final])
        #expect(try search("f") == [open, semi, final])
        #expect(try search("wembley") == [final])
        #expect(try search("wembl kick") == [final])
        #expect(try search("embley").isEmpty)
        #expect(try search("footballs").isEmpty)
        #expect(try search("15 grand") == [final])
        #expect(try search("us") == [open])
        #expect(try search("final", status: .open).isEmpty)
    }

    @Test("know no difference between ways to write a sport, which is shown as it was written")
    func sports() throws {
        let first = try make("A", sport: "Football", minutes: 5)
        let second = try make("B", sport: "football", minutes: 9)
        _ = try make("C", sport: "tennis")
        for sport in ["football", "FOOTBALL"].map(OutsideKey.init(trusted:)) {
            #expect(try list(.init(sport: sport)) == [second, first])
            #expect(try list(.init(sport: sport, order: .soonest)) == [first, second])
            #expect(try list(.init(sport: sport, organizer: hall.organizer.user)) == [second, first])
        }
        #expect(try hall.event(first).sport == "Football")
    }

    @Test("find what an event says now, and not what it said before")
    func changes() throws {
        let id = try make("Derby", sport: "horses", details: "Wet turf")
        let change = ChangeEvent.Request(event: id, name: Title(trusted: "Oaks"), details: .clear)
        _ = try hall.service.ask(ChangeEvent.self, change, by: hall.organizer).get()
        #expect(try search("oak") == [id])
        #expect(try search("derby").isEmpty && search("turf").isEmpty)
        #expect(try search("horse oaks") == [id])
    }

    @Test("find events that are older than the index, once it has got to them")
    func earlierRelease() throws {
        let ids = try (0..<120).map { try make("Race \($0)") }
        let writer = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try writer.run("DELETE FROM event_word")
        try writer.run("UPDATE event SET is_indexed = 0")
        #expect(try search("race").isEmpty)
        let change = ChangeEvent.Request(event: ids[0], name: Title(trusted: "Race zero"))
        _ = try hall.service.ask(ChangeEvent.self, change, by: hall.organizer).get()
        try hall.service.restart()
        try hall.service.step()
        #expect(try search("race 7").count == 11)
        #expect(try search("race zero") == [ids[0]])
    }

    @Test("give the newest first and page by page, whatever is added meanwhile")
    func newest() throws {
        let ids = try (0..<5).map { try make("Race \($0)") }
        let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
        var (found, cursor): ([ID<BettingEvent>], String?) = ([], nil)
        repeat {
            let page = try hall.service.ask(
                ListEvents.self,
                .init(q: Text<EventSearchRule>("race"), limit: limit, cursor: cursor.map { Cursor(trusted: $0) })
            ).get()
            found += page.items.map(\.id)
            cursor = page.next
            try make("Race of later")
        } while cursor != nil
        #expect(found == ids.reversed())
    }

    @Test("give the soonest first within a time, alone and with each filter, page by page")
    func soonest() throws {
        let late = try make("Late", sport: "chess", minutes: 300)
        let early = try make("Early", sport: "chess", minutes: 60)
        let middle = try make("Middle", sport: "go", minutes: 120)
        let twin = try make("Twin", sport: "chess", minutes: 120)
        let start = try hall.event(middle).startsAt
        let move = ChangeEvent.Request(event: twin, startsAt: start)
        _ = try hall.service.ask(ChangeEvent.self, move, by: hall.organizer).get()
        #expect(try list(.init(order: .soonest)) == [early, middle, twin, late])
        #expect(try list(.init(from: start, order: .soonest)) == [middle, twin, late])
        #expect(try list(.init(from: start, to: start.adding(milliseconds: 1), order: .soonest)) == [middle, twin])
        #expect(try list(.init(to: start, order: .soonest)) == [early])
        let chess = OutsideKey(trusted: "chess")
        #expect(try list(.init(sport: chess, order: .soonest)) == [early, twin, late])
        #expect(try list(.init(status: .scheduled, from: start, order: .soonest)) == [middle, twin, late])
        #expect(try list(.init(sport: chess, organizer: hall.organizer.user, order: .soonest)) == [early, twin, late])
        let limit = try WireCoding().decode(PageLimit.self, from: Array("1".utf8))
        var (found, cursor): ([ID<BettingEvent>], String?) = ([], nil)
        repeat {
            let page = try hall.service.ask(
                ListEvents.self, .init(order: .soonest, limit: limit, cursor: cursor.map { Cursor(trusted: $0) })
            ).get()
            found += page.items.map(\.id)
            cursor = page.next
        } while cursor != nil
        #expect(found == [early, middle, twin, late])
    }

    @Test("find by the key of an outside system, and refuse what does not go together")
    func filters() throws {
        let one = try make("One", external: "feed-1")
        try make("Two", external: "feed-2")
        let key = OutsideKey(trusted: "feed-1")
        #expect(try list(.init(externalID: key)) == [one])
        #expect(try list(.init(status: .open, externalID: key)).isEmpty)
        func pointer(_ request: ListEvents.Request) throws -> String? {
            try hall.service.ask(ListEvents.self, request).problem?.errors.first?.pointer
        }
        #expect(try pointer(.init(externalID: key, order: .soonest)) == "/order")
        #expect(try pointer(.init(order: .soonest, cursor: Cursor(trusted: one.text))) == "/cursor")
        #expect(try pointer(.init(cursor: Cursor(trusted: "1.\(one)"))) == "/cursor")
        #expect(try pointer(.init(q: Text<EventSearchRule>("a b c d e f g h i"))) == "/q")
        #expect(Text<EventSearchRule>("- !") == nil)
    }

    @Test("look at so many and no more: the page is short, and goes on behind what was looked at")
    func bounded() throws {
        let first = try make("Needle")
        let writer = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try writer.begin()
        try writer.run(
            """
            WITH RECURSIVE some (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM some WHERE n < 1500)
            INSERT INTO event (id, name, organizer, starts_at, currency, takeout_points, status, created_at)
            SELECT CAST(printf('~%015d', n) AS BLOB), 'Hay', organizer, starts_at, currency, 0, 'open', 0
            FROM event, some
            """)
        try writer.commit()
        let scheduled = ListEvents.Request(from: hall.service.now, to: try hall.event(first).startsAt)
        let page = try hall.service.ask(ListEvents.self, scheduled).get()
        #expect(page.items.isEmpty && page.next != nil)
        #expect(try list(.init(status: .scheduled)) == [first])
    }
}
