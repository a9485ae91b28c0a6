import Messages
import Runtime
import Storage

/// A hold took from its buckets what it says; what was captured of it is the sum of its captures, which took deposit, then
/// bonus, then winning; and what went back, of each capture and of what was never captured, is no more than that.
struct HoldCheck {
    let database: Connection
    let hold: ID<Hold>

    /// Of all holds.
    static func violations(in database: Connection) throws -> [String] {
        var found: [String] = []
        try database.each("SELECT id FROM holds ORDER BY id") { row in
            found += try HoldCheck(database: database, hold: try row.value(0)).violations()
            return true
        }
        return found
    }

    /// Of those that the transactions after one captured or gave something back of.
    static func violations(in database: Connection, after transaction: Int64) throws -> [String] {
        let moved: [ID<Hold>] = try database.rows(
            """
            SELECT hold FROM hold_captures WHERE posted > ?1 UNION SELECT hold FROM hold_returns WHERE posted > ?1
            ORDER BY hold
            """, transaction
        ) { try $0.value(0) }
        return try moved.flatMap { try HoldCheck(database: database, hold: $0).violations() }
    }

    /// Of those that some transactions placed.
    static func violations(in database: Connection, placedAfter first: Int64, through last: Int64) throws -> [String] {
        let placed = try database.rows(
            "SELECT number, metadata FROM ledger_transactions WHERE number > ? AND number <= ? AND kind = 'hold'",
            first,
            last
        ) { (number: try $0.value(0, as: Int64.self), hold: Movement.hold(in: try $0.value(1))) }
        return try placed.flatMap { number, hold in
            guard let hold else { return ["transaction \(number) names no hold"] }
            return try HoldCheck(database: database, hold: hold).violations()
        }
    }

    func violations() throws -> [String] {
        guard let record = try HoldRecord.find(hold, in: database) else { return ["there is no hold \(hold)"] }
        var found: [String] = []
        if try !wasTaken(record) { found.append("hold \(hold) did not take what it says") }
        guard let captured = try record.origin.taking(record.captured) else {
            return found + ["more of hold \(hold) is captured than it took"]
        }
        let parts = try captures(&found)
        if parts != captured { found.append("the captures of hold \(hold) are not what it says of them") }
        let isClosed = record.state == .released || record.state == .expired
        let rest = try isClosed ? record.origin - captured : Origin()
        if try back(of: nil) != rest { found.append("of hold \(hold) went back what it did not leave") }
        return found
    }

    private func captures(_ found: inout [String]) throws -> Origin {
        let captures = try database.rows(
            """
            SELECT posted, deposit, bonus, winning, deposit_back, bonus_back, winning_back FROM hold_captures
            WHERE hold = ? ORDER BY posted
            """, hold
        ) { HoldCapture(posted: try $0.value(0), parts: try Origin($0, from: 1), back: try Origin($0, from: 4)) }
        for capture in captures where try back(of: capture.posted) != capture.back {
            found.append("of capture \(capture.posted) of hold \(hold) went back other than it says")
        }
        return try captures.reduce(Origin()) { try $0 + $1.parts }
    }

    private func back(of capture: Int64?) throws -> Origin {
        try database.rows(
            "SELECT deposit, bonus, winning FROM hold_returns WHERE hold = ? AND capture IS ?", hold, capture
        ) { try Origin($0, from: 0) }.reduce(Origin()) { try $0 + $1 }
    }

    private func wasTaken(_ record: HoldRecord) throws -> Bool {
        var taken = Origin()
        var held = Amount.zero
        try database.each(
            """
            SELECT a.bucket, p.amount FROM holds h JOIN ledger_postings p ON p.transaction_number = h.placed
                JOIN ledger_accounts a ON a.number = p.account AND a.owner_kind = 'user' AND a.owner = ?
            WHERE h.id = ?
            """, record.user, hold
        ) { row in
            let amount: Amount = try row.value(1)
            switch try row.value(0, as: Bucket.self) {
            case .deposit: taken.deposit = try .zero - amount
            case .bonus: taken.bonus = try .zero - amount
            case .winning: taken.winning = try .zero - amount
            case .held, .main: held = amount
            }
            return true
        }
        return try taken == record.origin && held == record.origin.total()
    }
}
