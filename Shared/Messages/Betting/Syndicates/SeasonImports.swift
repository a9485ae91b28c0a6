public enum ImportSeason: Command {
    public enum Body: RawBodyRule {
        public static let contentTypes = ["text/csv"]
        public static let byteLimit = 700_000
        public static var sample: [UInt8] {
            Array("date,type,player,amount\n2025-08-04,contribution,Niamh Byrne,5.00\n".utf8)
        }
    }

    /// A table with a line of names: `date`, `type` (`contribution`, `bet_placed`, `winnings`, `bet_void`, `bet_lost` or `payout`),
    /// `player` (their name or address), `amount` (without a sign; none for `bet_lost`), and where wanted `bet` (the same words for a bet
    /// and what became of it), `description`, `odds`, `notes`.
    public struct Request: RawRequest {
        public let season: ID<Season>
        public let body: RawBody<Body>

        enum CodingKeys: String, CodingKey { case season = "season_id", body }

        public init(season: ID<Season>, body: RawBody<Body>) { (self.season, self.body) = (season, body) }
    }
    public struct Reply: Codable, Sendable, Equatable {
        public let season: ID<Season>
        public let rows: Int64
        public let bets: Int64
        /// What is in the bank now.
        public let bank: Money

        enum CodingKeys: String, CodingKey { case season = "season_id", rows, bets, bank }

        public init(season: ID<Season>, rows: Int64, bets: Int64, bank: Money) {
            (self.season, self.rows, self.bets, self.bank) = (season, rows, bets, bank)
        }
    }
    public enum Failure: String, DomainFailure {
        case wrongState = "wrong_state"
        /// A season is imported into once.
        case alreadyImported = "already_imported"
        /// It is no table, or lacks a column.
        case malformedTable = "malformed_table"
        /// Each is named with its line; nothing was imported.
        case badRows = "bad_rows"
        case tooManyRows = "too_many_rows"
        /// More went out than came in.
        case insufficientBank = "insufficient_bank"
        public var status: Int {
            switch self {
            case .wrongState, .alreadyImported: 409
            case .malformedTable, .badRows, .tooManyRows, .insufficientBank: 422
            }
        }
    }
    public static let rowLimit = 5000
    /// How many bad rows are named.
    public static let faultLimit = 100
    public static let name = "betting.import-season"
    public static let summary = "Enter a season's history from a CSV table, all of it or nothing, once; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .act("/v1/seasons/{season_id}/import")
}

public struct SeasonImported: Event {
    public static let type = "betting.season-imported"
    public let season: ID<Season>
    public let rows: Int64
    public let bets: Int64
    /// SHA-256 of the table, in hexadecimal.
    public let digest: String
    public var subject: Subject { Subject("season", season) }
    public init(season: ID<Season>, rows: Int64, bets: Int64, digest: String) {
        (self.season, self.rows, self.bets, self.digest) = (season, rows, bets, digest)
    }
}
