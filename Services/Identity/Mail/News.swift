import Messages
import Runtime
import Storage

/// What people are told by mail of what they have at stake, each once, unless they want to hear nothing of it. Who was
/// forgotten, or is not known here, is passed over: the sender's work must not end for want of a reader.
struct News: Sendable {
    /// For how long such a mail is worth sending.
    static let seconds: Int64 = 7 * 86_400

    let outbox: Notifications

    func tell(_ request: TellPeople.Request, in context: CommandContext) throws -> TellPeople.Reply {
        guard case .service(let sender) = context.caller else {
            throw CommonFailure.forbidden.because("only services tell of what is at stake with them")
        }
        guard request.items.count <= TellPeople.limit else {
            throw Rejection.field("/items", "too_many", "expected at most \(TellPeople.limit) items")
        }
        for item in request.items {
            guard let letter = Letter(news: item), try wants(item.user, in: context.database),
                try isNew("\(sender.rawValue):\(item.reference)", in: context)
            else { continue }
            try outbox.add(
                letter, item.news, to: item.user, until: context.now.adding(seconds: News.seconds), in: context)
        }
        return Nothing()
    }

    private func wants(_ user: ID<User>, in database: Connection) throws -> Bool {
        let found = try database.first("SELECT state, preferences FROM users WHERE id = ?", user) { row in
            let preferences: Preferences? = try JSONText.read(try row.value(1))
            return (state: try row.value(0, as: UserState.self), preferences: preferences?.notifications)
        }
        guard let (state, wishes) = found, state != .disabled, state != .pendingVerification else { return false }
        return wishes?.bets != false && wishes?.email != false
    }

    private func isNew(_ reference: String, in context: CommandContext) throws -> Bool {
        try context.database.run(
            """
            DELETE FROM told_news WHERE reference IN
                (SELECT reference FROM told_news WHERE forgotten_at <= ? ORDER BY forgotten_at LIMIT 2)
            """, context.now)
        return try context.database.run(
            "INSERT INTO told_news (reference, forgotten_at) VALUES (?, ?) ON CONFLICT DO NOTHING", reference,
            context.now.adding(seconds: News.seconds)) == 1
    }

    static let migration = Migration(
        name: "identity-news",
        sql: """
            -- Of what people were told lately. A sender tells each thing once; this is the second lock on that door.
            CREATE TABLE told_news (reference TEXT PRIMARY KEY, forgotten_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            CREATE INDEX told_news_forgotten ON told_news (forgotten_at);
            """)
}

extension Letter {
    /// The whole table: a line for each kind of news. Nil for what is news to this release.
    fileprivate init?(news item: TellPeople.Item) {
        let money = item.money.map { "\($0.amount.text) \($0.currency.text)" } ?? "nothing"
        let words: (subject: String, text: String)? =
            switch item.news {
            case .betWon: ("You have won", "Your bets on this have brought you \(money).")
            case .betLost: ("Your bet is settled", "Your bets on this have not won.")
            case .betRefunded: ("Your stake is back", "Your stakes on this, \(money), were given back.")
            case .betCancelled: ("Your bet is cancelled", "Your bet on this is cancelled; \(money) was given back.")
            case .contestPrize: ("You have won a prize", "Your place in this contest has brought you \(money).")
            case .contestRefunded:
                ("Your entry fee is back", "This contest was cancelled; your entry fees, \(money), were given back.")
            case .peerBetJoined: ("Somebody has joined your bet", "Your bet has a new participant.")
            case .peerBetResolved: ("Your bet is decided", "It is agreed how your bet ended.")
            case .peerBetDisputed: ("Your bet is disputed", "The sides do not agree on how your bet ended.")
            case .peerBetPaid: ("You have won a bet", "Your bet has brought you \(money).")
            case .peerBetCancelled: ("Your bet is cancelled", "Your bet is cancelled; \(money) was given back.")
            default: nil
            }
        guard let words else { return nil }
        self.init(subject: words.subject, text: "\(item.about.prefix(200))\n\n\(words.text)")
    }
}
