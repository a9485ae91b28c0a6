/// Everything that is calculated of a season, as it is today.
public struct SeasonBoard: Codable, Sendable, Equatable {
    /// What is calculated of one player.
    public struct Line: Codable, Sendable, Equatable {
        /// Absent on a shared board.
        public let player: ID<SyndicatePlayer>?
        /// On a shared board the player's number.
        public let name: String
        public let isActive: Bool
        public let joinedDate: Day
        public let paidIn: Money
        public let paidOut: Money
        /// What they have in the syndicate: paid in less paid out.
        public let netPosition: Money
        public let betsPlaced: Money
        public let won: Money
        public let voided: Money
        /// Won, with what came back of void bets, less staked.
        public let profitLoss: Money
        /// Of what was staked and not void; absent where nothing was.
        public let profitPercent: DecimalText?
        public let expected: Money
        public let arrears: Money
        public let share: Money
        /// What they would be given now: net position less expected, and the share.
        public let payout: Money

        enum CodingKeys: String, CodingKey {
            case player = "player_id", name, isActive = "is_active", joinedDate = "joined_date", paidIn = "paid_in"
            case paidOut = "paid_out", netPosition = "net_position", betsPlaced = "bets_placed", won, voided
            case profitLoss = "profit_loss", profitPercent = "profit_percent", expected, arrears, share, payout
        }

        public init(
            player: ID<SyndicatePlayer>?, name: String, isActive: Bool, joinedDate: Day, paidIn: Money,
            paidOut: Money, netPosition: Money, betsPlaced: Money, won: Money, voided: Money, profitLoss: Money,
            profitPercent: DecimalText?, expected: Money, arrears: Money, share: Money, payout: Money
        ) {
            (self.player, self.name, self.isActive, self.joinedDate) = (player, name, isActive, joinedDate)
            (self.paidIn, self.paidOut, self.netPosition) = (paidIn, paidOut, netPosition)
            (self.betsPlaced, self.won, self.voided) = (betsPlaced, won, voided)
            (self.profitLoss, self.profitPercent, self.expected) = (profitLoss, profitPercent, expected)
            (self.arrears, self.share, self.payout) = (arrears, share, payout)
        }
    }

    public let season: ID<Season>
    public let name: String
    public let status: SeasonStatus
    /// The day that it is for, in the season's time zone.
    public let date: Day
    /// Paid in, won and voided, less staked and paid out.
    public let bank: Money
    /// What of the bank is on the platform; the rest is kept outside by the word of who keeps the books.
    public let bankOnPlatform: Money
    public let paidIn: Money
    public let paidOut: Money
    public let betsPlaced: Money
    public let won: Money
    public let voided: Money
    public let profitLoss: Money
    public let profitPercent: DecimalText?
    public let expected: Money
    public let arrears: Money
    /// What may be bet in all by today, and what of it is not bet.
    public let budget: Money
    public let budgetLeft: Money
    public let activePlayers: Int64
    /// Each active player's part of all that was won, and what does not divide.
    public let share: Money
    public let shareRemainder: Money
    /// How many bets have no result.
    public let pendingBets: Int64
    public let players: [Line]

    enum CodingKeys: String, CodingKey {
        case season = "season_id", name, status, date, bank, bankOnPlatform = "bank_on_platform", paidIn = "paid_in"
        case paidOut = "paid_out", betsPlaced = "bets_placed", won, voided, profitLoss = "profit_loss"
        case profitPercent = "profit_percent", expected, arrears, budget, budgetLeft = "budget_left"
        case activePlayers = "active_players", share, shareRemainder = "share_remainder"
        case pendingBets = "pending_bets", players
    }

