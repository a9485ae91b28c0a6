import Messages
import Runtime
import Storage

/// What people are told of a contest's end: each once, of all their entries together.
enum ContestNews {
    /// The next people who are to be told. They are marked in the transaction that makes the command.
    static func next(
        of id: ID<Contest>, _ news: NotificationKind, in context: CommandContext
    ) throws -> TellPeople.Request? {
        let contest = try StoredContest.existing(id, in: context.database)
        let people: [(number: Int64, user: ID<User>, sum: Amount)] = try context.database.rows(
            """
            SELECT number, user, prize + refunded FROM contest_player
            WHERE contest = ? AND is_told = 0 AND prize + refunded > 0 ORDER BY number LIMIT ?
            """, id, TellPeople.limit
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
        guard !people.isEmpty else { return nil }
        let end = contest.has(.settled) ? "settled" : "cancelled"
        let items = try people.map { person in
            try context.database.run("UPDATE contest_player SET is_told = 1 WHERE number = ?", person.number)
            return TellPeople.Item(
                reference: "contest/\(id)/\(end)/\(person.user)", user: person.user, news: news, about: contest.title,
                money: contest.money(person.sum))
        }
        return TellPeople.Request(items: items)
    }
}
