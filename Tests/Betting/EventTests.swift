import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Events")
struct EventTests {
    @Test("go from scheduled through open to live, each step told")
    func lifecycle() throws {
        let hall = try BettingHall()
        let request = CreateEvent.Request(
            name: Title(trusted: "Final"), startsAt: hall.service.now.adding(milliseconds: 1),
            currency: CurrencyCode(trusted: "EUR"), takeoutPercent: DecimalText("2.50"))
        let created = try hall.service.ask(CreateEvent.self, request, by: hall.alice)
        #expect(created.status == 201)
        let event = try created.get()
        #expect(event.organizer == hall.alice.user && event.status == .scheduled && event.takeoutPercent.text == "2.5")
        #expect(try hall.service.ask(StartEvent.self, .init(event: event.id), by: hall.alice).code == "wrong_state")
        #expect(try hall.service.ask(OpenEvent.self, .init(event: event.id), by: hall.alice).get().status == .open)
        #expect(try hall.service.ask(OpenEvent.self, .init(event: event.id), by: hall.alice).code == "wrong_state")
        #expect(try hall.service.ask(StartEvent.self, .init(event: event.id), by: hall.admin).get().status == .live)
        let told = try hall.service.events().map(\.type).filter { $0.hasPrefix("betting.") }
        #expect(told == [EventCreated.type, EventOpened.type, EventStarted.type])
    }

    @Test("are refused in an unknown currency, with a start that has passed, with takeout of all")
    func badEvents() throws {
        let hall = try BettingHall()
        func code(currency: String = "EUR", later: Int64 = 1, takeout: String? = nil) throws -> String? {
            let request = CreateEvent.Request(
                name: Title(trusted: "Final"), startsAt: hall.service.now.adding(milliseconds: later),
                currency: CurrencyCode(trusted: currency), takeoutPercent: takeout.flatMap { DecimalText($0) })
            return try hall.service.ask(CreateEvent.self, request, by: hall.alice).problem?.errors.first?.code
        }
        #expect(try code(currency: "XXX") == "unknown_currency")
        #expect(try code(later: 0) == "start_not_in_future")
        #expect(try code(takeout: "100") == "out_of_range")
        #expect(try code() == nil)
    }

    @Test("are acted on by nobody but the organizer and admins")
    func strangers() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let (service, stranger) = (hall.service, hall.bob)
        let target = EventRequest(event: event.id)
        let statuses = try [
            service.ask(ChangeEvent.self, .init(event: event.id), by: stranger).status,
            service.ask(OpenEvent.self, target, by: stranger).status,
            service.ask(StartEvent.self, target, by: stranger).status,
            service.ask(FinishEvent.self, .init(event: event.id), by: stranger).status,
            service.ask(CancelEvent.self, target, by: stranger).status,
            service.ask(AddPlay.self, .init(event: event.id, name: Title(trusted: "C")), by: stranger).status,
            service.ask(ScorePlay.self, .init(event: event.id, play: plays[0], score: 1), by: stranger).status,
            service.ask(WithdrawPlay.self, .init(event: event.id, play: plays[0]), by: stranger).status,
        ]
        #expect(statuses == Array(repeating: 403, count: 8))
        #expect(try service.ask(CancelEvent.self, target).status == 401)
        #expect(try service.ask(OpenEvent.self, .init(event: ID(high: 1, low: 1)), by: hall.admin).status == 404)
        #expect(try hall.event(event.id).status == .open)
    }

    @Test("have each player once, a user or a name, added before the start")
    func plays() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        try hall.introduce(hall.alice, hall.bob)
        func add(_ user: ID<User>?, _ name: String?) throws -> ServiceUnderTest.Answer<Play> {
            try hall.service.ask(
                AddPlay.self, .init(event: event.id, user: user, name: name.map { Title(trusted: $0) }),
                by: hall.organizer)
        }
        #expect(try add(hall.bob.user, nil).status == 201)
        #expect(try add(hall.bob.user, nil).code == "duplicate_play")
        #expect(try add(nil, "a").code == "duplicate_play")
        #expect(try add(nil, nil).status == 422)
        #expect(try add(hall.alice.user, "C").status == 422)
        let listed = try hall.service.ask(ListPlays.self, .init(event: event.id)).get().items
        #expect(listed.map(\.id).prefix(2) == plays[...] && listed.map(\.user).last == hall.bob.user)
        hall.service.now = event.startsAt
        #expect(try add(nil, "D").code == "already_started")
    }

    @Test("take scores from the start to the finish, corrections too")
    func scores() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let (_, foreign) = try hall.opened()
        func score(_ play: ID<Play>) throws -> Int? {
            try hall.service.ask(ScorePlay.self, .init(event: event.id, play: play, score: 5), by: hall.organizer)
                .status
        }
        #expect(try score(plays[0]) == 409)
        try hall.start(event)
        #expect(try score(plays[0]) == 200)
        #expect(try score(plays[0]) == 200)
        #expect(try score(foreign[0]) == 404)
        #expect(try hall.service.events(PlayScored.type).count == 2)
        let back = ScorePlay.Request(event: event.id, play: plays[0], score: nil)
        #expect(try hall.service.ask(ScorePlay.self, back, by: hall.organizer).get().score == nil)
        #expect(try hall.service.ask(ScorePlay.self, back, by: hall.organizer).status == 200)
        #expect(try hall.service.events(PlayScoreTakenBack.type).count == 1)
        #expect(try hall.service.ask(FinishEvent.self, .init(event: event.id), by: hall.admin).code == "scores_missing")
        #expect(try score(plays[1]) == 200)
        try hall.finish(event)
        #expect(try score(plays[0]) == 409)
    }

    @Test("are found where they are said to be")
    func location() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        let play = try hall.service.ask(GetPlay.self, .init(event: event.id, play: plays[1])).get()
        #expect(play.id == plays[1] && play.name == "B")
        #expect(AddPlay.location(of: play) == "/v1/events/\(event.id)/plays/\(play.id)")
        let (other, _) = try hall.opened()
        #expect(try hall.service.ask(GetPlay.self, .init(event: other.id, play: plays[1])).status == 404)
    }
}

