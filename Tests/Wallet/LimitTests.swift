import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

/// The clock stands at 2027-01-15T08:00:00Z. Ann has 1000.00 EUR.
@Suite("A person's limits") struct LimitTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1, seconds: 400 * 86_400)

    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("1000", to: ann)
    }

    private func limit(_ amounts: [LimitKind: String], version: Int64 = 1) throws {
        try wallet.take(
            PersonStanding(
                user: ann.user, version: version, state: .active, limits: try WalletUnderTest.limits(amounts)))
    }

    private func stake(
        _ amount: String, _ hold: ID<Hold>? = nil
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        try wallet.place(hold ?? wallet.newHold(), WalletUnderTest.money(amount), of: ann)
    }

    private func at(_ time: String) throws { wallet.service.now = try #require(Timestamp(time)) }

    @Test(
        "let 64 stakes at once take exactly what is left", arguments: [LimitKind.dailyStake, .monthlyStake, .dailyLoss])
    func atOnce(kind: LimitKind) throws {
        try limit([kind: "100"])
        _ = try stake("0.01").get()
        let statuses = try wallet.placeAtOnce(64, WalletUnderTest.money("2.51"), of: ann)
        #expect(statuses.filter { $0 == 200 }.count == 39)
        #expect(statuses.filter { $0 == 422 }.count == 25)
        _ = try stake("2.10").get()
        #expect(try stake("0.01").code == "\(kind.rawValue)_limit_exceeded")
        #expect(try wallet.buckets(of: ann) == "900.00 0.00 0.00 100.00")
        #expect(try wallet.violations() == [])
    }

    @Test("say what the limit is, what is used and what was asked for")
    func detail() throws {
        try limit([.dailyStake: "50", .stake: "40"])
        #expect(try stake("40.01").code == "stake_limit_exceeded")
        _ = try stake("40").get()
        let answer = try stake("10.01")
        #expect(answer.code == "daily_stake_limit_exceeded")
        #expect(answer.status == 422)
        #expect(answer.problem?.detail == "limit 50.00 EUR, used 40.00 EUR, asked 10.01 EUR")
        #expect(try wallet.service.events(MoneyRefused.type).count == 2)
        #expect(try wallet.count("SELECT COUNT(*) FROM holds") == 1)
        #expect(try wallet.violations() == [])
    }

    @Test("of kinds that a later release made let nothing be staked, since they cannot be held to")
    func unknownKinds() throws {
        try limit([.stake: "10"])
        let newer =
            try WalletUnderTest.limits([.stake: "10"]) + [
                PersonalLimit(
                    currency: CurrencyCode(trusted: "EUR"), kind: .unknown, amount: DecimalText(units: 1, scale: 0)),
                PersonalLimit(
                    currency: CurrencyCode(trusted: "EUR"), kind: .unknown, amount: DecimalText(units: 2, scale: 0)),
            ]
        try wallet.take(PersonStanding(user: ann.user, version: 2, state: .active, limits: newer))
        #expect(try stake("1").code == "standing_unknown")
        try limit([.stake: "10"], version: 3)
        #expect(try stake("1").status == 200)
        try wallet.take(PersonStanding(user: ann.user, version: 4, state: .unknown))
        #expect(try stake("1").code == "standing_unknown")
        #expect(try wallet.violations() == [])
    }

    @Test("hold at once when they become lower, and count what was before them")
    func lower() throws {
        _ = try stake("30").get()
        try limit([.dailyStake: "35"])
        #expect(try stake("5.01").code == "daily_stake_limit_exceeded")
        _ = try stake("5").get()
        try limit([.dailyStake: "10"], version: 2)
        #expect(try stake("0.01").code == "daily_stake_limit_exceeded")
    }

    @Test("rise by themselves, to the millisecond")
    func rise() throws {
        let rise = wallet.service.now.adding(seconds: 3600)
        func limit(_ currency: String, _ amount: String, to: String?) throws -> PersonalLimit {
            PersonalLimit(
                currency: try #require(CurrencyCode(currency)), kind: .stake, amount: try #require(DecimalText(amount)),
                rise: .init(amount: try to.map { try #require(DecimalText($0)) }, at: rise))
        }
        try wallet.take(
            PersonStanding(
                user: ann.user, version: 1, state: .active,
                limits: [try limit("EUR", "10", to: "20"), try limit("USD", "1", to: nil)]))
        wallet.service.now = rise.adding(milliseconds: -1)
        #expect(try stake("20").code == "stake_limit_exceeded")
        #expect(
            try wallet.place(wallet.newHold(), WalletUnderTest.money("2", "USD"), of: ann).code
                == "stake_limit_exceeded")
        wallet.service.now = rise
        _ = try stake("20").get()
        #expect(try stake("20.01").code == "stake_limit_exceeded")
        #expect(
            try wallet.place(wallet.newHold(), WalletUnderTest.money("2", "USD"), of: ann).code == "insufficient_funds")
    }

    @Test("begin anew with the day and with the month")
    func periods() throws {
        try limit([.dailyStake: "10", .monthlyStake: "25"])
        _ = try stake("10").get()
        try at("2027-01-15T23:59:59.999Z")
        #expect(try stake("0.01").code == "daily_stake_limit_exceeded")
        try at("2027-01-16T00:00:00Z")
        _ = try stake("10").get()
        try at("2027-01-31T12:00:00Z")
        #expect(try stake("5.01").code == "monthly_stake_limit_exceeded")
        _ = try stake("5").get()
        try at("2027-01-31T23:59:59.999Z")
        #expect(try stake("0.01").code == "monthly_stake_limit_exceeded")
        try at("2027-02-01T00:00:00Z")
        _ = try stake("10").get()
        #expect(try wallet.violations() == [])
    }

    @Test("get back what is released or refunded, on the day that it counted for")
    func givenBack() throws {
        try limit([.dailyStake: "10", .monthlyStake: "10", .dailyLoss: "10"])
        let (released, refunded) = (wallet.newHold(), wallet.newHold())
        _ = try stake("4", released).get()
        _ = try stake("6", refunded).get()
        #expect(try stake("0.01").code == "daily_loss_limit_exceeded" || stake("0.01").status == 422)
        _ = try wallet.release(released).get()
        _ = try wallet.capture(refunded).get()
        #expect(try stake("4.01").status == 422)
        try at("2027-01-16T00:00:00Z")
        _ = try wallet.pay([
            .init(refundOf: refunded, money: WalletUnderTest.money("6"), kind: .betRefund, purpose: "bet/1")
        ]).get()
        #expect(try wallet.violations() == [])
        _ = try stake("10").get()
        #expect(try stake("0.01").status == 422)
        #expect(try wallet.count("SELECT COUNT(*) FROM usage WHERE stake = 0") == 1)
    }

    @Test("on losses count what is won, and what is still open as lost")
    func losses() throws {
        try limit([.dailyLoss: "10"])
        let hold = wallet.newHold()
        _ = try stake("10", hold).get()
        #expect(try stake("0.01").code == "daily_loss_limit_exceeded")
        _ = try wallet.capture(hold).get()
        #expect(try stake("0.01").code == "daily_loss_limit_exceeded")
        let won = try WalletUnderTest.money("7.50")
        _ = try wallet.pay([.init(winner: ann.user, money: won, kind: .betPayout, purpose: "bet/1")]).get()
        #expect(try stake("7.51").code == "daily_loss_limit_exceeded")
        _ = try stake("7.50").get()
        #expect(try wallet.violations() == [])
    }

    @Test("are read in the currency's decimals, rounded down")
    func decimals() throws {
        try limit([.stake: "9.99999999"])
        #expect(try stake("10.00").code == "stake_limit_exceeded")
        _ = try stake("9.99").get()
    }

    @Test("on deposits count what is asked for until it is decided, and then what was credited")
    func deposits() throws {
        let bob = TestUsers.statement(2)
        try wallet.take(
            PersonStanding(
                user: bob.user, version: 1, state: .active,
                limits: try WalletUnderTest.limits([.dailyDeposit: "100", .monthlyDeposit: "150"])))
        let first = try wallet.request(WalletUnderTest.money("60"), by: bob).get().id
        let answer = try wallet.request(WalletUnderTest.money("40.01"), by: bob)
        #expect(answer.code == "daily_deposit_limit_exceeded")
        let second = try wallet.request(WalletUnderTest.money("40"), by: bob).get().id
        _ = try wallet.approve(first, WalletUnderTest.money("50")).get()
        _ = try wallet.service.ask(
            RejectDeposit.self, .init(depositID: second, note: Note(trusted: "none")), by: wallet.admin
        ).get()
        #expect(try wallet.request(WalletUnderTest.money("50.01"), by: bob).code == "daily_deposit_limit_exceeded")
        _ = try wallet.request(WalletUnderTest.money("50"), by: bob).get()
        try at("2027-01-16T00:00:00Z")
        #expect(try wallet.request(WalletUnderTest.money("50.01"), by: bob).code == "monthly_deposit_limit_exceeded")
        #expect(try wallet.violations() == [])
    }

    @Test("leave others alone, and other currencies")
    func others() throws {
        try limit([.stake: "0", .dailyDeposit: "0"])
        let bob = TestUsers.statement(2)
        try wallet.deposit("5", to: bob)
        _ = try wallet.place(wallet.newHold(), WalletUnderTest.money("5"), of: bob).get()
        try wallet.deposit("5", "USD", to: ann)
        _ = try wallet.place(wallet.newHold(), WalletUnderTest.money("5", "USD"), of: ann).get()
        #expect(try stake("0.01").code == "stake_limit_exceeded")
    }

    @Test("do not overflow, however much is staked")
    func overflow() throws {
        let most = Int64.max - 10
        try wallet.grant(most, .winning, to: ann, "POINTS")
        let money = Money(Amount(most), Currency(code: "POINTS", scale: 0))
        let hold = wallet.newHold()
        _ = try wallet.place(hold, money, of: ann).get()
        _ = try wallet.capture(hold).get()
        _ = try wallet.pay([.init(winner: ann.user, money: money, kind: .betPayout, purpose: "bet/1")]).get()
        #expect(try wallet.place(wallet.newHold(), money, of: ann).code == "amount_overflow")
        try at("2027-01-16T00:00:00Z")
        _ = try wallet.place(wallet.newHold(), money, of: ann).get()
    }
}
