import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Matches")
struct MatchTests {
    @Test("go from scheduled through live to finished, each step told and none twice")
    func lifecycle() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        #expect(match.status == .scheduled && match.organizer == hall.organizer.user && match.sport == "cricket")
        #expect(try hall.act(FinishMatch.self, on: match).code == "wrong_state")
        #expect(try hall.act(StartMatch.self, on: match).get().status == .live)
        #expect(try hall.act(StartMatch.self, on: match).code == "wrong_state")
        let finished = try hall.act(FinishMatch.self, on: match, by: hall.admin).get()
        #expect(finished.status == .finished && finished.endedAt == hall.service.now)
        #expect(try hall.act(CancelMatch.self, on: match).code == "wrong_state")
        let told = try hall.service.events().map(\.type).filter { $0.hasPrefix("betting.") }
        #expect(told == [MatchCreated.type, MatchStarted.type, MatchFinished.type])
    }

    @Test("begin by the clock, to the millisecond, also at another time than first said")
    func clock() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        let later = match.startTime.adding(seconds: 60)
        _ = try hall.service.ask(ChangeMatch.self, .init(match: match.id, startTime: later), by: hall.organizer).get()
        func status(at time: Timestamp) throws -> MatchStatus {
            hall.service.now = time
            try hall.service.step()
            return try hall.service.ask(GetMatch.self, .init(match: match.id)).get().status
        }
        #expect(try status(at: match.startTime) == .scheduled)
        #expect(try status(at: later.adding(milliseconds: -1)) == .scheduled)
        #expect(try status(at: later) == .live)
        #expect(try hall.service.events(MatchStarted.type).count == 1)
    }

    @Test("are acted on by nobody but the organizer and admins")
    func strangers() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        #expect(try hall.act(StartMatch.self, on: match, by: hall.alice).status == 403)
        #expect(try hall.act(FinishMatch.self, on: match, by: hall.alice).status == 403)
        #expect(try hall.act(CancelMatch.self, on: match, by: hall.alice).status == 403)
        #expect(try hall.service.ask(ChangeMatch.self, .init(match: match.id), by: hall.alice).status == 403)
        #expect(try hall.service.ask(CancelMatch.self, .init(match: match.id)).status == 401)
        #expect(try hall.service.ask(StartMatch.self, .init(match: ID(high: 1, low: 1)), by: hall.admin).status == 404)
    }

    @Test("are changed until they begin, but not their sport once contests were made under it")
    func change() throws {
        let hall = try ContestHall()
        let match = try hall.match()
        func change(_ request: ChangeMatch.Request) throws -> ServiceUnderTest.Answer<Match> {
            try hall.service.ask(ChangeMatch.self, request, by: hall.organizer)
        }
        let changed = try change(
            .init(
                match: match.id, title: Title(trusted: "Replay"), externalID: .set(OutsideKey(trusted: "x-1")),
                sport: .clear)
        ).get()
        #expect(changed.title == "Replay" && changed.externalID == "x-1" && changed.sport == nil)
        #expect(try change(.init(match: match.id, startTime: hall.service.now)).code == "start_not_in_future")
        _ = try hall.ask(on: match).get()
        #expect(try change(.init(match: match.id, sport: .set(OutsideKey(trusted: "golf")))).code == "has_contests")
        #expect(try change(.init(match: match.id, title: Title(trusted: "Again"))).status == 200)
        _ = try hall.act(StartMatch.self, on: match).get()
        #expect(try change(.init(match: match.id)).code == "wrong_state")
        #expect(try hall.service.events(MatchChanged.type).count == 2)
        let past = CreateMatch.Request(title: Title(trusted: "Past"), startTime: hall.service.now)
        #expect(try hall.service.ask(CreateMatch.self, past, by: hall.alice).code == "start_not_in_future")
    }

    @Test("are listed newest first, by filter and page by page")
    func lists() throws {
        let hall = try ContestHall()
        var ids: [ID<Match>] = []
        for sport in ["cricket", "golf", "cricket"] {
            ids.append(try hall.match(sport: sport).id)
            hall.service.now = hall.service.now.adding(milliseconds: 1)
        }
        _ = try hall.service.ask(
            ChangeMatch.self, .init(match: ids[0], externalID: .set(OutsideKey(trusted: "x"))), by: hall.organizer)
        _ = try hall.service.ask(CancelMatch.self, .init(match: ids[1]), by: hall.organizer).get()
        func list(_ request: ListMatches.Request) throws -> [ID<Match>] {
            try hall.service.ask(ListMatches.self, request).get().items.map(\.id)
        }
        let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
        let first = try hall.service.ask(ListMatches.self, .init(limit: limit)).get()
        #expect(first.items.map(\.id) == [ids[2], ids[1]])
        #expect(try list(.init(limit: limit, cursor: first.next.map { Cursor(trusted: $0) })) == [ids[0]])
        #expect(try list(.init(sport: OutsideKey(trusted: "cricket"))) == [ids[2], ids[0]])
        #expect(try list(.init(status: .cancelled)) == [ids[1]])
        #expect(try list(.init(externalID: OutsideKey(trusted: "x"))) == [ids[0]])
        #expect(try list(.init(organizer: hall.organizer.user)).count == 3)
        #expect(try list(.init(organizer: hall.bob.user)).isEmpty)
        #expect(try list(.init(from: hall.service.now.adding(seconds: 3600))).isEmpty)
    }

    @Test("that begin close their contests, and that are cancelled cancel them, however many they are")
    func contests() throws {
        for cancels in [false, true] {
            let hall = try ContestHall()
            let match = try hall.match()
            let open = try (0..<45).map { _ in try hall.opened(on: match) }
            let entry = try hall.enter(open[30], as: hall.alice)
            let other = try hall.opened()
            if cancels {
                #expect(try hall.act(CancelMatch.self, on: match).get().status == .cancelled)
            } else {
                _ = try hall.act(StartMatch.self, on: match).get()
            }
            try hall.pay()
            let expected: ContestStatus = cancels ? .cancelled : .closed
            for contest in open { #expect(try hall.contest(contest.id).status == expected) }
            #expect(try hall.contest(other.id).status == .open)
            #expect(try hall.entry(entry.id).status == (cancels ? .refunded : .entered))
            #expect(hall.paid.map(\.kind) == (cancels ? [.contestRefund] : []))
            if cancels { #expect(try hall.contest(open[0].id).cancelReason == .matchCancelled) }
            #expect(try hall.violations().isEmpty)
        }
    }
}
