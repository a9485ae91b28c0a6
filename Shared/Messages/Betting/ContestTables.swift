// A contest's entries and its result as whole tables.

/// A table about one contest.
public struct ContestTableRequest: DocumentRequest {
    public let contest: ID<Contest>
    public let format: TableFormat
    public var cursor: Cursor?

    enum CodingKeys: String, CodingKey { case contest = "contest_id", format, cursor }

    public init(contest: ID<Contest>, format: TableFormat) { (self.contest, self.format) = (contest, format) }
}

/// The entries that there are when it is begun.
public enum ExportContestEntries: DocumentQuery {
    public typealias Request = ContestTableRequest

    /// One line of it. Its members are the columns, in this order.
    public struct Row: Codable, Sendable, Equatable {
        public let id: ID<ContestEntry>
        public let player: String
        public let entryCode: String?
        public let amountDebited: DecimalText
        public let currency: CurrencyCode
        public let status: ContestEntryStatus
        public let score: ContestScore?
        public let winnerRank: Int64?
        public let prize: DecimalText?
        public let createdAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case id, player, entryCode = "entry_code", amountDebited = "amount_debited", currency, status, score
            case winnerRank = "winner_rank", prize, createdAt = "created_at"
        }

        public init(_ entry: ContestEntry) {
            (id, player, entryCode, status) = (entry.id, entry.player, entry.code, entry.status)
            (amountDebited, currency) = (entry.amountDebited.amount, entry.amountDebited.currency)
            (score, winnerRank, prize) = (entry.score, entry.winnerRank, entry.prize?.amount)
            createdAt = entry.createdAt
        }

        public static let columns = [
            "id", "player", "entry_code", "amount_debited", "currency", "status", "score", "winner_rank", "prize",
            "created_at",
        ]
        public var cells: [String] {
            [
                id.text, player, entryCode ?? "", amountDebited.text, currency.text, status.rawValue,
                score?.text ?? "", winnerRank.map { String($0) } ?? "", prize?.text ?? "", createdAt.text,
            ]
        }
    }
    public static let name = "betting.export-contest-entries"
    public static let summary = "Get a contest's entries as a table"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/contests/{contest_id}/entries")
    public static let mediaTypes = TableFormat.mediaTypes
}

public enum ExportContestResult: DocumentQuery {
    public typealias Request = ContestTableRequest
    public typealias Failure = GetContestResult.Failure

    /// One line of it. Its members are the columns, in this order.
    public struct Row: Codable, Sendable, Equatable {
        public let rank: Int64
        public let entry: ID<ContestEntry>
        public let player: String
        public let score: ContestScore?
        public let prize: DecimalText
        public let currency: CurrencyCode

        enum CodingKeys: String, CodingKey { case rank, entry = "entry_id", player, score, prize, currency }

        public init(_ placing: ContestResult.Placing) {
            (rank, entry, player) = (placing.rank, placing.entry, placing.player)
            (score, prize, currency) = (placing.score, placing.prize.amount, placing.prize.currency)
        }

        public static let columns = ["rank", "entry_id", "player", "score", "prize", "currency"]
        public var cells: [String] {
            [String(rank), entry.text, player, score?.text ?? "", prize.text, currency.text]
        }
    }
    public static let name = "betting.export-contest-result"
    public static let summary = "Get a contest's result as a table"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/contests/{contest_id}/result")
    public static let mediaTypes = TableFormat.mediaTypes
}
