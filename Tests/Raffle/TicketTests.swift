import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Raffle

@Suite("Tickets")
struct TicketTests {
    let house: RaffleHouse
    let world: RaffleHouse.World

    init() throws {
        house = try RaffleHouse()
        world = try house.world()
    }

    private func counts(_ raffle: RaffleView) throws -> TicketCounts {
        try house.act(ReadTicketCounts.self, raffle).get()
    }

    @Test("are made in turns, the first of them at once")
    func made() throws {
        let raffle = try house.draft(in: world, tickets: 25_000)
        let first = try house.act(ConfigureRaffle.self, raffle).get()
        #expect(first.state == .created && first.configuredTickets == TicketMaking.chunk, "one turn at once")
        let done = try house.get(raffle)
        #expect(done.state == .configured && done.configuredTickets == 25_000)
        #expect(try counts(raffle).available == 25_000)
        #expect(try house.act(ConfigureRaffle.self, raffle).code == "wrong_state")
        #expect(try house.service.events(TicketsConfigured.type).count == 1)
        let last = try house.act(ListTickets.self, raffle, #","cursor":"24998""#).get()
        #expect(last.items.map(\.drawNumber) == [24_999, 25_000] && last.next == nil)
        #expect(try house.violations() == [])
    }

    @Test("need to be known in number, place and owner first")
    func refused() throws {
        let bare = try house.ask(CreateRaffle.self, #"{"name":"x","currency":"EUR"}"#).get()
        #expect(try house.act(ConfigureRaffle.self, bare).code == "not_configured")
        let large = try house.draft(in: world, tickets: 1_000_001)
        #expect(try house.act(ConfigureRaffle.self, large).code == "too_many")
        let raffle = try house.configured(in: world)
        #expect(try house.act(ChangeRaffle.self, raffle, #","max_tickets":101"#).code == "fixed")
    }

    @Test("have an id each, by which one is found and voided for good")
    func voided() throws {
        let raffle = try house.configured(in: world)
        let all = try house.act(ListTickets.self, raffle, #","limit":200"#).get().items
        #expect(all.count == 100 && Set(all.map(\.id)).count == 100)
        let one = try #require(all.dropFirst(41).first)
        #expect(try house.ask(GetTicket.self, #"{"ticket_id":"\#(one.id)"}"#).get() == one)
        #expect(try house.act(ListTickets.self, raffle, #","draw_number":42"#).get().items == [one])
        let void = #"{"ticket_id":"\#(one.id)","reason":"torn"}"#
        #expect(
            try house.ask(VoidTicket.self, void, by: house.staff(9, .seller, of: world.club.id)).code == "forbidden")
        let gone = try house.ask(VoidTicket.self, void).get()
        #expect(gone.state == .voided && gone.voidedReason == "torn" && gone.voidedBy == house.admin.user)
        #expect(try house.ask(VoidTicket.self, void).code == "wrong_state")
        #expect(
            try counts(raffle)
                == TicketCounts(
                    total: 100, available: 99, pending: 0, allocated: 0, sold: 0, voided: 1, winner: 0, claimed: 0))
        #expect(try house.act(ListTickets.self, raffle, #","state":"voided""#).get().items == [gone])
        #expect(try house.act(ListTickets.self, raffle, #","state":"available","limit":200"#).get().items.count == 99)
        #expect(try house.ask(GetTicket.self, #"{"ticket_id":"\#(raffle.id)"}"#).code == "not_found")
        #expect(try house.violations() == [])
    }

    @Test("are set apart in ranges that never overlap, and can be given out again")
    func ranges() throws {
        let raffle = try house.configured(in: world)
        func set(_ kind: String, _ start: Int, _ end: Int) throws -> ServiceUnderTest.Answer<AllocationView> {
            try house.act(
                AllocateTickets.self, raffle, #","kind":"\#(kind)","start_number":\#(start),"end_number":\#(end)"#)
        }
        let book = try #require(try TicketBook.find(raffle.id, in: try house.service.reader()))
        func next(_ count: Int) throws -> [Int64] {
            try Allocations.next(count, of: book, in: try house.service.reader())
        }
        let reserve = try set("reserve", 1, 10)
        #expect(reserve.status == 201)
        #expect(try next(3) == [11, 12, 13], "what is reserved is not sold")
        for (start, end, code) in [
            (10, 20, "ranges_overlap"), (1, 1, "ranges_overlap"), (20, 19, "out_of_range"), (95, 101, "out_of_range"),
        ] { #expect(try set("online", start, end).code == code) }
        #expect(try set("unit", 20, 30).code == "unknown_unit")
        _ = try set("online", 50, 52).get()
        _ = try set("online", 60, 60).get()
        #expect(try next(9) == [50, 51, 52, 60], "while there are ranges for it, only these are sold on-line")
        let id = try reserve.get().id
        let given = try house.ask(DeallocateTickets.self, #"{"allocation_id":"\#(id)"}"#).get()
        #expect(!given.isActive && given.deallocatedBy == house.admin.user)
        #expect(try house.ask(DeallocateTickets.self, #"{"allocation_id":"\#(id)"}"#).code == "wrong_state")
        #expect(try set("reserve", 5, 20).status == 201)
        #expect(try house.act(ListAllocations.self, raffle, #","is_active":true"#).get().items.count == 3)
        #expect(try house.violations() == [])
    }

    @Test("have numbers each of which is there once, in an order that the next cannot be told from")
    func permuted() throws {
        let raffle = try house.draft(in: world, tickets: 200, #","number_order":"permuted""#)
        _ = try house.act(ConfigureRaffle.self, raffle).get()
        let numbers = try house.act(ListTickets.self, raffle, #","limit":200"#).get().items.map(\.drawNumber)
        #expect(numbers.sorted() == Array(1...200) && numbers != Array(1...200))
        let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
        #expect(Set(steps).count > 100)
        let other = try house.draft(in: world, tickets: 200, #","number_order":"permuted""#)
        _ = try house.act(ConfigureRaffle.self, other).get()
        #expect(try house.act(ListTickets.self, other, #","limit":200"#).get().items.map(\.drawNumber) != numbers)
        #expect(try house.violations() == [])
    }
}
