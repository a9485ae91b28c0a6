import Messages
import Runtime

/// Where the settlement of an event stands, as far as it is no matter of its rows.
struct SettlementState: Codable, Sendable {
    let event: ID<BettingEvent>
    /// The command that begins it only fixes the result: a large pool's first chunk must not lengthen it.
    var hasBegun = false
    /// The last bet that was looked at.
    var lastBet: Int64 = 0
    /// What is being found out. Nil at first.
    var phase: Phase?
    /// The number of the winning play that it is being found out of.
    var play: Int64?
    /// The last class of stakes that was looked at, and what it was rounded by.
    var lastStake: Int64?
    var lastRest: [Int64]?
    /// What shares rounded down come to; then how many units are still to be given out.
    var units: Int64?

    enum Phase: String, Codable, Sendable {
        case counting, ranking, cutting, clearing, deciding
    }
}

/// Gives a pool out, or every stake back. Each step takes a bounded chunk and then lets other messages have their turn,
/// and where it stands is in the rows, so it goes on after a crash where it was.
let settlementSaga = Saga<SettlementState>(
    "betting.settle-event", version: 2,
    steps: [
        .call("fund", .wallet, FundEscrow.self, request: SettlementHouse.fund),
        .local("decide", SettlementDecision.decide),
        .call("pay", .wallet, PayFromEscrow.self, repeats: true, request: SettlementPayments.next),
        .call("keep", .wallet, PayFromEscrow.self, request: SettlementHouse.keep),
        .local("end", SettlementEnd.end),
        .call("tell", .identity, TellPeople.self, repeats: true, request: SettlementNews.next),
    ],
    end: .silent)

/// Settlements that began before there were policies go on by the same rows; one that had not begun to pay decides anew.
let firstSettlementSaga = Saga<SettlementState>(
    "betting.settle-event", version: 1,
    steps: [
        .local("share", SettlementDecision.decide),
        .local("distribute", SettlementDecision.decide),
        .local("close-unpaid", SettlementDecision.decide),
        .call("pay", .wallet, PayFromEscrow.self, repeats: true, request: SettlementPayments.next),
        .call("takeout", .wallet, PayFromEscrow.self, request: SettlementHouse.keep),
        .local("end", SettlementEnd.end),
    ],
    end: .silent)
