import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("Leaderboards") struct LeaderboardTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func choose(
        _ user: Statement, _ nickname: String?, visible: Bool = true
    ) throws -> ServiceUnderTest.Answer<LeaderboardChoice> {
        try hall.service.ask(
            ChooseLeaderboard.self, .init(isVisible: visible, nickname: nickname.map { Username(trusted: $0) }),
            by: user)
    }

    private func read(
        _ kind: LeaderboardKind = .netProfit, _ period: LeaderboardPeriod? = nil, day: Day? = nil, sport: String? = nil,
        currency: String? = nil, limit: Int? = nil, cursor: String? = nil, by user: Statement? = nil
    ) throws -> ReadLeaderboard.Reply {
        let limit = try limit.map { try WireCoding().decode(PageLimit.self, from: Array(String($0).utf8)) }
        let request = ReadLeaderboard.Request(
            kind: kind, period: period, day: day, sport: sport.map { OutsideKey(trusted: $0) },
            currency: currency.map { CurrencyCode(trusted: $0) }, limit: limit,
            cursor: cursor.map { Cursor(trusted: $0) })
        return try hall.service.ask(ReadLeaderboard.self, request, by: user ?? hall.alice).get()
    }

    private func lines(_ reply: ReadLeaderboard.Reply) -> [String] {
        reply.items.map { "\($0.rank) \($0.nickname) \($0.value.text)" }
    }

    /// Has so many people each win or lose their stake: those with even numbers win.
    private func play(_ people: [Statement], stake: String = "1.00") throws {
        let (event, plays) = try hall.opened()
        for (index, person) in people.enumerated() {
            try hall.bet(stake, on: plays[index % 2], of: event, by: person)
        }
        try hall.settle(event, [(plays[0], 1)])
        try catchUp()
    }

    private func catchUp() throws {
        hall.service.now = hall.service.now.adding(seconds: 2)
        try hall.service.step()
    }

    @Test("show nobody who did not ask for it, and oneself to oneself")
    func nobody() throws {
        try play([hall.alice, hall.bob])
        #expect(try lines(read()).isEmpty)
        #expect(
            try read().own
                == OwnPlace(
                    isVisible: false, nickname: nil, rank: 1, value: DecimalText("1.00"), bets: 1))
        #expect(
            try read(by: hall.organizer).own
                == OwnPlace(
                    isVisible: false, nickname: nil, rank: nil, value: nil, bets: 0))
        #expect(try hall.service.ask(ReadLeaderboardChoice.self, Nothing(), by: hall.alice).get().isVisible == false)
    }

    @Test("take up what was before and what comes, by all that they go by")
    func places() throws {
        try play([hall.alice, hall.bob])
        #expect(try choose(hall.alice, "Ace").status == 200 && choose(hall.bob, "Bea").status == 200)
        try catchUp()
        #expect(try lines(read()) == ["1 Ace 1.00", "2 Bea -1.00"])
        #expect(try lines(read(.winnings)) == ["1 Ace 2.00"] && lines(read(.contestsWon)).isEmpty)
        #expect(try lines(read(.returnPercent)).isEmpty && read(.returnPercent).minimumBets == 10)
        for _ in 0..<9 { try play([hall.bob, hall.alice], stake: "0.50") }
        #expect(try lines(read()) == ["1 Bea 3.50", "2 Ace -3.50"])
        #expect(try lines(read(.returnPercent)) == ["1 Bea 63.64", "2 Ace -63.64"])
        #expect(try lines(read(.winnings)) == ["1 Bea 9.00", "2 Ace 2.00"])
        #expect(try read(by: hall.bob).items.map(\.isOwn) == [true, false])
        #expect(try read(by: hall.bob).own.rank == 1 && read(by: hall.bob).own.nickname == "Bea")
        for (period, sport) in [(LeaderboardPeriod.week, "chess"), (.month, "chess"), (.all, nil)] {
            #expect(try lines(read(.netProfit, period, sport: sport)) == ["1 Bea 3.50", "2 Ace -3.50"])
        }
        #expect(try read(sport: "golf").items.isEmpty && read(currency: "USD").items.isEmpty)
        let past = try read(.netProfit, .week, day: Day(hall.service.now).adding(days: -60))
        #expect(past.items.isEmpty && past.own.rank == nil)
        let request = ReadLeaderboard.Request(kind: .winnings, currency: CurrencyCode(trusted: "XXX"))
        #expect(try hall.service.ask(ReadLeaderboard.self, request, by: hall.bob).code == "unknown_currency")
        #expect(try hall.violations() == [])
    }

    @Test("rank who are level alike, page by page, and oneself on every page")
    func pages() throws {
        let people = (0..<12).map { TestUsers.statement(300 + UInt64($0)) }
        for (index, person) in people.enumerated() { #expect(try choose(person, "person_\(index)").status == 200) }
        try play(people)
        try play(Array(people[0..<2]), stake: "0.50")
        let whole = try read(limit: 200).items
        #expect(whole.map(\.rank) == [1, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 12])
        for limit in [1, 2, 5, 7] {
            var (seen, cursor): ([LeaderboardPlace], String?) = ([], nil)
            repeat {
                let page = try read(limit: limit, cursor: cursor, by: people[1])
                #expect(page.own.rank == 12 && page.own.value?.text == "-1.50")
                seen += page.items
                cursor = page.next.cursor
            } while cursor != nil
            #expect(seen.map(\.nickname) == whole.map(\.nickname) && seen.map(\.rank) == whole.map(\.rank))
        }
        #expect(throws: (any Error).self) { try read(cursor: "yesterday") }
    }

    @Test("forget at once who does not want to be seen any more, and take them up again")
    func leaving() throws {
        for (user, nickname) in [(hall.alice, "Ace"), (hall.bob, "Bea")] { _ = try choose(user, nickname).get() }
        try play([hall.alice, hall.bob])
        #expect(try lines(read()).count == 2)
        #expect(try choose(hall.alice, "Ace", visible: false).get().isVisible == false)
        #expect(try lines(read()) == ["1 Bea -1.00"] && read().own.rank == 1 && read().own.nickname == "Ace")
        try play([hall.alice, hall.bob])
        #expect(try lines(read()) == ["1 Bea -2.00"])
        #expect(try choose(hall.alice, "Ace2").status == 200)
        try catchUp()
        #expect(try lines(read()) == ["1 Ace2 2.00", "2 Bea -2.00"])
        #expect(try hall.violations() == [])
        let told = try hall.service.events(LeaderboardChosen.type)
        #expect(told.count == 4)
        #expect(try !String(decoding: bytes(), as: UTF8.self).contains("Ace"))
    }

    private func bytes() throws -> [UInt8] {
        try hall.service.reader().rows("SELECT body FROM runtime_events") { try $0.value(0, as: [UInt8].self) }
            .flatMap { $0 }
    }

    @Test("have nicknames that are one's own, whatever their case, and nobody else's voice")
    func nicknames() throws {
        #expect(try choose(hall.alice, nil).code == "nickname_missing")
        #expect(try choose(hall.alice, "Adm1n").code == "nickname_reserved")
        #expect(Username("ada@example.com") == nil && Username("x") == nil)
        #expect(try choose(hall.alice, "Ace").status == 200)
        #expect(try choose(hall.bob, "aCE").code == "nickname_taken")
        #expect(try choose(hall.bob, "aCE").problem?.errors.first?.pointer == "/nickname")
        #expect(try choose(hall.alice, "ACE").get().nickname == "ACE")
        #expect(try choose(hall.alice, "ACE").status == 200)
        #expect(try hall.service.events(LeaderboardChosen.type).count == 2)
        #expect(try choose(hall.alice, nil, visible: false).get().nickname == nil)
        #expect(try choose(hall.bob, "aCE").status == 200)
    }

    @Test("lose who is forgotten, with the nickname and every byte of it")
    func forgetting() throws {
        try play([hall.alice, hall.bob])
        _ = try choose(hall.alice, "Unforgettable").get()
        _ = try choose(hall.bob, "Bea").get()
        try catchUp()
        #expect(try hall.service.isOnDisk("Unforgettable") && lines(read()).count == 2)
        var isDone = false
        while !isDone {
            let request = ForgetPerson.Request(user: hall.alice.user)
            isDone = try hall.service.call(ForgetPerson.self, request, from: .identity).get().isDone
            hall.service.now = hall.service.now.adding(milliseconds: 30)
            try hall.service.step()
        }
        #expect(try !hall.service.isOnDisk("Unforgettable"))
        #expect(try lines(read(by: hall.bob)) == ["1 Bea -1.00"])
        #expect(try choose(hall.alice, "Again").code == "forgotten")
        #expect(try hall.violations() == [])
    }

    @Test("are gone on with after a crash, some people at a time")
    func chunks() throws {
        let people = (0..<25).map { TestUsers.statement(400 + UInt64($0)) }
        for (index, person) in people.enumerated() { _ = try choose(person, "p_\(index)").get() }
        let (event, plays) = try hall.opened()
        for (index, person) in people.enumerated() { try hall.bet("1.00", on: plays[index % 2], of: event, by: person) }
        try hall.settle(event, [(plays[0], 1)])
        func due() throws -> Int64? {
            try hall.service.reader().first("SELECT COUNT(*) FROM leaderboard_due") { try $0.value(0) }
        }
        #expect(try due() == 25 && lines(read()).isEmpty && hall.violations() == [])
        try hall.service.restart()
        try catchUp()
        #expect(try due() == 0 && read(limit: 200).items.count == 25 && hall.violations() == [])
        let database = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try database.run("UPDATE leaderboard_row SET minus = minus - 1 WHERE member = 1")
        #expect(try hall.violations().count == 1)
    }
}