    public init(
        season: ID<Season>, name: String, status: SeasonStatus, date: Day, bank: Money, bankOnPlatform: Money,
        paidIn: Money, paidOut: Money, betsPlaced: Money, won: Money, voided: Money, profitLoss: Money,
        profitPercent: DecimalText?, expected: Money, arrears: Money, budget: Money, budgetLeft: Money,
        activePlayers: Int64, share: Money, shareRemainder: Money, pendingBets: Int64, players: [Line]
    ) {
        (self.season, self.name, self.status, self.date) = (season, name, status, date)
        (self.bank, self.bankOnPlatform, self.paidIn, self.paidOut) = (bank, bankOnPlatform, paidIn, paidOut)
        (self.betsPlaced, self.won, self.voided) = (betsPlaced, won, voided)
        (self.profitLoss, self.profitPercent, self.expected) = (profitLoss, profitPercent, expected)
        (self.arrears, self.budget, self.budgetLeft) = (arrears, budget, budgetLeft)
        (self.activePlayers, self.share, self.shareRemainder) = (activePlayers, share, shareRemainder)
        (self.pendingBets, self.players) = (pendingBets, players)
    }
}

public enum GetSeasonBoard: Query {
    public typealias Request = SeasonRequest
    public typealias Reply = SeasonBoard
    public static let name = "betting.get-season-board"
    public static let summary = "Everything that is calculated of a season, as it is today"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/board")
}

/// What happened in a season in one week, from Monday to Sunday.
public struct SeasonHistoryWeek: Codable, Sendable, Equatable {
    public let monday: Day
    public let paidIn: Money
    public let paidOut: Money
    public let betsPlaced: Money
    public let won: Money
    public let voided: Money
    /// What was in the bank when the week was over.
    public let bank: Money

    enum CodingKeys: String, CodingKey {
        case monday, paidIn = "paid_in", paidOut = "paid_out", betsPlaced = "bets_placed", won, voided, bank
    }

    public init(
        monday: Day, paidIn: Money, paidOut: Money, betsPlaced: Money, won: Money, voided: Money, bank: Money
    ) {
        (self.monday, self.paidIn, self.paidOut) = (monday, paidIn, paidOut)
        (self.betsPlaced, self.won, self.voided, self.bank) = (betsPlaced, won, voided, bank)
    }
}

public enum ListSeasonHistory: Query {
    public typealias Request = SeasonListRequest
    public typealias Reply = Page<SeasonHistoryWeek>
    public static let name = "betting.list-season-history"
    public static let summary = "A season week by week, the first week first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/seasons/{season_id}/history")
}

public enum ShareSyndicate: Command {
    public typealias Request = SyndicateRequest
    public struct Reply: Codable, Sendable {
        /// Shown once. Whoever has it reads the board.
        public let token: String
        public let path: String

        public init(token: String, path: String) { (self.token, self.path) = (token, path) }
    }
    public static let name = "betting.share-syndicate"
    public static let summary =
        "Make a link by which anybody reads the board, in place of the one before; for treasurers"
    public static let access = Access.signedIn
    public static let replyHoldsSecrets = true
    public static let route: Route? = .act("/v1/syndicates/{syndicate_id}/share")
}

public enum UnshareSyndicate: Command {
    public typealias Request = SyndicateRequest
    public typealias Reply = Nothing
    public static let name = "betting.unshare-syndicate"
    public static let summary = "Have the shared link of a syndicate's board work no more; for treasurers"
    public static let access = Access.signedIn
    public static let route: Route? = .delete("/v1/syndicates/{syndicate_id}/share")
}

public enum ShareTokenRule: TextRule {
    public static let length = 43...43
    public static let pattern: String? = "^[A-Za-z0-9_-]{43}$"
    public static let sample = "q3b5n0c7Wk2Jp9Rz4LxY1tVhGmSdFa6EeUuIiOo_-8Q"
    public static let expected = "the token of a shared link"
    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || "_-".utf8.contains(byte)
        }
    }
}

public enum GetSharedBoard: Query {
    public struct Request: Codable, Sendable {
        public let token: Text<ShareTokenRule>

        public init(token: Text<ShareTokenRule>) { self.token = token }
    }
    public typealias Reply = SeasonBoard
    public static let name = "betting.get-shared-board"
    public static let summary = "The board of a syndicate's current season, for whoever has the link; without names"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/shared-boards/{token}")
}
