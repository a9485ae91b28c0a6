import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Wallet

@Suite("A wallet that forgets its owner") struct ForgettingTests {
    let wallet: WalletUnderTest
    let list = MemoryOfTheForgotten()
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    init() throws { wallet = try WalletUnderTest(forgotten: list) }

    /// Where withdrawals go in these tests, and what is remarked.
    private static let words = [
        "IE29 AIBK 9311", "no such account", "her aunt paid", "she asked for it nicely", "Anns Aunt", "REF-ANN-1",
    ]

    /// Two withdrawals, a deposit that a bank's row matches, and a correction, each with what was remarked.
    private func fill(_ user: Statement) throws {
        try wallet.grant(2000, .winning, to: user)
        _ = try wallet.reject(try wallet.withdraw("5", by: user).get().id).get()
        _ = try wallet.pay(try wallet.withdraw("5", by: user).get().id, hash: "paid-\(user.user)").get()
        let deposit = try wallet.request(WalletUnderTest.money("10"), by: user).get()
        _ = try wallet.service.ask(
            ApproveDeposit.self, .init(depositID: deposit.id, note: Note("her aunt paid")), by: wallet.admin
        ).get()
        let correction = AdjustBalance.Request(
            userID: user.user, bucket: .bonus, amount: try WalletUnderTest.money("1"), direction: .credit,
            reason: Note(trusted: "she asked for it nicely"))
        _ = try wallet.service.ask(AdjustBalance.self, correction, by: wallet.admin).get()
    }

    private func reconcile() throws {
        let row = ImportReconciliation.Row(
            externalID: TransferHash(trusted: "row-1"), date: Day(wallet.service.now), time: nil, direction: .in,
            amount: try WalletUnderTest.money("10"), reference: BankWords("REF-ANN-1"),
            counterparty: BankWords("Anns Aunt"))
        let rows = try #require(UpTo<1000, ImportReconciliation.Row>([row]))
        let import_ = ImportReconciliation.Request(source: OutsideKey(trusted: "bank"), rows: rows)
        let made = try wallet.service.ask(ImportReconciliation.self, import_, by: wallet.admin).get()
        #expect(made.counts.auto == 1)
        _ = try wallet.service.ask(
            ConfirmReconciliation.self, .init(id: made.id), by: wallet.admin
        ).get()
    }

    private func forget(_ user: Statement) throws {
        var isDone = false
        for _ in 0..<20 where !isDone {
            isDone = try wallet.service.call(ForgetPerson.self, .init(user: user.user), from: .identity).get().isDone
        }
        #expect(isDone)
    }

