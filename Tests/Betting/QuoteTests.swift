import Betting
import Messages
import Runtime
import TestSupport
import Testing

/// The betting service with people who look at outside books.
final class QuoteHall {
    let hall: BettingHall
    var service: ServiceUnderTest { hall.service }

    init() throws { hall = try BettingHall() }

    func input(
        _ odds: String, side: String = "over", line: String? = "44.5", book: String = "north",
        format: OddsNotation = .american, event: String = "chiefs-chargers", outcomes: Int64? = nil,
        seen: Timestamp? = nil, player: String? = nil
    ) -> QuoteInput {
        QuoteInput(
            sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: event),
            marketType: OutsideKey(trusted: "total"), player: player.map { OutsideKey(trusted: $0) },
            side: SideText(trusted: side), line: line.map { LineText(trusted: $0) },
            outcomes: outcomes.map { OutcomeCount(trusted: $0) }, book: OutsideKey(trusted: book), format: format,
            odds: OddsInput(trusted: odds), observedAt: seen)
    }

    @discardableResult
    func quote(_ input: QuoteInput) throws -> Quote {
        try service.ask(RecordQuote.self, input, by: hall.alice).get()
    }

    func best(_ event: String = "chiefs-chargers") throws -> [MarketOffers] {
        try service.ask(
            FindBestQuotes.self, .init(sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: event)),
            by: hall.bob
        ).get().items
    }

    func arbitrages(_ request: ListArbitrages.Request = .init()) throws -> [ArbitrageFinding] {
        try service.ask(ListArbitrages.self, request, by: hall.bob).get().items
    }

    func steam(_ request: ListSteamMoves.Request = .init()) throws -> [SteamMove] {
        try service.ask(ListSteamMoves.self, request, by: hall.bob).get().items
    }

    func pass(minutes: Int64) throws {
        service.now = service.now.adding(seconds: minutes * 60)
        try service.step()
    }
}

@Suite("Quotes") struct QuoteTests {
    private let books: QuoteHall

    init() throws { books = try QuoteHall() }

