import Host
import Messages
import Runtime
import TestSupport
import Testing
import TimeZones

@testable import Wallet

@Suite("The wallet's copy of where people stand") struct StandingTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1, seconds: 400 * 86_400)
    let day: Int64 = 86_400_000

    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("100", to: ann)
    }

    private func standing(
        _ version: Int64, _ state: UserState = .active, coolOff: Timestamp? = nil, exclusion: SelfExclusion? = nil,
        stake: String? = nil
    ) throws -> PersonStanding {
        PersonStanding(
            user: ann.user, version: version, state: state,
            limits: try stake.map { try WalletUnderTest.limits([.stake: $0]) } ?? [], coolOffUntil: coolOff,
            selfExclusion: exclusion)
    }

    private func stake(_ amount: String = "1", by statement: Statement? = nil) throws -> String? {
        try wallet.place(wallet.newHold(), WalletUnderTest.money(amount), of: statement ?? ann).code
    }

    private func payIn() throws -> String? { try wallet.request(WalletUnderTest.money("1"), by: ann).code }

    @Test(
        "lets nothing be taken in a state that forbids it, and lets what is owed come in",
        arguments: [
            (UserState.frozen, "account_frozen"), (.suspended, "account_not_active"), (.disabled, "account_not_active"),
        ])
    func states(state: UserState, code: String) throws {
        let (open, captured) = (wallet.newHold(), wallet.newHold())
        for hold in [open, captured] {
            _ = try wallet.place(hold, WalletUnderTest.money("10"), of: ann).get()
        }
        let deposit = try wallet.request(WalletUnderTest.money("5"), by: ann).get().id
        try wallet.take(standing(1, state))
        #expect(try stake() == code)
        #expect(try wallet.place(wallet.newHold(), WalletUnderTest.money("1"), of: ann).status == 403)
        #expect(try payIn() == code)
        // What was accepted is owed, and what is owed is paid.
        _ = try wallet.capture(captured).get()
        _ = try wallet.release(open).get()
        _ = try wallet.approve(deposit).get()
        let won = try WalletUnderTest.money("4")
        _ = try wallet.pay([.init(winner: ann.user, money: won, kind: .betPayout, purpose: "bet/1")]).get()
        #expect(try wallet.buckets(of: ann) == "95.00 0.00 4.00 0.00")
        try wallet.take(standing(2))
        #expect(try stake() == nil)
        #expect(try wallet.violations() == [])
    }

    @Test("keeps those out who cool off, until the millisecond at which they do not")
    func coolingOff() throws {
        let end = wallet.service.now.adding(milliseconds: 2 * day)
        try wallet.take(standing(1, coolOff: end))
        wallet.service.now = end.adding(milliseconds: -1)
        #expect(try stake() == "cooling_off")
        #expect(try payIn() == "cooling_off")
        wallet.service.now = end
        #expect(try stake() == nil)
        #expect(try payIn() == nil)
    }

    @Test("keeps those out who have excluded themselves, to its end or for ever")
    func excluded() throws {
        let end = wallet.service.now.adding(milliseconds: 200 * day)
        try wallet.take(standing(1, exclusion: SelfExclusion(until: end)))
        wallet.service.now = end.adding(milliseconds: -1)
        #expect(try stake() == "self_excluded")
        #expect(try payIn() == "self_excluded")
        wallet.service.now = end
        #expect(try stake() == nil)
        try wallet.take(standing(2, exclusion: SelfExclusion(until: nil)))
        wallet.service.now = end.adding(milliseconds: 190 * day)
        #expect(try stake() == "self_excluded")
        #expect(try wallet.service.events(MoneyRefused.type).count == 3)
    }

    @Test("goes by the highest version, by whatever way and in whatever order they come")
    func order() throws {
        try wallet.take(standing(3, stake: "3"))
        try wallet.take(standing(2, .frozen))
        try wallet.take(standing(3, .frozen))
        #expect(try stake("3.01") == "stake_limit_exceeded")
        try wallet.follow([standing(1, .disabled), standing(2, .frozen), standing(3), standing(4, stake: "2")])
        #expect(try stake("2.01") == "stake_limit_exceeded")
        #expect(try stake("2") == nil)
        try wallet.take(standing(3, .frozen))
        #expect(try stake("2") == nil)
    }

    @Test("is not relied on where the person's own statement knows of a later one")
    func stale() throws {
        var statement = ann
        statement.standing = 1
        let answer = try wallet.place(wallet.newHold(), WalletUnderTest.money("1"), of: statement)
        #expect(answer.code == "standing_unknown")
        #expect(answer.status == 409)
        try wallet.follow([standing(1, stake: "5")])
        #expect(try stake("5", by: statement) == nil)
        statement.standing = 2
        #expect(try stake("5", by: statement) == "standing_unknown")
        // A statement that is older than the copy is no reason to trust the copy less.
        #expect(try stake("5") == nil)
    }

    @Test("is taken from identity alone")
    func onlyIdentity() throws {
        let standing = try standing(1, .frozen)
        for service in [ServiceName.betting, .gateway, .raffle] {
            #expect(try wallet.service.call(TakeStanding.self, standing, from: service).status == 403)
        }
        #expect(try wallet.service.ask(TakeStanding.self, standing, by: ann).status == 403)
        #expect(try stake() == nil)
    }

    @Test("lets one pay in whom identity bars from staking")
    func barred() throws {
        var statement = ann
        statement.bars = [.stake]
        #expect(try stake(by: statement) == "staking_not_allowed")
        #expect(try wallet.service.events(MoneyRefused.type).count == 1)
        #expect(try wallet.request(WalletUnderTest.money("1"), by: statement).status == 201)
    }

    /// It is 08:00 of 15 January in UTC and 17:00 in Tokyo, where the day is over at 15:00 UTC.
    @Test("tells where a person's days and months begin, also for what came before it was known")
    func zones() throws {
        let wallet = try WalletUnderTest(zones: try ZoneFiles().book())
        try wallet.deposit("100", to: ann)
        func stake(_ amount: String) throws -> String? {
            try wallet.place(wallet.newHold(), WalletUnderTest.money(amount), of: ann).code
        }
        func at(_ time: String) throws { wallet.service.now = try #require(Timestamp(time)) }
        var standing = PersonStanding(
            user: ann.user, version: 1, state: .active,
            limits: try WalletUnderTest.limits([.dailyStake: "10", .monthlyStake: "25"]))
        standing.timeZone = TimeZoneName("Asia/Tokyo")
        #expect(try stake("4") == nil)
        try wallet.take(standing)
        #expect(try stake("6.01") == "daily_stake_limit_exceeded")
        #expect(try stake("6") == nil)
        try at("2027-01-15T14:59:59.999Z")
        #expect(try stake("0.01") == "daily_stake_limit_exceeded")
        try at("2027-01-15T15:00:00Z")
        #expect(try stake("10") == nil)
        try at("2027-01-31T14:59:59.999Z")
        #expect(try stake("5.01") == "monthly_stake_limit_exceeded")
        try at("2027-01-31T15:00:00Z")
        #expect(try stake("10") == nil)
        #expect(try wallet.violations() == [])
    }
}
