import Messages
import Storage

/// What players of syndicates pay into a season from their wallets, and what of its bank is on the platform.
struct SeasonSource: StakeSource {
    func count(in database: Connection) throws -> Int64 {
        try database.first("SELECT MAX(number) FROM season_contribution") { try $0.value(0, as: Int64?.self) ?? 0 } ?? 0
    }

    /// A contribution has no id here but its hold's.
    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold] {
        try database.rows(
            """
            SELECT hold, entry_id, season, user, amount, returned, entry IS NOT NULL, code, scale
            FROM season_contribution JOIN season ON season.id = season_contribution.season
                JOIN currency ON code = season.currency
            WHERE hold > ? AND hold <= ? ORDER BY hold LIMIT ?
            """, after, through, limit, read: SeasonSource.read)
    }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? {
        try database.first(
            """
            SELECT hold, entry_id, season, user, amount, returned, entry IS NOT NULL, code, scale
            FROM season_contribution JOIN season ON season.id = season_contribution.season
                JOIN currency ON code = season.currency
            WHERE hold = ?
            """, hold, read: SeasonSource.read)
    }

    /// What is entered is captured, and a payout gives contributions back before anything else.
    private static func read(_ row: borrowing Row) throws -> ExpectedHold {
        let currency = Currency(code: try row.value(7), scale: try row.value(8))
        let (season, amount): (ID<Season>, Amount) = (try row.value(2), try row.value(4))
        let (returned, isEntered): (Amount, Bool) = (try row.value(5), try row.value(6))
        let part = HoldStanding.Part(
            escrow: SeasonBooking.held(season), captured: Money(amount, currency), returned: Money(returned, currency))
        return ExpectedHold(
            id: try row.value(0), purpose: StoredSeasonEntry.purpose(of: try row.value(1)), hold: try row.value(0),
            user: try row.value(3), money: Money(amount, currency),
            states: isEntered ? [.captured] : [.none, .open, .released], parts: isEntered ? [part] : [])
    }

    /// What is to be drawn and the wallet has not been told of is still there.
    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] {
        try database.rows(
            """
            SELECT season, code, scale, held + (SELECT COALESCE(SUM(amount), 0) FROM season_movement m
                WHERE m.season = season_bank.season AND is_asked = 0 AND kind = 'draw')
            FROM season_bank JOIN season ON season.id = season_bank.season JOIN currency ON code = season.currency
            WHERE season > ? AND season <= ? ORDER BY season LIMIT ?
            """, after, through, limit
        ) { row in
            let currency = Currency(code: try row.value(1), scale: try row.value(2))
            return ExpectedEscrow(
                id: try row.value(0), escrow: SeasonBooking.held(try row.value(0)),
                money: Money(try row.value(3), currency))
        }
    }
}

/// What of seasons' banks is kept outside of the platform.
struct SeasonOutsideSource: StakeSource {
    func count(in database: Connection) throws -> Int64 { 0 }

    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold] { [] }

    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold? { nil }

    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow] {
        try database.rows(
            """
            SELECT season, code, scale, outside - (
                SELECT COALESCE(SUM(iif(kind = 'out', -amount, amount)), 0) FROM season_movement m
                WHERE m.season = season_bank.season AND is_asked = 0)
            FROM season_bank JOIN season ON season.id = season_bank.season JOIN currency ON code = season.currency
            WHERE season > ? AND season <= ? ORDER BY season LIMIT ?
            """, after, through, limit
        ) { row in
            let currency = Currency(code: try row.value(1), scale: try row.value(2))
            return ExpectedEscrow(
                id: try row.value(0), escrow: SeasonBooking.outside(try row.value(0)),
                money: Money(try row.value(3), currency))
        }
    }
}
