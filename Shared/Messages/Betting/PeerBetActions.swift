public enum JoinPeerBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<PeerBet>
        /// The outcome that is backed.
        public let outcome: OutcomeName
        /// What is staked on it, for who wants to be sure; it must be what the bet asks.
        public let stake: Money?

        enum CodingKeys: String, CodingKey { case bet = "peer_bet_id", outcome, stake }

        public init(bet: ID<PeerBet>, outcome: OutcomeName, stake: Money? = nil) {
            (self.bet, self.outcome, self.stake) = (bet, outcome, stake)
        }
    }
    public typealias Reply = PeerBet
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case tooLate = "too_late"
        case alreadyJoined = "already_joined"
        /// The last place would have all back the same outcome.
        case oneSided = "one_sided"
        case arbiterTakesPart = "arbiter_takes_part"
        case unknownOutcome = "unknown_outcome"
        case wrongStake = "wrong_stake"
        /// The wallet's word, handed on as it is.
        case insufficientFunds = "insufficient_funds"

        public var status: Int {
            switch self {
            case .wrongState, .tooLate, .alreadyJoined, .oneSided, .arbiterTakesPart: 409
            case .unknownOutcome, .wrongStake, .insufficientFunds: 422
            }
        }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [StandingRefusal.self]
    public static let name = "betting.join-peer-bet"
    public static let summary = "Join a peer bet: back one of its outcomes with the stake that it asks"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/peer-bets/{peer_bet_id}/join")
}

/// Why a peer bet's state does not allow what was asked.
public enum PeerBetActionFailure: String, DomainFailure {
    case wrongState = "wrong_state"
    /// Its time is over, and what follows from that is about to happen by itself.
    case tooLate = "too_late"
    public var status: Int { 409 }
}

public enum LockPeerBet: Command {
    public typealias Request = PeerBetRequest
    public typealias Reply = PeerBet
    public typealias Failure = PeerBetActionFailure
    public static let name = "betting.lock-peer-bet"
    public static let summary = "Let nobody join any more; for the creator, once somebody else is in"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/peer-bets/{peer_bet_id}/lock")
}

public enum ResolvePeerBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<PeerBet>
        /// The outcome that it ended with, or `void` for none.
        public let outcome: OutcomeName

        enum CodingKeys: String, CodingKey { case bet = "peer_bet_id", outcome }

        public init(bet: ID<PeerBet>, outcome: OutcomeName) { (self.bet, self.outcome) = (bet, outcome) }
    }
    public typealias Reply = PeerBet
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        case tooLate = "too_late"
        case unknownOutcome = "unknown_outcome"
        public var status: Int { self == .unknownOutcome ? 422 : 409 }
    }
    public static let name = "betting.resolve-peer-bet"
    public static let summary = "Say how a peer bet ended: it is so when all agree, or when its arbiter says so"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/peer-bets/{peer_bet_id}/resolve")
}

public enum DisputePeerBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<PeerBet>
        public let reason: Note?

        enum CodingKeys: String, CodingKey { case bet = "peer_bet_id", reason }

        public init(bet: ID<PeerBet>, reason: Note? = nil) { (self.bet, self.reason) = (bet, reason) }
    }
    public typealias Reply = PeerBet
    public typealias Failure = PeerBetActionFailure
    public static let name = "betting.dispute-peer-bet"
    public static let summary = "Have the arbiter decide how a peer bet ended, or an admin where there is none"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/peer-bets/{peer_bet_id}/dispute")
}

public enum CancelPeerBet: Command {
    public typealias Request = PeerBetRequest
    public typealias Reply = PeerBet
    public typealias Failure = PeerBetActionFailure
    public static let name = "betting.cancel-peer-bet"
    public static let summary = "Call a peer bet off: alone until somebody joins, after that when all have said so"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/peer-bets/{peer_bet_id}/cancel")
}
