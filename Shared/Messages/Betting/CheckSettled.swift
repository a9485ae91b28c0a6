/// Refused while a person has bets that are not settled, or settled ones that are not paid: they may still be owed money.
public enum CheckSettled: Command {
    public struct Request: Codable, Sendable {
        public let user: ID<User>

        public init(user: ID<User>) { self.user = user }
    }
    public typealias Reply = Nothing
    public typealias Failure = LeavingRefusal
    public static let name = "betting.check-settled"
    public static let summary = "Whether all bets of a person are settled and paid"
    public static let access = Access.services([.identity])
}
