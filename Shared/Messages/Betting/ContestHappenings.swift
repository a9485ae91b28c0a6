// What betting tells of contests and their entries.

public struct ContestCreated: Event {
    public static let type = "betting.contest-created"
    public let after: Contest
    public var subject: Subject { Subject("contest", after.id) }
    public init(after: Contest) { self.after = after }
}

public struct ContestChanged: Event {
    public static let type = "betting.contest-changed"
    public let before: Contest
    public let after: Contest
    public var subject: Subject { Subject("contest", after.id) }
    public init(before: Contest, after: Contest) { (self.before, self.after) = (before, after) }
}

public struct ContestOpened: Event {
    public static let type = "betting.contest-opened"
    public let contest: ID<Contest>
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>) { self.contest = contest }
}

public struct ContestClosed: Event {
    public static let type = "betting.contest-closed"
    public let contest: ID<Contest>
    public let entries: Int64
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, entries: Int64) { (self.contest, self.entries) = (contest, entries) }
}

/// Scores were set or corrected.
public struct ContestScored: Event {
    public static let type = "betting.contest-scored"
    public struct Change: Codable, Sendable {
        public let entry: ID<ContestEntry>
        public let before: ContestScore?
        public let after: ContestScore?
        public init(entry: ID<ContestEntry>, before: ContestScore?, after: ContestScore?) {
            (self.entry, self.before, self.after) = (entry, before, after)
        }
    }
    public let contest: ID<Contest>
    public let changes: [Change]
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, changes: [Change]) { (self.contest, self.changes) = (contest, changes) }
}

/// Ranks were set or corrected by hand.
public struct ContestRanked: Event {
    public static let type = "betting.contest-ranked"
    public struct Change: Codable, Sendable {
        public let entry: ID<ContestEntry>
        public let before: Int64?
        public let after: Int64?
        public init(entry: ID<ContestEntry>, before: Int64?, after: Int64?) {
            (self.entry, self.before, self.after) = (entry, before, after)
        }
    }
    public let contest: ID<Contest>
    public let changes: [Change]
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, changes: [Change]) { (self.contest, self.changes) = (contest, changes) }
}

/// The result is fixed, and its money is on the way.
public struct ContestSettling: Event {
    public static let type = "betting.contest-settling"
    public let contest: ID<Contest>
    public let settlement: ContestSettlement
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, settlement: ContestSettlement) {
        (self.contest, self.settlement) = (contest, settlement)
    }
}

public struct ContestSettled: Event {
    public static let type = "betting.contest-settled"
    public let contest: ID<Contest>
    public let settlement: ContestSettlement
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, settlement: ContestSettlement) {
        (self.contest, self.settlement) = (contest, settlement)
    }
}

/// The contest is called off, and its fees are on the way back.
public struct ContestCancelling: Event {
    public static let type = "betting.contest-cancelling"
    public let contest: ID<Contest>
    public let before: ContestStatus
    public let reason: ContestCancelReason
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, before: ContestStatus, reason: ContestCancelReason) {
        (self.contest, self.before, self.reason) = (contest, before, reason)
    }
}

public struct ContestCancelled: Event {
    public static let type = "betting.contest-cancelled"
    public let contest: ID<Contest>
    public let refunded: Money
    public var subject: Subject { Subject("contest", contest) }
    public init(contest: ID<Contest>, refunded: Money) { (self.contest, self.refunded) = (contest, refunded) }
}

public struct ContestEntered: Event {
    public static let type = "betting.contest-entered"
    public let entry: ID<ContestEntry>
    public let contest: ID<Contest>
    public let user: ID<User>
    public let fee: Money
    /// Absent where nothing had to be paid.
    public let hold: ID<Hold>?
    public var subject: Subject { Subject("entry", entry) }
    public init(entry: ID<ContestEntry>, contest: ID<Contest>, user: ID<User>, fee: Money, hold: ID<Hold>?) {
        (self.entry, self.contest, self.user, self.fee, self.hold) = (entry, contest, user, fee, hold)
    }
}

/// An entry that was tried came to nothing: too little money, or the contest was no longer open.
public struct ContestEntryRejected: Event {
    public static let type = "betting.contest-entry-rejected"
    public let entry: ID<ContestEntry>
    public let contest: ID<Contest>
    public let user: ID<User>
    public var subject: Subject { Subject("entry", entry) }
    public init(entry: ID<ContestEntry>, contest: ID<Contest>, user: ID<User>) {
        (self.entry, self.contest, self.user) = (entry, contest, user)
    }
}

/// An entry is over: what it brought, prize or fee, has been paid.
public struct ContestEntrySettled: Event {
    public static let type = "betting.contest-entry-settled"
    public let entry: ID<ContestEntry>
    public let contest: ID<Contest>
    public let user: ID<User>
    public let outcome: ContestEntryStatus
    public let winnerRank: Int64?
    public let fee: Money
    public let payout: Money
    public var subject: Subject { Subject("entry", entry) }

    enum CodingKeys: String, CodingKey {
        case entry, contest, user, outcome, winnerRank = "winner_rank", fee, payout
    }

    public init(
        entry: ID<ContestEntry>, contest: ID<Contest>, user: ID<User>, outcome: ContestEntryStatus,
        winnerRank: Int64?, fee: Money, payout: Money
    ) {
        (self.entry, self.contest, self.user, self.outcome) = (entry, contest, user, outcome)
        (self.winnerRank, self.fee, self.payout) = (winnerRank, fee, payout)
    }
}
