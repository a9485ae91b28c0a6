import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Edges of who is forgotten") struct EdgeForgettingTests {
    private let books: QuoteHall
    private var service: ServiceUnderTest { books.service }

    init() throws { books = try QuoteHall() }

    private func create(shared: Bool? = nil) throws -> Edge {
        try service.ask(
            CreateEdge.self,
            .init(
                sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "game"),
                marketType: OutsideKey(trusted: "total"), side: SideText(trusted: "over"),
                book: OutsideKey(trusted: "north"), format: .decimal, odds: OddsInput(trusted: "2.10"),
                probability: ProbabilityText(trusted: "0.5"),
                surroundings: EdgeContext(team: OutsideKey(trusted: "KC")), notes: Note(trusted: "a secret of mine"),
                isShared: shared), by: books.hall.alice
        ).get()
    }

    private func edge(_ id: ID<Edge>) throws -> Edge {
        try service.ask(GetEdge.self, .init(edge: id), by: books.hall.bob).get()
    }

    @Test("lose what their finder wrote when that person is forgotten, and those that were not shared go")
    func forgetting() throws {
        let shared = try (0..<3).map { _ in try create() }
        let own = try create(shared: false)
        let profile = RiskProfile(
            bankroll: try BettingHall.euros("987.65"), riskTolerance: .low, maximumStake: nil, autoKellySizing: false,
            maxKellyFraction: nil)
        _ = try service.call(
            TakeRiskProfile.self, .init(user: books.hall.alice.user, profile: profile), from: .identity
        ).get()
        let euros = CurrencyCode(trusted: "EUR")
        let limits = TakeStakeLimits.Request(
            user: books.hall.alice.user, version: 1,
            limits: [PersonalLimit(currency: euros, kind: .stake, amount: try #require(DecimalText("765.43")))])
        _ = try service.call(TakeStakeLimits.self, limits, from: .identity).get()
        #expect(try service.isOnDisk("a secret of mine") && service.isOnDisk("987.65") && service.isOnDisk("765.43"))
        var isDone = false
        while !isDone {
            isDone = try service.call(ForgetPerson.self, .init(user: books.hall.alice.user), from: .identity).get()
                .isDone
            service.now = service.now.adding(milliseconds: 30)
            try service.step()
        }
        #expect(try !service.isOnDisk("a secret of mine") && !service.isOnDisk("987.65"))
        #expect(try edge(shared[0].id).notes == nil && edge(shared[0].id).surroundings == nil)
        #expect(try service.ask(GetEdge.self, .init(edge: own.id), by: books.hall.admin).status == 404)
        _ = try service.call(
            TakeRiskProfile.self, .init(user: books.hall.alice.user, profile: profile), from: .identity
        ).get()
        _ = try service.call(TakeStakeLimits.self, limits, from: .identity).get()
        #expect(try !service.isOnDisk("987.65") && !service.isOnDisk("765.43") && books.hall.violations().isEmpty)
    }
}