    @Test("are kept as they were seen, shown to all, and never changed")
    func kept() throws {
        let quote = try books.quote(books.input("+110", player: "Patrick"))
        #expect(quote.odds == .init(american: "+110", decimal: "2.10", fractional: "11/10"))
        #expect(quote.line?.text == "44.5" && quote.outcomes?.value == 2 && !quote.isStale && quote.player == "Patrick")
        #expect(try books.service.ask(GetQuote.self, .init(quote: quote.id), by: books.hall.bob).get() == quote)
        #expect(try books.service.ask(GetQuote.self, .init(quote: quote.id)).status == 401)
        #expect(
            try books.service.ask(GetQuote.self, .init(quote: ID(high: 1, low: 1)), by: books.hall.bob).status == 404)
        try books.pass(minutes: 120)
        #expect(try books.service.ask(GetQuote.self, .init(quote: quote.id), by: books.hall.bob).get().isStale)
        let told = try books.service.events(QuotesRecorded.type)
        #expect(told.map(\.subject) == ["quote/\(quote.id)"])
    }

    @Test("give the best line of each side while they are fresh, by each book's latest")
    func best() throws {
        try books.quote(books.input("-110"))
        try books.quote(books.input("+105", book: "south"))
        let late = try books.quote(books.input("+104", book: "east"))
        try books.quote(books.input("-120", side: "under", book: "south"))
        let market = try #require(books.best().first)
        #expect(market.offers.map(\.side) == ["over", "under"] && market.offers.map(\.books) == [3, 1])
        #expect(market.offers[0].best.book == "south" && market.outcomes?.value == 2)
        // Its book thinks better of it; what was seen before that is history.
        try books.quote(books.input("-105", book: "south"))
        try books.quote(books.input("+300", book: "south", seen: books.service.now.adding(seconds: -60)))
        #expect(try books.best()[0].offers[0].best.id == late.id)
        try books.pass(minutes: 120)
        #expect(try books.best().isEmpty && books.best("nobody").isEmpty)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("are listed newest first by what they are, page by page")
    func lists() throws {
        for book in ["north", "south", "north"] { try books.quote(books.input("-110", book: book)) }
        func list(book: String? = nil, cursor: String? = nil) throws -> Page<Quote> {
            let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
            return try books.service.ask(
                ListQuotes.self,
                .init(
                    sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "chiefs-chargers"),
                    book: book.map { OutsideKey(trusted: $0) }, limit: limit,
                    cursor: cursor.map { Cursor(trusted: $0) }), by: books.hall.bob
            ).get()
        }
        let first = try list()
        #expect(first.items.map(\.book) == ["north", "south"])
        #expect(try list(cursor: first.next).items.map(\.book) == ["north"])
        #expect(try list(book: "south").items.count == 1)
    }

    @Test("that leave their book's last ones far behind are steam, within the time that those are believed")
    func steam() throws {
        try books.quote(books.input("-110"))
        try books.quote(books.input("-125"))
        let moved = try books.quote(books.input("-150"))
        let line = try books.quote(books.input("-150", line: "45"))
        try books.quote(books.input("+400", book: "south"))
        try books.pass(minutes: 120)
        try books.quote(books.input("+150"))
        let moves = try books.steam()
        #expect(moves.map(\.after.id) == [line.id, moved.id])
        #expect(moves.map(\.points) == [0, -25] && moves.map { $0.lineMoved?.text } == ["0.5", nil])
        #expect(try books.steam(.init(book: OutsideKey(trusted: "south"))).isEmpty)
        #expect(try books.steam(.init(sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "no"))).isEmpty)
        #expect(try books.steam(.init(from: books.service.now)).isEmpty)
        #expect(
            try books.service.ask(
                ListSteamMoves.self, .init(eventKey: OutsideKey(trusted: "x")), by: books.hall.bob
            ).problem?.errors.first?.pointer == "/sport")
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("show what is sure across books as they arrive, with stakes, until one of them changes or is stale")
    func arbitrage() throws {
        try books.quote(books.input("2.10", format: .decimal))
        #expect(try books.arbitrages().isEmpty)
        try books.quote(books.input("2.05", side: "under", book: "south", format: .decimal))
        let found = try #require(
            books.arbitrages(.init(total: DecimalText("100.00"), currency: CurrencyCode(trusted: "EUR"))).first)
        #expect(found.legs.map(\.quote.book) == ["north", "south"] && found.margin.text.hasPrefix("0.0373"))
        #expect(try found.legs.map(\.stake) == [BettingHall.euros("49.40"), BettingHall.euros("50.60")])
        #expect(try found.profit == BettingHall.euros("3.73"))
        // Something else quoted changes nothing; a worse price ends it, and a better one makes another.
        try books.quote(books.input("1.50", book: "east", format: .decimal))
        #expect(try books.arbitrages().map(\.id) == [found.id])
        try books.quote(books.input("2.20", book: "west", format: .decimal))
        let better = try books.arbitrages()
        #expect(better.count == 1 && better[0].id != found.id && better[0].legs[0].quote.book == "west")
        try books.quote(books.input("1.70", side: "under", book: "south", format: .decimal))
        #expect(try books.arbitrages().isEmpty && books.hall.violations().isEmpty)
        try books.quote(books.input("2.05", side: "under", book: "south", format: .decimal))
        #expect(try books.arbitrages().count == 1)
        try books.pass(minutes: 120)
        #expect(try books.arbitrages().isEmpty && books.hall.violations().isEmpty)
        #expect(try books.service.events(ArbitrageFound.type).count == 3)
        #expect(try books.service.events(ArbitrageEnded.type).count == 3)
    }

    @Test("meet whatever the case of their names, which are shown as they were written first")
    func names() throws {
        try books.quote(books.input("2.10", side: "Over", book: "North", format: .decimal, player: "Mahomes"))
        let under = try books.quote(
            books.input(
                "2.05", side: "UNDER", book: "south", format: .decimal, event: "Chiefs-Chargers", player: "MAHOMES"))
        #expect(under.player == "Mahomes" && under.eventKey == "chiefs-chargers" && under.outcomes?.value == 2)
        #expect(try books.arbitrages().map { $0.legs.map(\.quote.side) } == [["Over", "UNDER"]])
        // It is the same book, and its latest counts.
        let later = try books.quote(books.input("1.50", book: "NORTH", format: .decimal, player: "mahomes"))
        #expect(try books.arbitrages().isEmpty && later.side == "Over" && later.book == "NORTH")
        #expect(try books.best("CHIEFS-chargers").map { $0.offers.map(\.best.book) } == [["NORTH", "south"]])
        #expect(try books.best("CHIEFS-chargers")[0].offers.map(\.books) == [1, 1])
        let listed = ListQuotes.Request(
            sport: OutsideKey(trusted: "NFL"), eventKey: OutsideKey(trusted: "CHIEFS-CHARGERS"),
            player: OutsideKey(trusted: "mahoMES"), side: SideText(trusted: "over"), book: OutsideKey(trusted: "north"))
        #expect(try books.service.ask(ListQuotes.self, listed, by: books.hall.bob).get().items.count == 2)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("are taken up to so many sides and fresh offers of a market, and those of known books go on")
    func bounds() throws {
        func batch(_ range: Range<Int>, side: (Int) -> String) throws -> RecordQuotes.Request {
            let quotes = range.map { books.input("+\(100 + $0)", side: side($0), book: "book \($0)", event: "full") }
            return .init(quotes: try #require(UpTo(quotes)))
        }
        let service = books.service
        for start in [0, 250] {
            let request = try batch(start..<start + 250) { $0 % 2 == 0 ? "over" : "under" }
            _ = try service.ask(RecordQuotes.self, request, by: books.hall.alice).get()
        }
        let more = books.input("+300", book: "one more", event: "full")
        let problem = try service.ask(RecordQuote.self, more, by: books.hall.alice).problem
        #expect(problem?.code == "market_full" && problem?.status == 409 && problem?.errors.first?.pointer == "/book")
        try books.quote(books.input("+301", book: "Book 0", event: "full"))
        try books.quote(books.input("+301", book: "one more", event: "another"))
        try books.pass(minutes: 120)
        try books.quote(more)
        let sides = (0..<100).map { books.input("+100", side: "side \($0)", line: nil, event: "sides") }
        _ = try service.ask(RecordQuotes.self, .init(quotes: try #require(UpTo(sides))), by: books.hall.alice).get()
        let side = books.input("+100", side: "side 100", line: nil, event: "sides")
        let refused = try service.ask(RecordQuote.self, side, by: books.hall.alice).problem
        #expect(refused?.code == "market_full" && refused?.errors.first?.pointer == "/side")
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("of markets whose outcomes nobody has counted are never taken to be sure")
    func uncounted() throws {
        try books.quote(books.input("3.00", side: "home", line: nil, format: .decimal))
        try books.quote(books.input("3.00", side: "away", line: nil, book: "south", format: .decimal))
        #expect(try books.arbitrages().isEmpty)
        for (side, book) in [("home", "north"), ("away", "south"), ("draw", "east")] {
            try books.quote(books.input("3.50", side: side, line: nil, book: book, format: .decimal, outcomes: 3))
        }
        #expect(try books.arbitrages().map { $0.legs.map(\.quote.side) } == [["away", "draw", "home"]])
    }

    @Test(
        "that are none are refused by their field, one or many, and nothing is kept of the others",
        arguments: [
            (OddsNotation.american, "0", "odds_of_zero"), (.american, "+99", "odds_between_evens"),
            (.american, "-99", "odds_between_evens"), (.decimal, "1e309", "unreadable_odds"),
            (.fractional, "5/0", "odds_of_zero"), (.decimal, "abc", "unreadable_odds"),
            (.decimal, "NaN", "unreadable_odds"),
            (.decimal, "1", "odds_between_evens"),
        ])
    func bad(format: OddsNotation, odds: String, code: String) throws {
        let events = try books.service.events().count
        let wrong = books.input(odds, format: format)
        let one = try books.service.ask(RecordQuote.self, wrong, by: books.hall.alice).problem
        #expect(one?.errors.first?.code == code && one?.errors.first?.pointer == "/odds" && one?.status == 422)
        let many = RecordQuotes.Request(quotes: try #require(UpTo([books.input("+100"), wrong])))
        let problem = try books.service.ask(RecordQuotes.self, many, by: books.hall.alice).problem
        #expect(problem?.errors.first?.pointer == "/quotes/1/odds" && problem?.status == 422)
        #expect(try books.best().isEmpty && books.service.events().count == events)
    }

    @Test("of times to come and of long ago are refused, and many are taken at once")
    func many() throws {
        let late = books.input("+100", seen: books.service.now.adding(seconds: 61))
        #expect(try books.service.ask(RecordQuote.self, late, by: books.hall.alice).code == "observed_in_future")
        let old = books.input("+100", seen: books.service.now.adding(seconds: -401 * 86_400))
        #expect(try books.service.ask(RecordQuote.self, old, by: books.hall.alice).code == "observed_long_ago")
        let third = try books.service.ask(RecordQuote.self, books.input("+100", outcomes: 3), by: books.hall.alice)
        #expect(third.problem?.errors.first?.pointer == "/outcomes", "over and under are two")
        let none = RecordQuotes.Request(quotes: try #require(UpTo([])))
        #expect(try books.service.ask(RecordQuotes.self, none, by: books.hall.alice).code == "no_quotes")
        let all = (0..<250).map {
            books.input("+\(100 + $0)", side: $0 % 2 == 0 ? "over" : "under", book: "book \($0)")
        }
        let reply = try books.service.ask(
            RecordQuotes.self, .init(quotes: try #require(UpTo(all))), by: books.hall.alice
        ).get()
        #expect(reply.items.items.count == 250 && reply.steamMoves == 0 && reply.arbitrages == 1)
        #expect(try books.service.events(QuotesRecorded.type).count == 5 && books.hall.violations().isEmpty)
    }
}
