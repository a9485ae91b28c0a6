import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

@Suite("What services prove their stakes by")
struct StakeStandingTests {
    let wallet: WalletUnderTest
    let ann = TestUsers.statement(1)

    init() throws {
        wallet = try WalletUnderTest()
        try wallet.deposit("10", to: ann)
    }

    private func hold(_ amount: String, purpose: String) throws -> ID<Hold> {
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money(amount), of: ann, purpose: purpose).get()
        return hold
    }

    private func tell(
        _ hold: ID<Hold>, withWinnings: Bool = false, to service: ServiceName = .betting
    ) throws -> HoldStanding {
        let questions = try #require(UpTo<50, TellHolds.Question>([.init(hold, withWinnings: withWinnings)]))
        let reply = try wallet.service.call(TellHolds.self, .init(holds: questions), from: service).get()
        return try #require(reply.holds.items.first)
    }

    @Test("says of a hold whose it is, where its parts went, what came back and what was won")
    func standing() throws {
        let hold = try hold("5", purpose: "bet/7")
        #expect(try tell(hold).state == .open && tell(hold).parts.items.isEmpty)
        #expect(try tell(hold, to: .raffle).state == .none, "another service's is unknown")
        _ = try wallet.capture(hold, WalletUnderTest.money("2"), into: "event/2").get()
        _ = try wallet.capture(hold, WalletUnderTest.money("1"), into: "event/1").get()
        _ = try wallet.capture(hold, into: "event/2").get()
        _ = try wallet.pay(
            [.init(refundOf: hold, money: WalletUnderTest.money("0.5"), kind: .betRefund, purpose: "bet/7")],
            escrow: "event/2"
        ).get()
        _ = try wallet.pay(
            [
                .init(winner: ann.user, money: WalletUnderTest.money("0.25"), kind: .betPayout, purpose: "bet/7"),
                .init(winner: ann.user, money: WalletUnderTest.money("0.10"), kind: .betPayout, purpose: "bet/8"),
            ], escrow: "event/1"
        ).get()
        let told = try tell(hold, withWinnings: true)
        #expect(try told.state == .captured && told.user == ann.user && told.money == (WalletUnderTest.money("5.00")))
        #expect(
            told.parts.items.map { "\($0.escrow) \($0.captured.amount.text) \($0.returned.amount.text)" } == [
                "event/1 1.00 0.00", "event/2 4.00 0.50",
            ])
        #expect(told.won?.amount.text == "0.25")
        #expect(try tell(hold).won == nil)
        let released = try self.hold("1", purpose: "bet/9")
        _ = try wallet.release(released).get()
        #expect(try tell(released).state == .released)
        #expect(try tell(wallet.newHold()).state == .none)
    }

    @Test("counts as won what makes a bonus whole, too")
    func bonus() throws {
        let bob = TestUsers.statement(2)
        try wallet.grant(300, .bonus, to: bob)
        let hold = wallet.newHold()
        _ = try wallet.place(hold, WalletUnderTest.money("3"), of: bob, purpose: "bet/7").get()
        _ = try wallet.capture(hold).get()
        _ = try wallet.capture(try self.hold("5", purpose: "bet/8")).get()
        _ = try wallet.pay(
            [.init(winner: bob.user, money: WalletUnderTest.money("7"), kind: .betPayout, purpose: "bet/7")]
        ).get()
        #expect(try wallet.buckets(of: bob) == "0.00 3.00 4.00 0.00")
        #expect(try tell(hold, withWinnings: true).won?.amount.text == "7.00")
    }

    @Test("goes over all holds, and lists those of the service that are open or in escrow")
    func listed() throws {
        var mine: [ID<Hold>] = []
        for round in 0..<120 {
            let hold = try hold("0.01", purpose: "bet/\(round)")
            if round % 3 == 0 { _ = try wallet.release(hold).get() } else { mine.append(hold) }
            if round % 3 == 1 { _ = try wallet.capture(hold).get() }
        }
        func list(after: ID<Hold>?, again: [ID<Hold>] = [], by service: ServiceName) throws -> ListHolds.Reply {
            let request = ListHolds.Request(
                after: after, through: ID(high: .max, low: .max), again: try #require(UpTo(again)))
            return try wallet.service.call(ListHolds.self, request, from: service).get()
        }
        var (found, next, pages) = ([ID<Hold>](), ID<Hold>?.some(ID(high: 0, low: 0)), 0)
        while let after = next {
            let reply = try list(after: after, by: .betting)
            found += reply.holds.items.map(\.hold)
            (next, pages) = (reply.next, pages + 1)
        }
        #expect(found == mine && pages == 3)
        #expect(try list(after: ID(high: 0, low: 0), by: .raffle).holds.items.isEmpty)
        let again = try list(after: nil, again: [mine[1], wallet.newHold()], by: .betting)
        #expect(again.again.items.map(\.hold) == [mine[1]] && again.holds.items.isEmpty && again.next == nil)
        #expect(again.again.items.map(\.purpose) == ["bet/2"] && again.again.items.map(\.state) == [.open])
    }

    @Test("leaves out of an escrow's balance what a reversal brought back")
    func escrow() throws {
        let hold = try hold("5", purpose: "bet/7")
        _ = try wallet.capture(hold).get()
        _ = try wallet.pay(
            [.init(winner: ann.user, money: WalletUnderTest.money("2"), kind: .betPayout, purpose: "bet/7")]
        ).get()
        func balance(_ currency: String = "EUR", to service: ServiceName = .betting) throws -> String? {
            let question = TellEscrows.Question("event/1", CurrencyCode(trusted: currency))
            let reply = try wallet.service.call(
                TellEscrows.self, .init(escrows: try #require(UpTo([question]))), from: service
            ).get()
            return reply.escrows.items.first?.money?.amount.text
        }
        #expect(try balance() == "3.00" && balance("USD") == "0.00" && balance("XXX") == nil)
        #expect(try balance(to: .raffle) == "0.00")
        let number = try wallet.count("SELECT MAX(number) FROM ledger_transactions")
        let payout = try #require(
            try wallet.service.reader().first("SELECT id FROM ledger_transactions WHERE number = ?", number) {
                try $0.value(0, as: ID<LedgerTransaction>.self)
            })
        let reason = Note(trusted: "a mistake")
        _ = try wallet.service.ask(
            ReverseTransaction.self, .init(transactionID: payout, reason: reason), by: wallet.admin
        ).get()
        #expect(
            try wallet.service.reader().first("SELECT balance FROM ledger_accounts WHERE owner_kind = 'escrow'") {
                try $0.value(0, as: Int64.self)
            } == 500)
        #expect(try balance() == "3.00")
        #expect(try wallet.violations() == [])
    }
}
