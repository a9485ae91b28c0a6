import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("A recommended stake") struct StakeCapTests {
    private let books: QuoteHall
    private let edge: Edge
    private var service: ServiceUnderTest { books.service }

    init() throws {
        books = try QuoteHall()
        edge = try books.service.ask(
            CreateEdge.self,
            .init(
                sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "game"),
                marketType: OutsideKey(trusted: "total"), side: SideText(trusted: "over"),
                book: OutsideKey(trusted: "north"), format: .american, odds: OddsInput(trusted: "+110"),
                probability: ProbabilityText(trusted: "0.55")), by: books.hall.alice
        ).get()
        let profile = RiskProfile(
            bankroll: try BettingHall.euros("1000.00"), riskTolerance: .high,
            maximumStake: try BettingHall.euros("20.00"), autoKellySizing: true, maxKellyFraction: DecimalText("0.25"))
        let taking = TakeRiskProfile.Request(user: books.hall.bob.user, profile: profile)
        _ = try books.service.call(TakeRiskProfile.self, taking, from: .identity).get()
    }

    private func ask(_ most: String? = nil) throws -> RecommendStake.Reply {
        let request = RecommendStake.Request(edge: edge.id, maximumStake: most.flatMap { DecimalText($0) })
        return try service.ask(RecommendStake.self, request, by: books.hall.bob).get()
    }

    private func limit(
        _ version: Int64, _ lines: [(LimitKind, String, String)], rise: PersonalLimit.Rise? = nil
    ) throws -> TakeStakeLimits.Request {
        let limits = try lines.map { kind, amount, currency in
            PersonalLimit(
                currency: CurrencyCode(trusted: currency), kind: kind, amount: try #require(DecimalText(amount)),
                rise: rise)
        }
        let request = TakeStakeLimits.Request(user: books.hall.bob.user, version: version, limits: limits)
        _ = try service.call(TakeStakeLimits.self, request, from: .identity).get()
        return request
    }

    @Test("keeps to the limits that the person has set, and says which caps there are and which one held it")
    func ownLimits() throws {
        #expect(try ask().heldBy == .maximumStake)
        let request = try limit(2, [(.stake, "12", "EUR"), (.dailyStake, "11.50", "EUR"), (.monthlyStake, "1", "GBP")])
        #expect(try service.ask(TakeStakeLimits.self, request, by: books.hall.bob).status == 403)
        let own = try ask("15")
        #expect(try own.recommendedStake == BettingHall.euros("11.50") && own.heldBy == .ownLimit)
        #expect(own.caps.map(\.kind) == [.asked, .riskProfile, .stakeLimit, .dailyStakeLimit])
        #expect(own.caps.map(\.amount.amount.text) == ["15.00", "20.00", "12.00", "11.50"])
        _ = try limit(1, [])
        #expect(try ask().heldBy == .ownLimit, "what is older says nothing")
    }

    @Test("is nothing where all stakes are forbidden, until that limit goes")
    func rise() throws {
        let rise = PersonalLimit.Rise(amount: nil, at: service.now.adding(seconds: 60))
        _ = try limit(1, [(.monthlyStake, "0", "EUR")], rise: rise)
        #expect(try ask().recommendedStake == BettingHall.euros("0.00"))
        service.now = rise.at
        #expect(try ask().caps.map(\.kind) == [.riskProfile] && ask().heldBy == .maximumStake)
    }
}
