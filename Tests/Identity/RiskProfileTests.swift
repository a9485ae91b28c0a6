import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("The risk profile")
struct RiskProfileTests {
    let desk: Desk
    let user: ID<User>
    let ada: Statement

    init() throws {
        desk = try Desk()
        (user, _, ada) = try desk.person()
    }

    private func put(_ json: String) throws -> ServiceUnderTest.Answer<RiskProfile> {
        try desk.send(SetRiskProfile.self, json, by: ada)
    }

    private let whole = """
        {"bankroll":{"amount":"1000.5","currency":"EUR"},"risk_tolerance":"high","auto_kelly_sizing":true,
         "maximum_stake":{"amount":"25.00","currency":"EUR"},"max_kelly_fraction":"0.25"}
        """

    @Test("is cautious until it is set, then what was set, and replaced as a whole")
    func replaced() throws {
        #expect(try desk.service.ask(GetRiskProfile.self, Nothing(), by: ada).get() == .standard)
        let set = try put(whole).get()
        #expect(set.bankroll?.amount.text == "1000.50" && set.maximumStake?.amount.text == "25.00")
        #expect(set.riskTolerance == .high && set.autoKellySizing && set.maxKellyFraction?.text == "0.25")
        #expect(try desk.service.ask(GetRiskProfile.self, Nothing(), by: ada).get() == set)
        let replaced = try put(#"{"maximum_stake":{"amount":"0.00000001","currency":"BTC"}}"#).get()
        #expect(replaced.bankroll == nil && replaced.maximumStake?.amount.text == "0.00000001")
        #expect(replaced.riskTolerance == .medium && !replaced.autoKellySizing && replaced.maxKellyFraction == nil)
        #expect(try put("{}").get() == .standard)
        try desk.expectSound()
    }

    @Test("tells what it was and is, and nothing where it stays the same")
    func events() throws {
        let set = try put(whole).get()
        _ = try put(whole).get()
        #expect(try desk.service.events(RiskProfileChanged.type).map(\.subject) == ["user/\(user)"])
        let event = try desk.last(RiskProfileChanged.self)
        func profile(_ sealed: Sealed) throws -> RiskProfile {
            try WireCoding().decode(RiskProfile.self, from: Array(try desk.opened(sealed, of: user).utf8))
        }
        #expect(try profile(event.before) == .standard && profile(event.after) == set)
        #expect(try !desk.bodies().contains { $0.contains("1000.50") || $0.contains("risk_tolerance") })
    }

    @Test(
        "refuses what is not right, by the field",
        arguments: [
            (#""bankroll":{"amount":"0","currency":"EUR"}"#, "/bankroll/amount"),
            (#""bankroll":{"amount":"-1","currency":"EUR"}"#, "/bankroll/amount"),
            (#""bankroll":{"amount":"1.005","currency":"EUR"}"#, "/bankroll/amount"),
            (#""bankroll":{"amount":"1e3","currency":"EUR"}"#, "/bankroll/amount"),
            (#""bankroll":{"amount":1000,"currency":"EUR"}"#, "/bankroll/amount"),
            (#""bankroll":{"amount":"9999999999999999999","currency":"EUR"}"#, "/bankroll/amount"),
            (#""bankroll":{"amount":"1","currency":"euro"}"#, "/bankroll/currency"),
            (#""bankroll":"1000""#, "/bankroll"),
            (
                #""bankroll":{"amount":"9","currency":"EUR"},"maximum_stake":{"amount":"9","currency":"USD"}"#,
                "/maximum_stake/currency"
            ),
            (#""maximum_stake":{"amount":"0.00","currency":"EUR"}"#, "/maximum_stake/amount"),
            (#""auto_kelly_sizing":true"#, "/bankroll"), (#""auto_kelly_sizing":"yes""#, "/auto_kelly_sizing"),
            (#""risk_tolerance":"reckless""#, "/risk_tolerance"),
            (#""max_kelly_fraction":"1.01""#, "/max_kelly_fraction"),
            (#""max_kelly_fraction":"-0.1""#, "/max_kelly_fraction"),
            (#""max_kelly_fraction":0.5"#, "/max_kelly_fraction"),
            (#""max_kelly_fraction":"9999999999999999999""#, "/max_kelly_fraction"),
        ])
    func malformed(fields: String, pointer: String) throws {
        let answer = try put("{\(fields)}")
        #expect(answer.status == 422, "\(fields)")
        #expect(answer.problem?.errors.map(\.pointer) == [pointer], "\(fields)")
        #expect(try desk.service.ask(GetRiskProfile.self, Nothing(), by: ada).get() == .standard)
        #expect(try desk.service.events(RiskProfileChanged.type).isEmpty)
    }

    @Test("takes a Kelly fraction from 0 to 1", arguments: ["0", "0.00000001", "1", "1.00"])
    func fractions(text: String) throws {
        #expect(try put(#"{"max_kelly_fraction":"\#(text)"}"#).get().maxKellyFraction?.text == text)
    }

    @Test("is one's own")
    func access() throws {
        #expect(try desk.send(SetRiskProfile.self, "{}", by: nil).code == "unauthenticated")
        #expect(try desk.service.ask(GetRiskProfile.self, Nothing()).code == "unauthenticated")
        _ = try put(whole).get()
        let eve = try desk.person("eve@example.com").statement
        #expect(try desk.service.ask(GetRiskProfile.self, Nothing(), by: eve).get() == .standard)
    }
}
