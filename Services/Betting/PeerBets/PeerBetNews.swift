import Messages
import Runtime

/// What people are told of their peer bets by mail.
enum PeerBetNews {
    /// - Parameter mark: what this is about among all that is told of the bet, so that each is told of it once.
    static func tell(
        _ news: NotificationKind, of bet: StoredPeerBet, to people: [(user: ID<User>, money: Money?)], _ mark: String,
        in context: CommandContext
    ) throws {
        for start in stride(from: 0, to: people.count, by: TellPeople.limit) {
            let items = people[start..<min(start + TellPeople.limit, people.count)].map { user, money in
                TellPeople.Item(
                    reference: "\(bet.escrow)/\(mark)/\(user)", user: user, news: news, about: bet.title, money: money)
            }
            try context.call(.identity, TellPeople.self, TellPeople.Request(items: items))
        }
    }
}
