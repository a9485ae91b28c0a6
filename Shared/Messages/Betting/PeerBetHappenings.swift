// What betting tells of peer bets. What people wrote is in none of it: outcomes are told by their place, from 0 on, and
// the terms by a digest.

public struct PeerBetCreated: Event {
    public static let type = "betting.peer-bet-created"
    public let bet: ID<PeerBet>
    public let creator: ID<User>
    public let termsDigest: String
    public let outcome: Int
    public let stake: Money
    /// What those stake who join, by outcome.
    public let stakes: [Money]
    public let hold: ID<Hold>
    public let maxParticipants: Int
    public let arbiter: ID<User>?
    public let resolvedBy: PeerBetJudge
    public let visibility: PeerBetVisibility
    public let feePercent: DecimalText
    public let joinDeadline: Timestamp?
    public let resolveBy: Timestamp?
    public var subject: Subject { Subject("peer-bet", bet) }

    public init(
        bet: ID<PeerBet>, creator: ID<User>, termsDigest: String, outcome: Int, stake: Money, stakes: [Money],
        hold: ID<Hold>, maxParticipants: Int, arbiter: ID<User>?, resolvedBy: PeerBetJudge,
        visibility: PeerBetVisibility, feePercent: DecimalText, joinDeadline: Timestamp?, resolveBy: Timestamp?
    ) {
        (self.bet, self.creator, self.termsDigest, self.outcome) = (bet, creator, termsDigest, outcome)
        (self.stake, self.stakes, self.hold, self.maxParticipants) = (stake, stakes, hold, maxParticipants)
        (self.arbiter, self.resolvedBy, self.visibility) = (arbiter, resolvedBy, visibility)
        (self.feePercent, self.joinDeadline, self.resolveBy) = (feePercent, joinDeadline, resolveBy)
    }
}

/// A peer bet that was tried came to nothing: too little money, or it took too long.
public struct PeerBetRejected: Event {
    public static let type = "betting.peer-bet-rejected"
    public let bet: ID<PeerBet>
    public let creator: ID<User>
    public let stake: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, creator: ID<User>, stake: Money) {
        (self.bet, self.creator, self.stake) = (bet, creator, stake)
    }
}

public struct PeerBetJoined: Event {
    public static let type = "betting.peer-bet-joined"
    public let bet: ID<PeerBet>
    public let user: ID<User>
    public let outcome: Int
    public let stake: Money
    public let hold: ID<Hold>
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, user: ID<User>, outcome: Int, stake: Money, hold: ID<Hold>) {
        (self.bet, self.user, self.outcome, self.stake, self.hold) = (bet, user, outcome, stake, hold)
    }
}

/// Somebody tried to join and could not: too little money, or others were first.
public struct PeerBetJoinRejected: Event {
    public static let type = "betting.peer-bet-join-rejected"
    public let bet: ID<PeerBet>
    public let user: ID<User>
    public let stake: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, user: ID<User>, stake: Money) {
        (self.bet, self.user, self.stake) = (bet, user, stake)
    }
}

public struct PeerBetLocked: Event {
    public static let type = "betting.peer-bet-locked"
    public let bet: ID<PeerBet>
    public let because: PeerBetLock
    public let participants: Int
    public let pot: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, because: PeerBetLock, participants: Int, pot: Money) {
        (self.bet, self.because, self.participants, self.pot) = (bet, because, participants, pot)
    }
}

/// Somebody who takes part says how it ended: an outcome, or with -1 that it is void.
public struct PeerBetProposed: Event {
    public static let type = "betting.peer-bet-proposed"
    public let bet: ID<PeerBet>
    public let user: ID<User>
    public let before: Int?
    public let after: Int
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, user: ID<User>, before: Int?, after: Int) {
        (self.bet, self.user, self.before, self.after) = (bet, user, before, after)
    }
}

/// Somebody who takes part wants it called off.
public struct PeerBetCancelAgreed: Event {
    public static let type = "betting.peer-bet-cancel-agreed"
    public let bet: ID<PeerBet>
    public let user: ID<User>
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, user: ID<User>) { (self.bet, self.user) = (bet, user) }
}

public struct PeerBetDisputed: Event {
    public static let type = "betting.peer-bet-disputed"
    public static let severity = Severity.warning
    public let bet: ID<PeerBet>
    /// Who asked for it; nobody where those who take part said different things, or not all did in time.
    public let user: ID<User>?
    public let before: PeerBetStatus
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, user: ID<User>?, before: PeerBetStatus) {
        (self.bet, self.user, self.before) = (bet, user, before)
    }
}

/// It is decided how it ended, and its money is on the way.
public struct PeerBetResolved: Event {
    public static let type = "betting.peer-bet-resolved"
    public let bet: ID<PeerBet>
    public let before: PeerBetStatus
    /// The outcome, or -1 where it is void.
    public let outcome: Int
    public let decidedBy: PeerBetJudge
    public let ending: PeerBetEnding
    public let pot: Money
    public let fee: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(
        bet: ID<PeerBet>, before: PeerBetStatus, outcome: Int, decidedBy: PeerBetJudge, ending: PeerBetEnding,
        pot: Money, fee: Money
    ) {
        (self.bet, self.before, self.outcome, self.decidedBy) = (bet, before, outcome, decidedBy)
        (self.ending, self.pot, self.fee) = (ending, pot, fee)
    }
}

/// It is called off, and its stakes are on the way back.
public struct PeerBetCancelling: Event {
    public static let type = "betting.peer-bet-cancelling"
    public let bet: ID<PeerBet>
    public let before: PeerBetStatus
    public let because: PeerBetCallOff
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, before: PeerBetStatus, because: PeerBetCallOff) {
        (self.bet, self.before, self.because) = (bet, before, because)
    }
}

/// For one who took part it is over: what it brought has been paid.
public struct PeerStakeSettled: Event {
    public static let type = "betting.peer-stake-settled"
    public let bet: ID<PeerBet>
    public let user: ID<User>
    public let ending: PeerBetEnding
    public let stake: Money
    public let payout: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, user: ID<User>, ending: PeerBetEnding, stake: Money, payout: Money) {
        (self.bet, self.user, self.ending) = (bet, user, ending)
        (self.stake, self.payout) = (stake, payout)
    }
}

public struct PeerBetPaid: Event {
    public static let type = "betting.peer-bet-paid"
    public let bet: ID<PeerBet>
    public let ending: PeerBetEnding
    public let pot: Money
    public let fee: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, ending: PeerBetEnding, pot: Money, fee: Money) {
        (self.bet, self.ending, self.pot, self.fee) = (bet, ending, pot, fee)
    }
}

public struct PeerBetCancelled: Event {
    public static let type = "betting.peer-bet-cancelled"
    public let bet: ID<PeerBet>
    public let refunded: Money
    public var subject: Subject { Subject("peer-bet", bet) }
    public init(bet: ID<PeerBet>, refunded: Money) { (self.bet, self.refunded) = (bet, refunded) }
}
