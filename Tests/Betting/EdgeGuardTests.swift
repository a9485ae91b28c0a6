import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("What guards edges") struct EdgeGuardTests {
    private let books: QuoteHall
    private var service: ServiceUnderTest { books.service }

    init() throws { books = try QuoteHall() }

    private func byHand(
        _ odds: String = "2.10", side: String = "over", starts: Int64? = nil, expires: Int64? = nil,
        lineView: LineView? = nil, match: ID<Match>? = nil
    ) -> CreateEdge.Request {
        .init(
            sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "chiefs-chargers"),
            marketType: OutsideKey(trusted: "total"), side: SideText(trusted: side), line: LineText(trusted: "44.5"),
            book: OutsideKey(trusted: "north"), format: .decimal, odds: OddsInput(trusted: odds),
            probability: lineView == nil ? ProbabilityText(trusted: "0.55") : nil, lineView: lineView, match: match,
            eventStartsAt: starts.map { service.now.adding(seconds: $0) },
            expiresAt: expires.map { service.now.adding(seconds: $0) })
    }

    private func create(_ request: CreateEdge.Request) throws -> ServiceUnderTest.Answer<Edge> {
        try service.ask(CreateEdge.self, request, by: books.hall.alice)
    }

    private func change(_ request: ChangeEdge.Request) throws -> ServiceUnderTest.Answer<Edge> {
        try service.ask(ChangeEdge.self, request, by: books.hall.alice)
    }

    @Test("none lasts beyond the start of its event, neither made so nor changed so")
    func starts() throws {
        #expect(try create(byHand(starts: 600, expires: 601)).code == "expiry_after_start")
        let edge = try create(byHand(starts: 600)).get()
        #expect(edge.expiresAt == edge.eventStartsAt)
        let later = ChangeEdge.Request(edge: edge.id, expiresAt: service.now.adding(seconds: 601))
        #expect(try change(later).code == "expiry_after_start")
        // The start is put off, and the edge with it.
        let start = service.now.adding(seconds: 900)
        #expect(try change(.init(edge: edge.id, eventStartsAt: .set(start))).get().expiresAt == start)
        #expect(try create(byHand(match: ID(high: 1, low: 1))).code == "unknown_match")
    }

    @Test("it takes a new price from a quote of its own market, side and line alone, whatever their case")
    func otherMarkets() throws {
        let edge = try create(byHand()).get()
        let others = try [
            books.quote(books.input("2.30", side: "under", format: .decimal)),
            books.quote(books.input("2.30", line: "45.5", book: "far", format: .decimal)),
            books.quote(books.input("2.30", format: .decimal, event: "bills-jets")),
            books.quote(books.input("2.30", format: .decimal, player: "Mahomes")),
        ]
        for other in others { #expect(try change(.init(edge: edge.id, quote: other.id)).code == "other_market") }
        let right = try books.quote(books.input("2.30", side: "OVER", book: "South", format: .decimal))
        let changed = try change(.init(edge: edge.id, quote: right.id)).get()
        #expect(changed.bestOdds.decimal == "2.30" && changed.book == "South" && changed.side == "over")
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("it is found by its names in any case, and is ranked by its new price")
    func found() throws {
        let rival = try create(byHand("2.50")).get()
        let edge = try create(byHand("2.10")).get()
        func top(_ order: EdgeOrder) throws -> [ID<Edge>] {
            try service.ask(ListTopEdges.self, .init(order: order), by: books.hall.bob).get().items.map(\.id)
        }
        for order in EdgeOrder.allCases { #expect(try top(order) == [rival.id, edge.id]) }
        _ = try change(.init(edge: edge.id, format: .decimal, odds: OddsInput(trusted: "3.10"))).get()
        for order in EdgeOrder.allCases { #expect(try top(order) == [edge.id, rival.id]) }
        let named = ListEdges.Request(
            sport: OutsideKey(trusted: "NFL"), eventKey: OutsideKey(trusted: "Chiefs-CHARGERS"),
            marketType: OutsideKey(trusted: "Total"), book: OutsideKey(trusted: "NORTH"))
        #expect(try service.ask(ListEdges.self, named, by: books.hall.bob).get().items.count == 2)
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("a view of a line is for over and under, in any case")
    func lineViews() throws {
        let view = LineView(
            mean: FigureText(trusted: "46"), sigma: FigureText(trusted: "4"), leastSigma: FigureText(trusted: "1"))
        #expect(try create(byHand(side: "home", lineView: view)).code == "side_has_no_line")
        #expect(try create(byHand(side: "Over", lineView: view)).get().source == .line)
    }
}
