import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

@Suite("Who may withdraw") struct WithdrawalGuardTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1, seconds: 400 * 86_400)
    let day: Int64 = 86_400_000

    init() throws {
        wallet = try WalletUnderTest { settings in
            settings.verifiedAbove = SumList.read("EUR:1000,USDT:0.5") ?? [:]
            settings.smallestWithdrawal = SumList.read("EUR:10") ?? [:]
        }
        try wallet.grant(1_000_000, .winning, to: ann)
    }

    private func stand(_ version: Int64, _ state: UserState = .active, _ level: KYCLevel? = nil) throws {
        var standing = PersonStanding(user: ann.user, version: version, state: state)
        standing.kycLevel = level
        try wallet.take(standing)
    }

    private func ask(_ amount: String, _ currency: String = "EUR", by user: Statement? = nil) throws -> String? {
        try wallet.withdraw(amount, currency, by: user ?? ann).code
    }

    @Test(
        "is not who is frozen, suspended or disabled, and their open withdrawals are not paid but can be taken back",
        arguments: [
            (UserState.frozen, "account_frozen", "owner_frozen"),
            (.suspended, "account_not_active", "owner_frozen"), (.disabled, "account_not_active", nil),
        ] as [(UserState, String, String?)])
    func states(state: UserState, code: String, payment: String?) throws {
        let ids = try (0..<3).map { _ in try wallet.withdraw("20", by: ann).get().id }
        try stand(1, state)
        #expect(try ask("20") == code)
        #expect(try wallet.pay(ids[0]).code == payment)
        #expect(try wallet.reject(ids[1]).get().status == .rejected)
        #expect(try wallet.cancel(ids[2], by: ann).get().status == .cancelled)
        #expect(try wallet.service.events(MoneyRefused.type).count == 1)
        #expect(try wallet.service.events(FrozenPayoutRefused.type).count == (payment == nil ? 0 : 1))
        try stand(2)
        #expect(try ask("20") == nil)
        if payment != nil { #expect(try wallet.pay(ids[0]).get().status == .paid) }
        #expect(try wallet.violations() == [])
    }

    @Test("may take their withdrawal back also by a statement that says that they are frozen")
    func frozenCancels() throws {
        let id = try wallet.withdraw("20", by: ann).get().id
        try stand(1, .frozen)
        var frozen = ann
        frozen.state = .frozen
        #expect(try ask("20", by: frozen) == "account_frozen")
        #expect(try wallet.cancel(id, by: frozen).get().status == .cancelled)
    }

    @Test("is who has excluded themselves or cools off, since it is a break from playing")
    func breaks() throws {
        try wallet.take(
            PersonStanding(
                user: ann.user, version: 1, state: .active, coolOffUntil: wallet.service.now.adding(seconds: 90_000),
                selfExclusion: SelfExclusion(until: nil)))
        #expect(try ask("20") == nil)
    }

    @Test("is not whom identity bars, nor of whom it knows more than the wallet")
    func barred() throws {
        var statement = ann
        statement.bars = [.stake]
        #expect(try ask("20", by: statement) == nil)
        statement.bars = [.withdraw]
        #expect(try ask("20", by: statement) == "withdrawing_not_allowed")
        statement = ann
        statement.standing = 1
        #expect(try ask("20", by: statement) == "standing_unknown")
        try stand(1)
        #expect(try ask("20", by: statement) == nil)
    }

    @Test("is not an API key, whatever it may otherwise")
    func keys() throws {
        var key = ann
        key.scopes = ["wallet:read", "wallet:write"]
        #expect(try ask("20", by: key) == "forbidden")
    }

    @Test("asks for at least the smallest sum of its currency")
    func minimum() throws {
        let answer = try wallet.withdraw("9.99", by: ann)
        #expect(answer.code == "below_minimum" && answer.status == 422)
        #expect(try ask("10") == nil)
        try wallet.grant(5, .winning, to: ann, "POINTS")
        #expect(try ask("1", "POINTS") == nil)
    }

    @Test("is known by a verified identity above the configured sum, in one or over thirty days")
    func identity() throws {
        let answer = try wallet.withdraw("1000.01", by: ann)
        #expect(answer.code == "kyc_required" && answer.status == 403)
        let ids = try ["600", "300"].map { try wallet.withdraw($0, by: ann).get().id }
        #expect(try ask("100.01") == "kyc_required")
        // What came to nothing does not count, what was paid does.
        _ = try wallet.reject(ids[1]).get()
        #expect(try ask("400") == nil)
        _ = try wallet.pay(ids[0]).get()
        #expect(try ask("10") == "kyc_required")
        #expect(try wallet.service.events(MoneyRefused.type).count == 3)
        for (version, level) in [(1, KYCLevel.none), (2, .basic), (3, .unknown)] {
            try stand(Int64(version), .active, level)
            #expect(try ask("10") == "kyc_required")
        }
        try stand(4, .active, .full)
        #expect(try ask("5000") == nil)
        try stand(5, .active, .basic)
        wallet.service.now = wallet.service.now.adding(milliseconds: 30 * day - 1)
        #expect(try ask("10") == "kyc_required")
        wallet.service.now = wallet.service.now.adding(milliseconds: 1)
        // What was paid is long ago now, but two sums still wait to be.
        #expect(try ask("10") == "kyc_required")
        let waiting: [ID<Withdrawal>] = try wallet.service.reader().rows(
            "SELECT id FROM withdrawals WHERE status = 'pending'"
        ) { try $0.value(0) }
        #expect(waiting.count == 2)
        for id in waiting { _ = try wallet.cancel(id, by: ann).get() }
        #expect(try ask("1000") == nil)
    }

    @Test(
        "asks for an amount of the right shape",
        arguments: [
            ("20.001", "EUR", "too_many_decimals"), ("0", "EUR", "not_positive"), ("-20", "EUR", "not_positive"),
            ("92233720368547758.08", "EUR", "too_large"), ("20", "DOGE", "unknown_currency"),
        ])
    func shapes(amount: String, currency: String, code: String) throws {
        let before = try wallet.books()
        let answer = try wallet.withdraw(amount, currency, by: ann)
        #expect(answer.status == 422 && answer.problem?.errors.first?.code == code)
        #expect(try wallet.books() == before)
    }

    @Test(
        "says where to, in plain characters",
        arguments: ["", " x", "x ", "a\nb", String(repeating: "x", count: 201)])
    func addresses(text: String) {
        #expect(PayoutAddress(text) == nil)
    }
}
