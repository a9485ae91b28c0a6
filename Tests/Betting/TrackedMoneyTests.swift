import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Money at outside books") struct TrackedMoneyTests {
    private let books: TrackedHall
    private var service: ServiceUnderTest { books.service }
    private var alice: Statement { books.hall.alice }

    init() throws { books = try TrackedHall() }

    private func entry(
        _ type: TrackedTransactionType, _ amount: String, external: String? = nil, bet: ID<TrackedBet>? = nil,
        currency: String = "EUR"
    ) throws -> RecordTrackedTransaction.Request {
        .init(
            type: type, amount: try BettingHall.money(amount, currency), book: OutsideKey(trusted: "north"), bet: bet,
            externalID: external.map { OutsideKey(trusted: $0) }, description: Note(trusted: "a secret of mine"))
    }

    private func record(_ request: RecordTrackedTransaction.Request) throws -> TrackedTransaction {
        try service.ask(RecordTrackedTransaction.self, request, by: alice).get()
    }

    private func complete(_ row: TrackedTransaction, reference: String? = nil) throws -> TrackedTransaction {
        try service.ask(
            CompleteTrackedTransaction.self,
            .init(transaction: row.id, reconciliationReference: reference.map { OutsideKey(trusted: $0) }), by: alice
        ).get()
    }

    @Test("is pending, then completed or failed, and what goes out has a minus")
    func life() throws {
        let deposit = try record(entry(.deposit, "100.00"))
        #expect(deposit.status == .pending && deposit.amount.amount.text == "100.00")
        let fee = try record(entry(.fee, "1.50"))
        let withdrawal = try record(entry(.withdrawal, "-40.00"))
        #expect(fee.amount.amount.text == "-1.50" && withdrawal.amount.amount.text == "-40.00")
        #expect(try books.balances() == ["north": "0.00"])
        #expect(try complete(deposit).status == .completed)
        #expect(try complete(fee, reference: "line 7").reconciliationReference == "line 7")
        #expect(try books.balances() == ["north": "98.50"])
        let reconciled = try complete(deposit, reference: "line 8")
        #expect(reconciled.reconciledAt == service.now && reconciled.completedAt == service.now)
        let again = CompleteTrackedTransaction.Request(
            transaction: deposit.id, reconciliationReference: OutsideKey(trusted: "line 9"))
        #expect(try books.refusal(CompleteTrackedTransaction.self, again) == ["409", "wrong_state"])
        #expect(
            try books.refusal(FailTrackedTransaction.self, .init(transaction: deposit.id)) == ["409", "wrong_state"])
        #expect(
            try books.refusal(RetryTrackedTransaction.self, .init(transaction: deposit.id)) == ["409", "wrong_state"])
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("that failed is tried again, five times at most")
    func retries() throws {
        let row = try record(entry(.withdrawal, "40.00"))
        for retry in 1...5 {
            let reason = Note(trusted: "no answer")
            let failed = try service.ask(
                FailTrackedTransaction.self, .init(transaction: row.id, reason: reason), by: alice
            ).get()
            #expect(failed.status == .failed && failed.failureReason == "no answer")
            let again = try service.ask(RetryTrackedTransaction.self, .init(transaction: row.id), by: alice).get()
            #expect(again.status == .pending && again.retries == Int64(retry))
        }
        _ = try service.ask(FailTrackedTransaction.self, .init(transaction: row.id), by: alice).get()
        #expect(
            try books.refusal(RetryTrackedTransaction.self, .init(transaction: row.id)) == ["422", "too_many_retries"])
        #expect(try books.balances() == ["north": "0.00"] && books.hall.violations().isEmpty)
    }

    @Test("that is none is refused by the field")
    func bad() throws {
        func refused(_ request: RecordTrackedTransaction.Request) throws -> [String] {
            try books.refusal(RecordTrackedTransaction.self, request)
        }
        for type in [TrackedTransactionType.betPlaced, .betPayout, .betRefund] {
            #expect(try refused(entry(type, "1.00")) == ["422", "made_by_bets", "/transaction_type"])
        }
        #expect(try refused(entry(.deposit, "-1.00")) == ["422", "wrong_sign", "/amount"])
        #expect(try refused(entry(.bonus, "0.00")) == ["422", "wrong_sign", "/amount"])
        #expect(try refused(entry(.fee, "-0.00")) == ["422", "wrong_sign", "/amount"])
        #expect(try refused(entry(.deposit, "1.001")) == ["422", "too_many_decimals", "/amount/amount"])
        #expect(try refused(entry(.deposit, "1", currency: "XXX")) == ["422", "unknown_currency", "/amount/currency"])
        #expect(try refused(entry(.fee, "1.00", bet: ID(high: 1, low: 1))) == ["422", "unknown_bet", "/bet_id"])
        let others = try books.create(by: books.hall.bob)
        #expect(try refused(entry(.fee, "1.00", bet: others.id)) == ["422", "unknown_bet", "/bet_id"])
        let own = try books.create()
        #expect(try refused(entry(.deposit, "1.00", bet: own.id)) == ["422", "conflicting_fields", "/bet_id"])
        #expect(try record(entry(.fee, "1.00", bet: own.id)).bet == own.id)
        let first = try record(entry(.deposit, "1.00", external: "tx-1"))
        #expect(try refused(entry(.deposit, "1.00", external: "tx-1")) == ["409", "external_id_taken", "/external_id"])
        let second = try record(entry(.deposit, "1.00"))
        #expect(
            try books.refusal(
                CompleteTrackedTransaction.self,
                .init(transaction: second.id, externalID: OutsideKey(trusted: "tx-1"))) == [
                    "409", "external_id_taken", "/external_id",
                ])
        for request in [first.id, ID(high: 1, low: 1)] {
            #expect(
                try books.refusal(FailTrackedTransaction.self, .init(transaction: request), by: books.hall.bob).first
                    == "404")
        }
        #expect(try books.hall.violations().isEmpty)
    }

    @Test("is forgotten with the person, as far as it has words, and so are the bets")
    func forgetting() throws {
        for number in 0..<3 { try books.create(books.input(external: "dk-\(number)-secret")) }
        let bet = try books.settle(books.create(), .win)
        _ = try service.ask(
            DisputeTrackedBet.self, .init(bet: bet.id, reason: Note(trusted: "a grudge of mine")), by: alice
        ).get()
        _ = try complete(record(entry(.deposit, "5.00", external: "tx-secret")), reference: "statement-secret")
        let words = ["a secret of mine", "-secret", "a grudge of mine", "my own way", "Patrick Mahomes"]
        #expect(try words.allSatisfy { try service.isOnDisk($0) })
        var isDone = false
        while !isDone {
            isDone = try service.call(ForgetPerson.self, .init(user: alice.user), from: .identity).get().isDone
            service.now = service.now.adding(milliseconds: 30)
            try service.step()
        }
        #expect(try words.filter { try service.isOnDisk($0) } == [])
        let left = try service.ask(GetTrackedBet.self, .init(bet: bet.id), by: books.hall.admin).get()
        #expect(left.notes == nil && left.dispute?.reason == nil && left.netProfit?.amount.text == "275.00")
        #expect(try books.hall.violations().isEmpty)
    }
}
