import Messages
import Runtime

/// Where the settlement of an event stands.
struct SettlementState: Codable, Sendable {
    let event: ID<BettingEvent>
    /// The command that begins it only fixes the result: a large pool's first chunk must not lengthen it.
    var hasBegun = false
    /// The last bet that was looked at.
    var lastBet: Int64 = 0
}

/// Gives a pool out, or every stake back. Each step takes a bounded chunk and then lets other messages have their turn,
/// and where it stands is in the rows, so it goes on after a crash where it was.
let settlementSaga = Saga<SettlementState>(
    "betting.settle-event", version: 1,
    steps: [
        .local("share", SettlementShares.share),
        .local("distribute", SettlementShares.distribute),
        .local("close-unpaid", SettlementShares.closeUnpaid),
        .call("pay", .wallet, PayFromEscrow.self, repeats: true, request: SettlementPayments.next),
        .call("takeout", .wallet, PayFromEscrow.self, request: SettlementPayments.takeout),
        .local("end", SettlementEnd.end),
    ],
    end: .silent)
