import Messages
import Raffle
import Runtime
import TestSupport
import Testing

@Suite("A raffle's draft")
struct RaffleDraftTests {
    let raffles: ServiceUnderTest
    let operator_ = TestUsers.statement(1, roles: [.player, .operator_])
    let player = TestUsers.statement(2)

    init() throws { raffles = try ServiceUnderTest(RaffleService.definition()) }

    func request(
        _ name: String = "Club night", key: String? = nil, currency: String = "EUR", seed: Money? = nil,
        start: Int64? = nil, end: Int64? = nil, draw: Int64? = nil
    ) throws -> CreateRaffle.Request {
        func time(_ seconds: Int64?) -> Timestamp? { seconds.map { raffles.now.adding(seconds: $0) } }
        return CreateRaffle.Request(
            name: try #require(Title(name)), eventIdentifier: key.flatMap { OutsideKey($0) },
            currency: try #require(CurrencyCode(currency)), maxTickets: TicketCount(500), salesStartTime: time(start),
            salesEndTime: time(end), drawTime: time(draw), jackpotSeed: seed)
    }

    func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        Money(
            amount: try #require(DecimalText(amount)), currency: try #require(CurrencyCode(currency)))
    }

    @Test("is created, told of and read back")
    func created() throws {
        let answer = try raffles.ask(
            CreateRaffle.self,
            request(key: "night-1", seed: money("250.00"), start: 60, end: 3600, draw: 3600), by: operator_)
        #expect(answer.status == 201)
        let made = try answer.get()
        #expect(made.state == .created && made.createdBy == operator_.user)
        let read = try raffles.ask(GetRaffle.self, .init(raffleID: made.id), by: operator_).get()
        #expect(read.jackpotSeed == (try money("250.00")))
        #expect(read.maxTickets?.count == 500 && read.eventIdentifier == "night-1")
        #expect(read.drawTime == raffles.now.adding(seconds: 3600))
        #expect(read.revenueCalculationMethod == .grossRevenue)
        let events = try raffles.events(RaffleCreated.type)
        #expect(events.map(\.subject) == ["raffle/\(made.id)"])
        #expect(events.first?.actor == "user:\(operator_.user)")
    }

    @Test("is not for players or strangers to make, nor to see")
    func access() throws {
        #expect(try raffles.ask(CreateRaffle.self, request(), by: player).code == "forbidden")
        #expect(try raffles.ask(CreateRaffle.self, request()).code == "unauthenticated")
        let made = try raffles.ask(CreateRaffle.self, request(), by: operator_).get()
        #expect(try raffles.ask(GetRaffle.self, .init(raffleID: made.id), by: player).code == "not_found")
        #expect(try raffles.ask(GetRaffle.self, .init(raffleID: made.id)).code == "not_found")
        #expect(try raffles.ask(ListRaffles.self, .init(), by: player).get().items.isEmpty)
        #expect(try raffles.ask(ListRaffles.self, .init(state: .created), by: player).get().items.isEmpty)
    }

    @Test(
        "is refused when its times are past or out of order",
        arguments: [
            (-1, nil, nil, "/sales_start_time"), (60, 60, nil, "/sales_end_time"), (nil, 0, nil, "/sales_end_time"),
            (60, 3600, 3599, "/draw_time"), (60, nil, 59, "/draw_time"), (nil, nil, 0, "/draw_time"),
        ] as [(Int64?, Int64?, Int64?, String)])
    func times(start: Int64?, end: Int64?, draw: Int64?, pointer: String) throws {
        let answer = try raffles.ask(
            CreateRaffle.self, request(start: start, end: end, draw: draw), by: operator_)
        #expect(answer.code == "times_out_of_order")
        #expect(answer.problem?.errors.map(\.pointer) == [pointer])
        #expect(try raffles.events(RaffleCreated.type).isEmpty)
    }

    @Test("is refused in a currency that does not exist, or with a seed that is not exact money of its own")
    func amounts() throws {
        #expect(try raffles.ask(CreateRaffle.self, request(currency: "XXX"), by: operator_).code == "unknown_currency")
        for (seed, code) in [
            (try money("1.001"), "too_many_decimals"), (try money("-1"), "not_positive"),
            (try money("1", "USD"), "wrong_currency"), (try money("0", "USD"), "wrong_currency"),
        ] {
            let answer = try raffles.ask(CreateRaffle.self, request(seed: seed), by: operator_)
            #expect(answer.problem?.errors.map(\.code) == [code])
        }
        let empty = try raffles.ask(CreateRaffle.self, request(seed: money("0.00")), by: operator_).get()
        #expect(empty.jackpotSeed.amount.text == "0.00")
    }

    @Test("keeps its outside identifier for itself")
    func identifier() throws {
        _ = try raffles.ask(CreateRaffle.self, request(key: "one"), by: operator_).get()
        let second = try raffles.ask(CreateRaffle.self, request(key: "one"), by: operator_)
        #expect(second.status == 409 && second.code == "event_identifier_taken")
    }

    @Test("is listed with others page by page, the latest first")
    func list() throws {
        for name in ["a", "b", "c"] {
            _ = try raffles.ask(CreateRaffle.self, request(name), by: operator_).get()
            raffles.now = raffles.now.adding(seconds: 1)
        }
        let two = try JSON.limit(2)
        let first = try raffles.ask(ListRaffles.self, .init(limit: two), by: operator_).get()
        #expect(first.items.map(\.name) == ["c", "b"])
        let next = try #require(first.next)
        let second = try raffles.ask(
            ListRaffles.self, .init(state: .created, limit: two, cursor: Cursor(next)), by: operator_
        ).get()
        #expect(second.items.map(\.name) == ["a"] && second.next == nil)
        #expect(
            try raffles.ask(ListRaffles.self, .init(cursor: Cursor("zebra")), by: operator_).code == "invalid_request")
    }
}

private enum JSON {
    static func limit(_ count: Int) throws -> PageLimit {
        try WireCoding().decode(PageLimit.self, from: Array("\(count)".utf8))
    }
}
