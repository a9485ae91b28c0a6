import Messages
import Runtime
import Storage

/// A part of a hold that went into escrow, and what of it came back.
struct HoldCapture {
    /// The number of its transaction.
    let posted: Int64
    let parts: Origin
    let back: Origin

    /// What could still be refunded.
    var left: Origin { get throws { try parts - back } }

    /// Those of a hold in an escrow of which something is left there, the last first.
    static func open(of hold: ID<Hold>, in escrow: Int64, _ database: Connection) throws -> [HoldCapture] {
        try database.rows(
            """
            SELECT posted, deposit, bonus, winning, deposit_back, bonus_back, winning_back FROM hold_captures
            WHERE hold = ? AND escrow = ? AND deposit + bonus + winning > deposit_back + bonus_back + winning_back
            ORDER BY posted DESC
            """, hold, escrow
        ) { HoldCapture(posted: try $0.value(0), parts: try Origin($0, from: 1), back: try Origin($0, from: 4)) }
    }

    static func count(of hold: ID<Hold>, in database: Connection) throws -> Int {
        try database.first("SELECT COUNT(*) FROM hold_captures WHERE hold = ?", hold) { try $0.value(0) } ?? 0
    }

    static func insert(
        _ posted: Posted, of hold: ID<Hold>, into escrow: Int64, _ parts: Origin, in database: Connection
    ) throws {
        try database.run(
            "INSERT INTO hold_captures (posted, hold, escrow, deposit, bonus, winning) VALUES (?, ?, ?, ?, ?, ?)",
            posted.number, hold, escrow, parts.deposit, parts.bonus, parts.winning)
    }

    func giveBack(_ parts: Origin, posted: Posted, of hold: ID<Hold>, in database: Connection) throws {
        let back = try back + parts
        try database.run(
            "UPDATE hold_captures SET deposit_back = ?, bonus_back = ?, winning_back = ? WHERE posted = ?",
            back.deposit, back.bonus, back.winning, self.posted)
        try HoldReturn(posted: posted.number, capture: self.posted, parts: parts).insert(of: hold, in: database)
    }
}

/// What went back of a hold in one transaction.
struct HoldReturn {
    let posted: Int64
    /// The capture that was refunded; nil for what was never captured.
    let capture: Int64?
    let parts: Origin

    func insert(of hold: ID<Hold>, in database: Connection) throws {
        try database.run(
            "INSERT INTO hold_returns (posted, hold, capture, deposit, bonus, winning) VALUES (?, ?, ?, ?, ?, ?)",
            posted, hold, capture, parts.deposit, parts.bonus, parts.winning)
    }
}
