/// How far the forgetting of a person is.
public struct PersonForgetting: Codable, Sendable {
    public enum State: String, WireEnum {
        /// The key is gone, and with it all that is sealed; what lies open is being erased.
        case forgetting
        case forgotten
    }
    /// A service in which nothing of the person is left.
    public struct Place: Codable, Sendable {
        public let service: ServiceName
        public let forgottenAt: Timestamp

        enum CodingKeys: String, CodingKey { case service, forgottenAt = "forgotten_at" }

        public init(service: ServiceName, forgottenAt: Timestamp) {
            (self.service, self.forgottenAt) = (service, forgottenAt)
        }
    }

    public let userID: ID<User>
    public let state: State
    public let begunAt: Timestamp
    public let done: [Place]
    /// Those that have not finished yet.
    public let pending: [ServiceName]

    enum CodingKeys: String, CodingKey { case userID = "user_id", state, begunAt = "begun_at", done, pending }

    public init(userID: ID<User>, begunAt: Timestamp, done: [Place], pending: [ServiceName]) {
        (self.userID, self.begunAt, self.done, self.pending) = (userID, begunAt, done, pending)
        state = pending.isEmpty ? .forgotten : .forgetting
    }
}

/// Erases a person: destroys the key that what is known of them is sealed under in all events, and erases what lies open in
/// the services' databases. What the books need stays, with an id that says nothing any more. Nobody can take it back.
public enum ForgetUser: Command {
    public struct Request: Codable, Sendable {
        public let userID: ID<User>
        /// Whether to do it although there is money in the wallet, which nobody will claim any more.
        public let abandonBalance: Bool?

        enum CodingKeys: String, CodingKey { case userID = "user_id", abandonBalance = "abandon_balance" }

        public init(userID: ID<User>, abandonBalance: Bool? = nil) {
            (self.userID, self.abandonBalance) = (userID, abandonBalance)
        }
    }
    public typealias Reply = PersonForgetting
    public enum Failure: String, DomainFailure {
        /// The account is still one that may act, or may again.
        case notLeft = "not_left"
        /// A workflow that knows of the person has not come to its end.
        case workPending = "work_pending"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [LeavingRefusal.self]
    public static let name = "identity.forget-user"
    public static let summary = "Forget a person who has left or was shut out for good"
    public static let access = Access.roles([.admin])
    /// Not with a key: it is never done by a program on its own.
    public static let scope: String? = nil
    public static let route: Route? = .act("/v1/people/{user_id}/forget", success: 202)
}

public enum GetForgetting: Query {
    public typealias Request = UserRequest
    public typealias Reply = PersonForgetting
    public static let name = "identity.get-forgetting"
    public static let summary = "How far the forgetting of a person is"
    public static let access = Access.roles([.admin, .auditor])
    public static let route: Route? = .get("/v1/people/{user_id}/forget")
}

/// A person's key is destroyed: nobody reads any more what was sealed under it.
public struct PersonForgotten: Event {
    public static let type = "identity.person-forgotten"
    public static let severity = Severity.warning
    public let user: ID<User>
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>) { self.user = user }
}

/// Nothing of the person is left in a service.
public struct ForgettingAdvanced: Event {
    public static let type = "identity.forgetting-advanced"
    public let user: ID<User>
    public let service: ServiceName
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, service: ServiceName) { (self.user, self.service) = (user, service) }
}