@Suite("A pool")
struct PoolTests {
    @Test("shows stakes, shares and projected dividends, and names gamblers to those alone who may know")
    func pool() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(["A", "B", "C"], takeout: "10")
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("2.00", on: plays[0], of: event, by: hall.bob)
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("6.00", on: plays[1], of: event, by: hall.alice)
        func pool(_ reader: Statement?) throws -> Pool {
            try hall.service.ask(GetPool.self, .init(event: event.id), by: reader).get()
        }
        let seen = try pool(nil)
        #expect(try seen.pool == (BettingHall.euros("10.00")))
        #expect(seen.betsOn.map(\.amount.amount.text) == ["4.00", "6.00", "0.00"])
        #expect(seen.betsOnBy.map(\.amount.amount.text) == ["2.00", "2.00", "6.00"])
        #expect(seen.shares.map(\.share.text) == ["0.500000", "0.500000", "1.000000"])
        #expect(seen.projected.map(\.dividend?.text) == ["2.2500", "1.5000", nil])
        #expect(seen.betsOnBy.allSatisfy { $0.gambler.hasPrefix("gambler-") })
        #expect(seen.betsOnBy[0].gambler == seen.betsOnBy[2].gambler)
        #expect(seen.betsOnBy[0].gambler != seen.betsOnBy[1].gambler)
        let own = try pool(hall.alice)
        #expect(own.betsOnBy.map(\.gambler) == [hall.alice.user.text, seen.betsOnBy[1].gambler, hall.alice.user.text])
        #expect(try pool(hall.organizer).betsOnBy[1].gambler == hall.bob.user.text)
        let (other, otherPlays) = try hall.opened()
        try hall.bet("1.00", on: otherPlays[0], of: other, by: hall.alice)
        let elsewhere = try hall.service.ask(GetPool.self, .init(event: other.id)).get()
        #expect(elsewhere.betsOnBy[0].gambler != seen.betsOnBy[0].gambler)
    }

    @Test("every operation and event has a schema and an example")
    func catalogue() throws {
        let catalogue = try BettingService.definition().catalogue(build: "test")
        #expect(catalogue.operations.count == 150)
        #expect(
            catalogue.operations.filter { $0.route == nil }.map(\.name) == [
                CheckSettled.name, TakeRiskProfile.name, TakeStakeLimits.name,
            ])
    }
}
