import Messages
import Runtime
import Storage
import TestSupport
import Testing
import TimeZones

@testable import Wallet

/// The wallet on a real database, with the few moves that most tests begin with.
final class WalletUnderTest {
    let service: ServiceUnderTest
    let admin = TestUsers.statement(900, roles: [.player, .admin])
    private var hashes = 0
    private var ids: UInt64 = 0

    init(
        zones: ZoneBook = ZoneBook(), forgotten: (any ForgottenList)? = nil,
        _ adjust: (inout WalletSettings) -> Void = { _ in }
    ) throws {
        var settings = WalletSettings()
        settings.zones = zones
        adjust(&settings)
        service = try ServiceUnderTest(WalletService.definition(settings), forgotten: forgotten)
        let writer = try writer()
        for number: UInt64 in [1, 2, 3, 4, 5, 900] { try People.note(TestUsers.statement(number).user, in: writer) }
    }

    static func money(_ amount: String, _ currency: String = "EUR") throws -> Money {
        Money(
            amount: try #require(DecimalText(amount)), currency: try #require(CurrencyCode(currency)))
    }

    func newHold() -> ID<Hold> {
        ids += 1
        return ID(high: 0x0190_0000_0000_7777, low: 0x8000_0000_0000_0000 | ids)
    }

    // MARK: - Money in

    func request(_ money: Money, by user: Statement, hash: String? = nil, chain: String = "test") throws
        -> ServiceUnderTest.Answer<Deposit>
    {
        hashes += 1
        let hash = TransferHash(trusted: hash ?? "hash-\(hashes)")
        let request = RequestDeposit.Request(amount: money, txHash: hash, chain: OutsideKey(trusted: chain))
        return try service.ask(RequestDeposit.self, request, by: user)
    }

    func approve(_ id: ID<Deposit>, _ amount: Money? = nil) throws -> ServiceUnderTest.Answer<Deposit> {
        try service.ask(ApproveDeposit.self, .init(depositID: id, amount: amount), by: admin)
    }

    func deposit(_ amount: String, _ currency: String = "EUR", to user: Statement) throws {
        _ = try approve(try request(Self.money(amount, currency), by: user).get().id).get()
    }

    /// Fills a bucket with no operation, through the ledger like everything else. No handler does it, so it has no seal: tests
    /// that hold the ledger against its seals have an admin adjust balances instead.
    func grant(_ amount: Int64, _ bucket: Bucket, to user: Statement, _ code: String = "EUR") throws {
        let database = try writer()
        guard let currency = try KnownCurrency.find(CurrencyCode(trusted: code), in: database) else { return }
        try database.begin()
        ids += 1
        let id = ID<LedgerTransaction>(high: 0x0190_0000_0000_7778, low: ids)
        let ledger = Ledger(
            database, Provenance(actor: "user:test", causation: "test", time: service.now), makeID: { id })
        let house = try ledger.account(of: .house("bonus"), in: currency)
        let account = try ledger.account(of: .user(user.user), bucket, in: currency)
        try ledger.post(
            Movement(kind: .adjustment, entity: "grant/\(ids)"),
            [Posting(house, Amount(-amount)), Posting(account, Amount(amount))])
        try database.commit()
    }

    // MARK: - Holds and escrow

    func place(
        _ hold: ID<Hold>, _ money: Money, of user: Statement, purpose: String = "bet/1", until end: Timestamp? = nil,
        withoutBonus: Bool? = nil
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        let request = PlaceHold.Request(
            hold: hold, user: user.user, money: money, purpose: purpose, expiresAt: end, withoutBonus: withoutBonus)
        return try service.call(PlaceHold.self, request, from: .betting, statement: user)
    }

    func capture(
        _ hold: ID<Hold>, _ money: Money? = nil, last: Bool? = nil, into escrow: String = "event/1",
        from service: ServiceName = .betting
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        try self.service.call(
            CaptureHold.self, .init(hold: hold, escrow: escrow, kind: .betPlaced, money: money, last: last),
            from: service)
    }

    func release(_ hold: ID<Hold>) throws -> ServiceUnderTest.Answer<Nothing> {
        try service.call(ReleaseHold.self, .init(hold: hold), from: .betting)
    }

    func pay(
        _ payments: [PayFromEscrow.Payment], escrow: String = "event/1", from service: ServiceName = .betting
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        try self.service.call(PayFromEscrow.self, .init(escrow: escrow, payments: payments), from: service)
    }

    // MARK: - Looking

    /// "deposit bonus winning held" of a user in a currency.
    func buckets(of user: Statement, _ currency: String = "EUR") throws -> String {
        let line = try service.ask(GetWallet.self, Nothing(), by: user).get().items.first {
            $0.currency.text == currency
        }
        guard let line else { return "none" }
        return [line.deposit, line.bonus, line.winning, line.held].map(\.amount.text).joined(separator: " ")
    }

    func violations() throws -> [String] { try WalletInvariants.violations(in: try service.reader()) }

    /// The database, for tampering with it behind the service's back.
    func writer() throws -> Connection {
        try .openWriter(at: service.directory.appending(path: "service.db").path)
    }

    func count(_ sql: StaticString) throws -> Int { try service.reader().first(sql) { try $0.value(0) } ?? 0 }
}
