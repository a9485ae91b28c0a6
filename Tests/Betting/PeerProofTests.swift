import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Stakes in peer bets against the wallet")
struct PeerProofTests {
    let both: HallWithWallet

    /// Alice has won one bet, one was called off, one waits for somebody to join, and in one both are in.
    init() throws {
        both = try HallWithWallet()
        let won = try made(joined: true)
        for person in [both.hall.alice, both.hall.bob] {
            _ = try both.betting.ask(
                ResolvePeerBet.self, .init(bet: won, outcome: OutcomeName(trusted: "Ann")), by: person)
        }
        let off = try made(joined: false)
        _ = try both.betting.ask(CancelPeerBet.self, .init(bet: off), by: both.hall.alice)
        try both.exchangeAll()
        _ = try made(joined: false)
        _ = try made(joined: true)
    }

    private func made(joined: Bool) throws -> ID<PeerBet> {
        let answer = try both.betting.ask(CreatePeerBet.self, try PeerHall().request(), by: both.hall.alice)
        try both.exchangeAll()
        let bet = try both.betting.answer(CreatePeerBet.self, try #require(answer.reference)).get().id
        guard joined else { return bet }
        _ = try both.betting.ask(
            JoinPeerBet.self, .init(bet: bet, outcome: OutcomeName(trusted: "Ben")), by: both.hall.bob)
        try both.exchangeAll()
        return bet
    }

    @Test("agree where all is well")
    func sound() throws {
        #expect(try both.check() == [])
        let states = try both.betting.reader().rows("SELECT status FROM peer_bet ORDER BY number") {
            try $0.value(0, as: String.self)
        }
        #expect(states == ["paid", "cancelled", "created", "locked"])
    }

    @Test("are named where betting says otherwise")
    func edited() throws {
        let edits: [([StaticString], String)] = [
            (
                ["DROP TRIGGER peer_stake_stays", "UPDATE peer_stake SET stake = stake + 1 WHERE number = 4"],
                "is of 30.00 EUR, the stake of 30.01 EUR"
            ),
            (["UPDATE peer_stake SET payout = 0 WHERE number = 1"], "30.00 EUR came back, not 30.00 EUR went into"),
            (
                ["DROP TRIGGER peer_stake_kept", "DELETE FROM peer_stake WHERE number = 4"],
                "of 30.00 EUR is captured in the wallet, and no such stake's in betting"
            ),
            (["UPDATE peer_bet SET pot = pot + 1 WHERE status = 'created'"], "betting says 30.01 EUR"),
        ]
        for (statements, complaint) in edits {
            let tests = try PeerProofTests()
            try tests.both.edit(tests.both.betting, ["DROP TRIGGER peer_result_stays"] + statements)
            let found = try tests.both.check()
            #expect(found.contains { $0.contains(complaint) }, "\(complaint): \(found)")
        }
    }
}
