public import Messages
public import Storage

/// What must hold of the betting service's database at every commit, and what others need to check their side by.
public enum BettingInvariants {
    /// Every rule that is broken, in words; none in a sound database.
    public static func violations(in database: Connection) throws -> [String] {
        try PoolInvariants.violations(in: database) + EventInvariants.violations(in: database)
            + PeerBetInvariants.violations(in: database) + ContestInvariants.violations(in: database)
            + StatisticsInvariants.violations(in: database) + SeasonInvariants.violations(in: database)
            + QuoteInvariants.violations(in: database) + EdgeInvariants.violations(in: database)
            + TrackedInvariants.violations(in: database)
    }

    /// A bet, as it must be found again in the wallet.
    public struct BetOnRecord: Sendable, Equatable {
        public let id: ID<Bet>
        public let event: ID<BettingEvent>
        public let gambler: ID<User>
        public let hold: ID<Hold>
        public let stake: Amount
        public let status: BetStatus
        public let payout: Amount?
    }

    /// All bets in the order in which they were placed.
    public static func bets(in database: Connection) throws -> [BetOnRecord] {
        try database.rows("SELECT id, event, user, hold, stake, status, payout FROM bet ORDER BY number") { row in
            BetOnRecord(
                id: try row.value(0), event: try row.value(1), gambler: try row.value(2), hold: try row.value(3),
                stake: try row.value(4), status: try row.value(5), payout: try row.value(6))
        }
    }
}
