import Messages
import Runtime
import Storage

/// The one place that adds to a season's ledger, and to all that is kept of what it comes to.
struct SeasonLedger {
    let season: StoredSeason
    let context: CommandContext
    private var database: Connection { context.database }

    /// Leaves room for what is expected of all players in all years.
    static let mostTurnover = Amount(4_000_000_000_000_000_000)

    /// What an entry says.
    struct Draft {
        let type: SeasonEntryType
        let player: StoredSeasonPlayer
        /// Negative for what goes out.
        let amount: Amount
        let day: Day
        var source = MoneySource.outside
        /// The one that has the day where nothing is said.
        var week: Int64?
        var bet: Int64?
        var description: String?
        var reverses: Int64?
        var id: ID<SeasonEntry>?
        var author: ID<User>?
        /// The field of the request that the amount is from.
        var pointer = "/amount"
    }

    // MARK: - The bank

    struct Bank: Equatable {
        var held = Amount.zero
        var outside = Amount.zero
        /// All that ever moved. No sum of a season's is larger, so that this alone has to fit.
        var turnover = Amount.zero
        /// What players were paid into wallets above what they had paid in from them.
        var gained = Amount.zero
    }

    func bank() throws -> Bank { try SeasonLedger.bank(of: season.id, in: database) }

    static func bank(of season: ID<Season>, in database: Connection) throws -> Bank {
        try database.first("SELECT held, outside, turnover, gained FROM season_bank WHERE season = ?", season) {
            Bank(
                held: try $0.value(0), outside: try $0.value(1), turnover: try $0.value(2), gained: try $0.value(3))
        } ?? Bank()
    }

    private func keep(_ bank: Bank) throws {
        try database.run(
            """
            INSERT INTO season_bank (season, held, outside, turnover) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET held = excluded.held, outside = excluded.outside, turnover = excluded.turnover
            """, season.id, bank.held, bank.outside, bank.turnover)
    }

    // MARK: - Entries

    /// Adds an entry, and has the wallet told of it where it moves what is outside.
    @discardableResult
    func post(_ draft: Draft, or insufficient: some DomainFailure) throws -> StoredSeasonEntryKey {
        let id = draft.id ?? context.newID()
        let week = try draft.week ?? StoredWeek.number(of: season.id, on: draft.day, in: database)
        try database.run(
            """
            INSERT INTO season_entry (id, season, day, type, player, week, bet, amount, source, description, reverses,
                created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, id, season.id, draft.day.daysSince1970, draft.type, draft.player.number, week, draft.bet,
            draft.amount, draft.source, draft.description, draft.reverses, draft.author, context.now)
        let number = database.lastInsertedRow
        do {
            try count(draft)
            try move(draft, number, or: insufficient)
        } catch is AmountOverflow {
            throw CommonFailure.amountOverflow.because("the bank would be more than the platform can hold")
        }
        let key = StoredSeasonEntryKey(number: number, id: id)
        try context.emit(SeasonEntryPosted(try StoredSeasonEntry.existing(id, in: season, database)))
        return key
    }

    private func move(_ draft: Draft, _ entry: Int64, or insufficient: some DomainFailure) throws {
        var bank = try bank()
        try bank.turnover += draft.amount < .zero ? .zero - draft.amount : draft.amount
        guard bank.turnover <= SeasonLedger.mostTurnover else { throw AmountOverflow() }
        if draft.source == .wallet {
            try bank.held += draft.amount
            guard bank.held >= .zero else {
                throw lacking(insufficient, try .zero - draft.amount, try bank.held - draft.amount, draft)
            }
        } else if draft.amount > .zero {
            try bank.outside += draft.amount
            try write("in", draft.amount, entry)
        } else {
            let amount = try .zero - draft.amount
            if bank.outside < amount {
                // A stake alone draws on what players paid from their wallets: all else that somebody says went out, or was
                // never won, is of what people keep outside.
                let (drawn, held) = (try amount - bank.outside, draft.type == .betPlaced ? bank.held : .zero)
                guard held >= drawn else {
                    throw lacking(insufficient, amount, try held + bank.outside, draft)
                }
                try bank.held -= drawn
                try bank.outside += drawn
                try write("draw", drawn, entry)
            }
            try bank.outside -= amount
            try write("out", amount, entry)
        }
        try keep(bank)
    }

    private func lacking(
        _ failure: some DomainFailure, _ needed: Amount, _ there: Amount, _ draft: Draft
    ) -> Rejection {
        failure.because(
            "needed \(season.money(needed).amount.text), in the bank \(season.money(there).amount.text)",
            at: draft.pointer)
    }

    private func write(_ kind: String, _ amount: Amount, _ entry: Int64) throws {
        try database.run(
            "INSERT INTO season_movement (season, entry, kind, amount) VALUES (?, ?, ?, ?)", season.id, entry, kind,
            amount)
    }

    private func count(_ draft: Draft) throws {
        var sums = try SeasonSums.ofPlayer(draft.player.number, in: database)
        try sums.count(draft.amount, of: draft.type)
        try database.run(
            """
            INSERT INTO season_player_sum (player, paid_in, paid_out, staked, won, voided) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET paid_in = excluded.paid_in, paid_out = excluded.paid_out,
                staked = excluded.staked, won = excluded.won, voided = excluded.voided
            """, draft.player.number, sums.paidIn, sums.paidOut, sums.staked, sums.won, sums.voided)
        let monday = draft.day.monday.daysSince1970
        var week = try SeasonSums.ofWeek(monday, of: season.id, in: database)
        try week.count(draft.amount, of: draft.type)
        try database.run(
            """
            INSERT INTO season_week_sum (season, monday, paid_in, paid_out, staked, won, voided)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET paid_in = excluded.paid_in, paid_out = excluded.paid_out,
                staked = excluded.staked, won = excluded.won, voided = excluded.voided
            """, season.id, monday, week.paidIn, week.paidOut, week.staked, week.won, week.voided)
    }
}

/// What an entry is found by.
struct StoredSeasonEntryKey {
    let number: Int64
    let id: ID<SeasonEntry>
}

extension SeasonSums {
    init(_ row: borrowing Row, from column: Int) throws {
        self.init(
            paidIn: try row.value(column), paidOut: try row.value(column + 1), staked: try row.value(column + 2),
            won: try row.value(column + 3), voided: try row.value(column + 4))
    }

    static func ofPlayer(_ player: Int64, in database: Connection) throws -> SeasonSums {
        try database.first(
            "SELECT paid_in, paid_out, staked, won, voided FROM season_player_sum WHERE player = ?", player
        ) { try SeasonSums($0, from: 0) } ?? SeasonSums()
    }

    static func ofWeek(_ monday: Int64, of season: ID<Season>, in database: Connection) throws -> SeasonSums {
        try database.first(
            "SELECT paid_in, paid_out, staked, won, voided FROM season_week_sum WHERE season = ? AND monday = ?",
            season, monday
        ) { try SeasonSums($0, from: 0) } ?? SeasonSums()
    }
}