    @Test("leaves no word of them on the disk, and every sum in its place")
    func bytes() throws {
        try fill(ann)
        try reconcile()
        try wallet.take(
            PersonStanding(
                user: ann.user, version: 4, state: .disabled,
                limits: WalletUnderTest.limits([.stake: "77.77"]),
                selfExclusion: SelfExclusion(until: wallet.service.now.adding(seconds: 99_999))))
        for word in ForgettingTests.words + ["77.77"] { #expect(try wallet.service.isOnDisk(word), "\(word)") }
        let (before, events) = (try wallet.books(), try wallet.service.events().count)
        let money = try wallet.buckets(of: ann)
        try forget(ann)
        for word in ForgettingTests.words + ["77.77"] { #expect(try !wallet.service.isOnDisk(word), "\(word)") }
        #expect(try wallet.books() == before && wallet.buckets(of: ann) == money)
        #expect(try wallet.service.events().count == events)
        #expect(try wallet.violations() == [])
        #expect(list.all() == [ann.user])
        let known = try #require(try KnownPerson.find(ann.user, in: wallet.service.reader()))
        #expect(known.version == 4 && known.state == .disabled && known.selfExclusion == nil)
    }

    @Test("takes nothing in of where they stood that was on its way, nor asks for it")
    func late() throws {
        try wallet.take(PersonStanding(user: ann.user, version: 4, state: .active))
        try forget(ann)
        let late = PersonStanding(
            user: ann.user, version: 5, state: .active, limits: try WalletUnderTest.limits([.stake: "77.77"]))
        try wallet.take(late)
        #expect(try !wallet.service.isOnDisk("77.77"))
        #expect(try KnownPerson.find(ann.user, in: wallet.service.reader())?.state == .disabled)
        try wallet.hear([StandingChanged(user: ann.user, version: 5, standing: Sealed(text: "c2VhbGVk"))])
        #expect(try wallet.service.takeCall(TellStanding.self, to: .identity) == nil)
    }

    @Test("forgets nobody else with them")
    func others() throws {
        try fill(ann)
        try fill(bob)
        try forget(ann)
        #expect(try wallet.service.isOnDisk("IE29 AIBK 9311") && wallet.service.isOnDisk("she asked for it nicely"))
        #expect(try wallet.count("SELECT COUNT(*) FROM transaction_reasons") == 1)
        #expect(try wallet.count("SELECT COUNT(*) FROM withdrawals WHERE to_address = 'forgotten'") == 2)
    }

    @Test("only at identity's word")
    func caller() throws {
        #expect(try wallet.service.call(ForgetPerson.self, .init(user: ann.user), from: .betting).code == "forbidden")
        #expect(try wallet.service.ask(ForgetPerson.self, .init(user: ann.user), by: wallet.admin).code == "forbidden")
    }

    @Test("lets an address and a row's words go, and takes no others in their place")
    func guards() throws {
        try fill(ann)
        try reconcile()
        let writer = try wallet.writer()
        for sql: StaticString in [
            "UPDATE withdrawals SET to_address = 'elsewhere'", "UPDATE withdrawals SET amount = 1",
            "UPDATE reconciliation_rows SET counterparty = 'another'", "UPDATE reconciliation_rows SET amount = 1",
            "UPDATE reconciliation_rows SET state = 'unmatched', entry = NULL",
        ] {
            #expect(throws: StorageError.self, "\(sql)") { try writer.run(sql) }
        }
    }

    @Test("does it again at the start where its database was put back")
    func restored() throws {
        try fill(ann)
        list.add([ann.user])
        try wallet.service.restart()
        #expect(try !wallet.service.isOnDisk("IE29 AIBK 9311") && !wallet.service.isOnDisk("she asked for it nicely"))
        #expect(try wallet.violations() == [])
    }

    @Test("knows whither a withdrawal is to be paid that waits in a copy put back, until it is decided on")
    func pending() throws {
        let isPaid = [true, false]
        try fill(ann)
        let waiting = try isPaid.map { _ in try wallet.withdraw("5", by: ann, to: "GB33 BUKB 2020").get().id }
        list.add([ann.user])
        try wallet.service.restart()
        // Winnings that no operation granted have no seal, so the operator takes the ledger as it stands.
        var settings = WalletSettings()
        settings.acceptedLedger = try WalletInvariants.lastTransaction(in: wallet.service.reader())
        try wallet.service.restart(as: WalletService.definition(settings))
        #expect(try wallet.service.isOnDisk("GB33 BUKB 2020") && !wallet.service.isOnDisk("IE29 AIBK 9311"))
        for (id, isPaid) in zip(waiting, isPaid) {
            let shown = try wallet.service.ask(GetWithdrawal.self, .init(withdrawalID: id), by: wallet.admin).get()
            #expect(shown.toAddress.text == "GB33 BUKB 2020" && shown.status == .pending)
            _ = isPaid ? try wallet.pay(id, hash: "late").get() : try wallet.reject(id).get()
        }
        #expect(try !wallet.service.isOnDisk("GB33 BUKB 2020") && !wallet.service.isOnDisk("no such account"))
        #expect(try wallet.violations() == [])
        let state = try wallet.service.reader().first("SELECT state FROM runtime_forgotten") {
            try $0.value(0, as: String.self)
        }
        #expect(state == "gone")
    }

    @Test("asks identity for a standing that it only hears of, and for none that it has")
    func asks() throws {
        try wallet.take(PersonStanding(user: ann.user, version: 2, state: .active))
        let told = [
            StandingChanged(user: ann.user, version: 2, standing: Sealed(text: "c2VhbGVk")),
            StandingChanged(user: bob.user, version: 1, standing: Sealed(text: "c2VhbGVk")),
        ]
        try wallet.hear(told)
        let (asked, header) = try #require(try wallet.service.takeCall(TellStanding.self, to: .identity))
        #expect(asked.user == bob.user)
        try wallet.service.reply(Nothing(), to: header, from: .identity)
        #expect(try wallet.service.takeCall(TellStanding.self, to: .identity) == nil)
        try wallet.take(PersonStanding(user: bob.user, version: 1, state: .frozen))
        #expect(try KnownPerson.find(bob.user, in: wallet.service.reader())?.state == .frozen)
    }
}
