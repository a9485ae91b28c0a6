/// News of what people have at stake, for those who want to be told.
public enum TellPeople: Command {
    /// In one command.
    public static let limit = 100

    public struct Item: Codable, Sendable {
        /// What the news is of, unlike all other news of the service: of what is told twice the second is passed over.
        public let reference: String
        public let user: ID<User>
        public let news: NotificationKind
        /// What the person knows the matter by.
        public let about: String
        /// What it brought.
        public let money: Money?

        public init(reference: String, user: ID<User>, news: NotificationKind, about: String, money: Money? = nil) {
            (self.reference, self.user, self.news) = (reference, user, news)
            (self.about, self.money) = (about, money)
        }
    }
    public struct Request: Codable, Sendable {
        public let items: [Item]

        public init(items: [Item]) { self.items = items }
    }
    public typealias Reply = Nothing
    public typealias Failure = CommonFailure
    public static let name = "identity.tell-people"
    public static let summary = "Send people news of what they have at stake"
    public static let access = Access.services([.betting, .raffle])
}
