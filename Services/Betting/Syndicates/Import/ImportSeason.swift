import Crypto
import Messages
import Runtime
import Storage

/// That a season was imported into, and from what.
let importTables = Migration(
    name: "betting-season-imports",
    sql: """
        CREATE TABLE season_import (
            season BLOB PRIMARY KEY REFERENCES season (id), digest BLOB NOT NULL, rows INTEGER NOT NULL,
            imported_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)

extension ImportSeason {
    /// All in one commit: whoever looks sees all of it or nothing. The wallet is told bit by bit, of what came in before what
    /// went out, since histories are full of treasurers who lent the bank a week's stake.
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let (season, database) = (
            try SeenSeason(keptByCaller: request.season, settings, in: context).season, context.database
        )
        try season.require(.draft, .active, or: Failure.wrongState, to: "an import")
        let isImported = try database.first("SELECT 1 FROM season_import WHERE season = ?", season.id) { _ in true }
        guard isImported == nil else {
            throw Failure.alreadyImported.because("the season's history is here; correct it by entries")
        }
        let rows = try rows(of: request.body.bytes, season, in: database)
        let digest = SHA256.hash(request.body.bytes)
        try database.run(
            "INSERT INTO season_import (season, digest, rows, imported_at) VALUES (?, ?, ?, ?)", season.id, digest,
            rows.count, context.now)
        let bets = try place(rows, of: season, in: context)
        let ledger = SeasonLedger(season: season, context: context)
        let author = try context.user().user
        let (gains, losses) = (
            rows.filter { [.contribution, .winnings, .betVoid].contains($0.kind) },
            rows.filter { [.payout, .betPlaced].contains($0.kind) }
        )
        for row in gains + losses {
            try ledger.post(
                .init(
                    type: row.kind.type, player: row.player, amount: try row.kind.type.signed(row.amount), day: row.day,
                    bet: row.bet.flatMap { row.kind.isOfBet ? bets[$0] : nil },
                    description: row.kind == .betPlaced ? nil : row.description, author: author),
                or: Failure.insufficientBank)
        }
        try context.emit(
            SeasonImported(
                season: season.id, rows: Int64(rows.count), bets: Int64(bets.count), digest: Hex.encode(digest)))
        try context.begin(bookSeasonSaga, SeasonBookingState(season: season.id))
        let bank = try ledger.bank()
        return Reply(
            season: season.id, rows: Int64(rows.count), bets: Int64(bets.count),
            bank: season.money(try bank.held + bank.outside))
    }

    private static func rows(
        of bytes: [UInt8], _ season: StoredSeason, in database: Connection
    ) throws -> [SeasonTable.Row] {
        let csv: CSVTable
        do { csv = try CSVTable(bytes, limit: rowLimit + 1) } catch {
            switch error {
            case .notUTF8: throw Failure.malformedTable.because("expected text in UTF-8", at: "/body")
            case .brokenQuotes(let line):
                throw Failure.malformedTable.because(
                    "a quote that begins here is not closed, or something stands behind it", at: "/lines/\(line)")
            case .tooManyLines:
                throw Failure.tooManyRows.because("expected up to \(rowLimit) lines below the names", at: "/body")
            }
        }
        var players: [String: [StoredSeasonPlayer]] = [:]
        for player in try StoredSeasonPlayer.list(of: season.id, in: database) {
            let email = try database.first(
                "SELECT email FROM syndicate_player WHERE number = ?", player.playerNumber
            ) { try $0.value(0, as: String?.self) }
            let names = [player.name, email.flatMap(\.self)].compactMap { $0?.lowercased() }
            for name in Set(names) { players[name, default: []].append(player) }
        }
        let table = try SeasonTable(csv, of: season, players)
        guard table.faults.isEmpty else {
            throw Rejection(
                Problem(
                    Failure.badRows,
                    "\(table.faults.count) faults were found, each named with its line; nothing was imported",
                    errors: table.faults))
        }
        guard !table.rows.isEmpty else { throw Failure.malformedTable.because("the table has no rows", at: "/body") }
        return table.rows
    }

    /// Writes the bets down with their results; answers their numbers by what they are called in the table.
    private static func place(
        _ rows: [SeasonTable.Row], of season: StoredSeason, in context: CommandContext
    ) throws -> [String: Int64] {
        var results: [String: SeasonTable.Row] = [:]
        for row in rows where row.kind.isOfBet && row.kind != .betPlaced { if let bet = row.bet { results[bet] = row } }
        var numbers: [String: Int64] = [:]
        for row in rows where row.kind == .betPlaced {
            guard let key = row.bet else { continue }
            let (id, result) = (context.newID(SyndicateBet.self), results[key])
            let status = result?.kind.status ?? .pending
            try context.database.run(
                """
                INSERT INTO syndicate_bet (id, season, week, player, stake, is_free, description, odds, bet_day, status,
                    result_day, winnings, notes, created_at)
                VALUES (?1, ?2, (SELECT number FROM season_week WHERE season = ?2 AND start_day <= ?7 AND end_day >= ?7),
                    ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                """, id, season.id, row.player.number, row.amount, row.description ?? key, row.odds,
                row.day.daysSince1970, status, result?.day.daysSince1970, status == .won ? result?.amount : nil,
                row.notes, context.now)
            numbers[key] = context.database.lastInsertedRow
            let bet = try StoredSyndicateBet.existing(id, in: context.database).view
            try context.emit(SyndicateBetPlaced(bet))
            if status != .pending { try context.emit(SyndicateBetSettled(bet)) }
        }
        return numbers
    }
}

extension SeasonTable.Kind {
    /// What a lost bet is has no entry.
    fileprivate var type: SeasonEntryType {
        switch self {
        case .contribution: .contribution
        case .winnings: .winnings
        case .payout: .payout
        case .betPlaced: .betPlaced
        case .betVoid: .betVoid
        case .betLost: .unknown
        }
    }

    fileprivate var status: SyndicateBetStatus {
        switch self {
        case .winnings: .won
        case .betVoid: .void
        case .betLost: .lost
        case .contribution, .payout, .betPlaced: .pending
        }
    }
}

extension SeasonEntryType {
    fileprivate func signed(_ amount: Amount) throws(AmountOverflow) -> Amount {
        guard self == .payout || self == .betPlaced else { return amount }
        return try .zero - amount
    }
}
