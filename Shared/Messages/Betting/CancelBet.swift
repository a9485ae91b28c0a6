public enum CancelBet: Command {
    public struct Request: Codable, Sendable {
        public let bet: ID<Bet>

        enum CodingKeys: String, CodingKey { case bet = "bet_id" }

        public init(bet: ID<Bet>) { self.bet = bet }
    }
    public typealias Reply = Bet
    public enum Failure: String, DomainFailure {
        /// The event was made so.
        case cancellationNotAllowed = "cancellation_not_allowed"
        case eventNotOpen = "event_not_open"
        case alreadyStarted = "already_started"
        /// It is over, or on its way to it.
        case wrongState = "wrong_state"
        public var status: Int { 409 }
    }
    public static let name = "betting.cancel-bet"
    public static let summary = "Take one's own bet back before the start; its stake goes where it came from"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/bets/{bet_id}/cancel")
}
