import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A person's own limits") struct SafeguardTests {
    let desk: Desk
    let ada: Statement
    let day: Int64 = 86_400_000

    init() throws {
        desk = try Desk()
        let now = try desk.person().statement
        // The tests go through years, and a real statement would be over in five minutes.
        ada = Statement(
            user: now.user, session: now.session, roles: now.roles, issuedAt: now.issuedAt,
            expiresAt: now.issuedAt.adding(seconds: 100 * 365 * 86_400))
    }

    private func pass(_ milliseconds: Int64) { desk.service.now = desk.service.now.adding(milliseconds: milliseconds) }

    /// What a limit is now, as text.
    private func limit(_ kind: LimitKind = .dailyStake, _ currency: String = "EUR") throws -> String? {
        try desk.limits(of: ada).limits.first { $0.currency.text == currency }?[kind]?.amount.text
    }

    @Test("hold at once when they are new or lower")
    func tightening() throws {
        let reply = try desk.setLimits([.dailyStake: "50", .monthlyLoss: "200.50"], by: ada).get()
        #expect(reply.pending == nil)
        #expect(reply.thing == (try desk.limits(of: ada)))
        #expect(reply.thing.limits.first?[.dailyStake]?.amount.text == "50")
        _ = try desk.setLimits([.dailyStake: "49.99", .monthlyLoss: "200.50", .stake: "0"], by: ada).get()
        #expect(try limit() == "49.99")
        #expect(try limit(.stake) == "0")
        #expect(try limit(.monthlyLoss) == "200.50")
        #expect(try desk.limits(of: ada).rises == [])
        #expect(try desk.standings().map(\.version) == [1, 2])
        // Who recommends stakes is told those on stakes, and no others.
        let told = try (0..<2).map { _ in
            try #require(try desk.service.takeCall(TakeStakeLimits.self, to: .betting)).0
        }
        #expect(told.map(\.version) == [1, 2] && told.allSatisfy { $0.user == ada.user })
        #expect(told.map { $0.limits.map(\.kind.rawValue).sorted() } == [["daily_stake"], ["daily_stake", "stake"]])
    }

    @Test("are told to who recommends stakes where they were set before anybody was told, once")
    func former() throws {
        _ = try desk.setLimits([.dailyStake: "50", .monthlyLoss: "200"], by: ada).get()
        func told() throws -> TakeStakeLimits.Request? {
            guard let call = try desk.service.takeCall(TakeStakeLimits.self, to: .betting) else { return nil }
            try desk.service.reply(Nothing(), to: call.1, from: .betting)
            return call.0
        }
        #expect(try told() != nil)
        let database = try Connection.openWriter(
            at: desk.service.directory.appending(path: "service.db").path)
        try database.run("DROP TABLE former_limits")
        try database.run("DELETE FROM migration WHERE name = 'identity-former-limits'")
        try desk.service.restart()
        try desk.service.step()
        let former = try #require(try told())
        #expect(former.user == ada.user && former.version == 1 && former.limits.map(\.kind) == [.dailyStake])
        try desk.service.restart()
        try desk.service.step()
        #expect(try told() == nil)
    }

    @Test("rise or go a day later, to the millisecond", arguments: ["60", nil] as [String?])
    func loosening(to amount: String?) throws {
        _ = try desk.setLimits([.dailyStake: "50"], by: ada).get()
        let reply = try desk.setLimits(amount.map { [.dailyStake: $0] } ?? [:], by: ada).get().thing
        let at = desk.service.now.adding(milliseconds: day)
        #expect(reply.rises.map(\.amount?.amount.text) == [amount])
        #expect(reply.rises.map(\.at) == [at])
        pass(day - 1)
        #expect(try limit() == "50")
        pass(1)
        #expect(try limit() == amount)
        #expect(try desk.limits(of: ada).rises == [])
        // Nothing more was told: whoever has a copy goes over to it by itself.
        let told = try #require(try desk.standings().last)
        #expect(told.version == 2)
        #expect(told.limits.first?.amount(at: at.adding(milliseconds: -1))?.text == "50")
        #expect(told.limits.first?.amount(at: at)?.text == amount)
    }

    @Test("rise when they would have, however often that is asked for")
    func repeatedRise() throws {
        _ = try desk.setLimits([.dailyStake: "50"], by: ada).get()
        let first = try desk.setLimits([.dailyStake: "60"], by: ada).get().thing.rises
        pass(day / 2)
        #expect(try desk.setLimits([.dailyStake: "60.00"], by: ada).get().thing.rises == first)
        #expect(try desk.standings().count == 2)
        let other = try desk.setLimits([.dailyStake: "55"], by: ada).get().thing.rises
        #expect(other.map(\.at) == [desk.service.now.adding(milliseconds: day)])
    }

    @Test("rise no more once they were set lower, or to what they are", arguments: ["40", "50.00"])
    func cancelledRise(amount: String) throws {
        _ = try desk.setLimits([.dailyStake: "50"], by: ada).get()
        _ = try desk.setLimits([.dailyStake: "60"], by: ada).get()
        #expect(try desk.setLimits([.dailyStake: amount], by: ada).get().thing.rises == [])
        pass(2 * day)
        #expect(try limit() == amount)
    }

    @Test("are set for a currency as a whole, and for the others not at all")
    func wholes() throws {
        _ = try desk.setLimits([.dailyStake: "50", .stake: "5"], by: ada).get()
        _ = try desk.setLimits([.stake: "900"], "POINTS", by: ada).get()
        _ = try desk.setLimits([.dailyStake: "50"], by: ada).get()
        pass(day)
        #expect(try limit(.stake) == nil)
        #expect(try limit() == "50")
        #expect(try limit(.stake, "POINTS") == "900")
    }

    @Test(
        "are refused where they are none",
        arguments: [
            ("-1", "EUR", "/limits/0/stake/amount"), ("92233720369", "EUR", "/limits/0/stake/amount"),
            ("1", "USD", "/limits/0/stake/currency"),
        ])
    func malformed(amount: String, currency: String, pointer: String) throws {
        var line = CurrencyLimits(currency: try #require(CurrencyCode("EUR")))
        line[.stake] = Money(
            amount: try #require(DecimalText(amount)), currency: try #require(CurrencyCode(currency)))
        let answer = try desk.service.ask(SetLimits.self, .init(limits: [line]), by: ada)
        #expect(answer.problem?.errors.map(\.pointer) == [pointer])
    }

    @Test("are refused for no currency, one twice, and too many")
    func wrongCounts() throws {
        func ask(_ codes: [String]) throws -> Problem? {
            let lines = try codes.map { CurrencyLimits(currency: try #require(CurrencyCode($0))) }
            return try desk.service.ask(SetLimits.self, .init(limits: lines), by: ada).problem
        }
        #expect(try ask([])?.errors.first?.code == "wrong_count")
        #expect(try ask(["EUR", "EUR"])?.errors.first?.code == "repeated")
        #expect(try ask((1...17).map { "C\($0)0" })?.errors.first?.code == "wrong_count")
        for number in 1...16 { _ = try desk.setLimits([.stake: "1"], "C\(number)0", by: ada).get() }
        #expect(try desk.setLimits([.stake: "1"], "EUR", by: ada).problem?.errors.first?.code == "too_many")
    }

    @Test("are out of an API key's reach")
    func keys() throws {
        var key = ada
        key.scopes = ["identity:read", "identity:write"]
        #expect(try desk.service.ask(CoolOff.self, .init(until: desk.service.now), by: key).status == 403)
        #expect(try desk.setLimits([.stake: "5"], by: key).status == 403)
        #expect(try desk.service.ask(GetLimits.self, Nothing(), by: key).status == 200)
    }

    // MARK: - Staying away

    private func coolOff(_ milliseconds: Int64) throws -> ServiceUnderTest.Answer<CoolOff.Reply> {
        try desk.confirmed(CoolOff.self, .init(until: desk.service.now.adding(milliseconds: milliseconds)), by: ada)
    }

    @Test("let one cool off for a day to six weeks, longer but not shorter")
    func coolingOff() throws {
        for wrong in [-1, day - 60_001, 42 * day + 1] {
            #expect(try coolOff(wrong).problem?.errors.first?.code == "out_of_range")
        }
        let end = desk.service.now.adding(milliseconds: 3 * day)
        #expect(try coolOff(3 * day).get().thing.coolOffUntil == end)
        #expect(try coolOff(3 * day - 1).code == "cannot_shorten")
        #expect(try coolOff(3 * day).get().thing.coolOffUntil == end)
        #expect(try desk.standings().count == 1)
        #expect(try coolOff(42 * day).status == 200)
        #expect(try desk.service.events(ShorteningRefused.type).count == 1)
        pass(42 * day)
        #expect(try desk.limits(of: ada).coolOffUntil == nil)
        #expect(try coolOff(day).status == 200)
        #expect(try desk.standings().map(\.version) == [1, 2, 3])
    }

    private func exclude(until text: String?) throws -> ServiceUnderTest.Answer<ExcludeSelf.Reply> {
        try desk.confirmed(ExcludeSelf.self, .init(until: try text.map { try #require(Timestamp($0)) }), by: ada)
    }

    /// The tests' clock stands at 2027-01-15T08:00:00Z.
    @Test("let one exclude oneself for half a year or longer, and never shorter")
    func excluding() throws {
        #expect(try exclude(until: "2027-07-14T23:59:59.999Z").problem?.errors.first?.code == "out_of_range")
        let end = try #require(Timestamp("2027-07-15T00:00:00Z"))
        #expect(try exclude(until: end.text).get().thing.selfExclusion == SelfExclusion(until: end))
        #expect(try exclude(until: end.text).status == 200)
        #expect(try exclude(until: "2028-01-01T00:00:00Z").status == 200)
        #expect(try exclude(until: "2027-12-31T00:00:00Z").code == "cannot_shorten")
        #expect(try exclude(until: nil).get().thing.selfExclusion == SelfExclusion(until: nil))
        #expect(try exclude(until: "2099-01-01T00:00:00Z").code == "cannot_shorten")
        #expect(try desk.standings().map(\.version) == [1, 2, 3])
        pass(50 * 365 * day)
        #expect(try desk.limits(of: ada).selfExclusion == SelfExclusion(until: nil))
        #expect(try desk.service.events(ShorteningRefused.type).count == 2)
    }

    @Test("let one exclude oneself anew when the time is over")
    func excludedAgain() throws {
        _ = try exclude(until: "2027-07-15T00:00:00Z").get()
        pass(200 * day)
        #expect(try desk.limits(of: ada).selfExclusion == nil)
        #expect(try exclude(until: "2029-01-01T00:00:00Z").status == 200)
    }
}
