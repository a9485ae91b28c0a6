import Messages
import Runtime
import Storage

/// What must hold of peer bets at every commit.
enum PeerBetInvariants {
    static func violations(in database: Connection) throws -> [String] {
        try brokenTotals(in: database) + strangeStakes(in: database) + wrongStates(in: database)
            + unattended(in: database) + wrongSplits(in: database)
    }

    private static func brokenTotals(in database: Connection) throws -> [String] {
        let bets: [String] = try database.rows(
            """
            SELECT id FROM peer_bet WHERE (participants, pot) <>
                (SELECT COUNT(*), COALESCE(SUM(stake), 0) FROM peer_stake WHERE bet = id AND place IS NOT NULL)
            """
        ) { "the totals of peer bet \(try $0.value(0, as: ID<PeerBet>.self)) are not the sums of its stakes" }
        let outcomes: [String] = try database.rows(
            """
            SELECT o.bet FROM peer_outcome o WHERE (backers, staked) <>
                (SELECT COUNT(*), COALESCE(SUM(s.stake), 0) FROM peer_stake s
                 WHERE s.bet = o.bet AND s.outcome = o.place AND s.place IS NOT NULL)
            """
        ) { "an outcome of peer bet \(try $0.value(0, as: ID<PeerBet>.self)) is not the sum of its stakes" }
        return bets + outcomes
    }

    /// Who joined staked what the bet asks; places follow one another, the creator's first; and nobody judges their own.
    private static func strangeStakes(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT b.id FROM peer_stake s JOIN peer_bet b ON b.id = s.bet
                JOIN peer_outcome o ON o.bet = s.bet AND o.place = s.outcome
            WHERE s.user = b.arbiter OR s.place >= b.participants OR (s.place = 0) <> (s.user = b.creator)
                OR (s.user <> b.creator AND s.stake <> o.stake)
            """
        ) { "a stake in peer bet \(try $0.value(0, as: ID<PeerBet>.self)) is not as the bet wants it" }
    }

    private static func wrongStates(in database: Connection) throws -> [String] {
        try database.rows(
            """
            SELECT id FROM peer_bet WHERE CASE
                WHEN status = 'reserved' THEN participants <> 0 OR pot <> 0
                WHEN status = 'created' THEN participants <> 1
                WHEN status IN ('cancelling','cancelled') THEN participants < 1 OR ending <> 'refund'
                ELSE participants < 2 END
                OR (locked_at IS NULL) <> (status IN ('reserved','created','joined'))
                    AND status NOT IN ('cancelling','cancelled')
                OR EXISTS (SELECT 1 FROM peer_stake WHERE bet = id AND place IS NOT NULL
                    AND ((payout IS NULL) <> (ending IS NULL) OR settled_at IS NOT ended_at))
                OR ending IS NOT NULL AND pot <> fee + (SELECT SUM(payout) FROM peer_stake WHERE bet = id)
                OR ending = 'refund' AND EXISTS (SELECT 1 FROM peer_stake WHERE bet = id AND payout <> stake)
            """
        ) { "peer bet \(try $0.value(0, as: ID<PeerBet>.self)) is not as its state says" }
    }

    /// What waits for a wallet's word has a saga that waits.
    private static func unattended(in database: Connection) throws -> [String] {
        let coding = WireCoding()
        var attended: Set<ID<Hold>> = []
        for saga in [createPeerBetSaga, joinPeerBetSaga] {
            try attended.formUnion(
                database.rows("SELECT state FROM runtime_sagas WHERE definition = ?", saga.name) {
                    try coding.decode(PeerStakeState.self, from: Array(try $0.value(0, as: String.self).utf8)).hold
                })
        }
        let settled: [ID<PeerBet>] = try database.rows(
            "SELECT state FROM runtime_sagas WHERE definition = ?", settlePeerBetSaga.name
        ) { try coding.decode(PeerSettlementState.self, from: Array(try $0.value(0, as: String.self).utf8)).bet }
        let reserved: [ID<Hold>] = try database.rows("SELECT hold FROM peer_stake WHERE place IS NULL") {
            try $0.value(0)
        }
        let owed: [ID<PeerBet>] = try database.rows(
            "SELECT id FROM peer_bet WHERE status IN ('resolved','cancelling')"
        ) { try $0.value(0) }
        return reserved.filter { !attended.contains($0) }.map { "nothing decides on the stake of hold \($0)" }
            + owed.filter { !settled.contains($0) }.map { "nothing gives peer bet \($0) out" }
    }

    /// Splits each decided pot again.
    private static func wrongSplits(in database: Connection) throws -> [String] {
        let bets: [ID<PeerBet>] = try database.rows("SELECT id FROM peer_bet WHERE result IS NOT NULL ORDER BY id") {
            try $0.value(0)
        }
        return try bets.compactMap { id in
            guard let bet = try StoredPeerBet.find(id, in: database), let verdict = bet.result else { return nil }
            let stakes = try StoredPeerStake.all(of: id, in: database)
            let right = try PeerSplit(
                of: stakes.map { .init(outcome: $0.outcome, amount: $0.stake) }, verdict: verdict,
                feePoints: bet.feePoints)
            let isRight =
                right.ending == bet.ending && right.fee == bet.fee && right.payouts == stakes.compactMap(\.payout)
            return isRight ? nil : "peer bet \(id) is not split as its result demands"
        }
    }
}
