import Crypto
import Messages
import Runtime
import TestSupport
import Testing

@testable import Wallet

extension WalletUnderTest {
    static let secret = Array("what only the node and we know, in 32 bytes".utf8)

    // MARK: - Withdrawals

    func withdraw(
        _ amount: String, _ currency: String = "EUR", by user: Statement, to address: String = "IE29 AIBK 9311"
    ) throws -> ServiceUnderTest.Answer<Withdrawal> {
        let request = RequestWithdrawal.Request(
            amount: try Self.money(amount, currency), toAddress: try #require(PayoutAddress(address)))
        return try service.ask(RequestWithdrawal.self, request, by: user)
    }

    func pay(
        _ id: ID<Withdrawal>, hash: String = "0xFEED", by admin: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Withdrawal> {
        let request = PayWithdrawal.Request(withdrawalID: id, adminTxHash: TransferHash(trusted: hash))
        return try service.ask(PayWithdrawal.self, request, by: admin ?? self.admin)
    }

    func reject(_ id: ID<Withdrawal>, by admin: Statement? = nil) throws -> ServiceUnderTest.Answer<Withdrawal> {
        let request = WithdrawalRefusal(withdrawalID: id, note: Note(trusted: "no such account"))
        return try service.ask(RejectWithdrawal.self, request, by: admin ?? self.admin)
    }

    func fail(_ id: ID<Withdrawal>, by admin: Statement? = nil) throws -> ServiceUnderTest.Answer<Withdrawal> {
        let request = WithdrawalRefusal(withdrawalID: id, note: Note(trusted: "the bank gave it back"))
        return try service.ask(FailWithdrawal.self, request, by: admin ?? self.admin)
    }

    func cancel(_ id: ID<Withdrawal>, by user: Statement) throws -> ServiceUnderTest.Answer<Withdrawal> {
        try service.ask(CancelWithdrawal.self, WithdrawalReference(withdrawalID: id), by: user)
    }

    // MARK: - Reports of transfers

    /// What a node would send of a transfer.
    static func report(
        _ hash: String, _ amount: String = "5.00", _ currency: String = "EUR", confirmations: Int = 6,
        status: String = "confirmed", chain: String = "test"
    ) -> String {
        #"{"amount":{"amount":"\#(amount)","currency":"\#(currency)"},"chain":"\#(chain)","#
            + #""confirmations":\#(confirmations),"status":"\#(status)","tx_hash":"\#(hash)"}"#
    }

    func signature(_ body: String, _ time: String, secret: [UInt8] = WalletUnderTest.secret) -> String {
        Hex.encode(MessageAuthentication.code(of: Array("\(time).\(body)".utf8), key: secret))
    }

    /// Sends a report as it is signed now, or as the test says.
    func send(
        _ body: String, secondsLate: Int64 = 0, secret: [UInt8] = WalletUnderTest.secret
    ) throws -> ServiceUnderTest.Answer<ReportTransfer.Reply> {
        let time = String(service.now.milliseconds / 1000 - secondsLate)
        return try send(body, time: time, signature: signature(body, time, secret: secret))
    }

    func send(
        _ body: String, time: String?, signature: String?
    ) throws -> ServiceUnderTest.Answer<ReportTransfer.Reply> {
        let bytes = try #require(RawBody<ReportTransfer.Body>(contentType: "application/json", Array(body.utf8)))
        let request = ReportTransfer.Request(body: bytes, timestamp: time, signature: signature)
        return try service.ask(ReportTransfer.self, request)
    }

    func deposit(_ id: ID<Deposit>) throws -> Deposit {
        try service.ask(GetDeposit.self, .init(depositID: id), by: admin).get()
    }

    /// All that a refusal may not change.
    func books() throws -> [Int] {
        [
            try count("SELECT COUNT(*) FROM ledger_transactions"), try count("SELECT COUNT(*) FROM holds"),
            try count("SELECT COUNT(*) FROM withdrawals"), try count("SELECT COUNT(*) FROM transfers"),
            try count("SELECT COUNT(*) FROM deposits WHERE status = 'pending'"),
            try count("SELECT COUNT(*) FROM report_signatures"),
        ]
    }
}
