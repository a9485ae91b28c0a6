import Messages
import Storage

/// What the stall was sold and what the wallet knows of it are one story; and nothing was taken after its deadline.
struct StallCheck {
    let raffle: Connection
    let wallet: Connection

    /// How many reservations the stall has not got to yet.
    static func open(in raffle: Connection) throws -> Int {
        try raffle.first("SELECT COUNT(*) FROM stall WHERE state IN ('asked', 'held')") { try $0.value(0) } ?? 0
    }

    /// What each user gave for good. What the stall closed on and did not sell came too late.
    func verifyAtRest() throws -> [(user: [UInt8], currency: String, amount: Int64)] {
        let late = try wallet.first(
            """
            SELECT COUNT(*) FROM hold_captures JOIN holds ON holds.id = hold
                JOIN ledger_transactions ON number = posted
            WHERE holds.service = 'raffle' AND time >= expires_at
            """
        ) { try $0.value(0, as: Int.self) }
        guard late == 0 else { throw Violation("nothing is taken after its deadline", "\(late ?? 0) were") }
        var kept: [(user: [UInt8], currency: String, amount: Int64)] = []
        var sold: Int64 = 0
        try raffle.each("SELECT hold, user, currency, part, state FROM stall ORDER BY reservation") { row in
            let (hold, part, state): ([UInt8], Int64, String) = (
                try row.value(0), try row.value(3), try row.value(4)
            )
            let isSold = state == "sold"
            try verify(hold, keeps: isSold ? part : 0, as: isSold ? "captured" : "expired")
            guard isSold else { return true }
            kept.append((try row.value(1), try row.value(2), part))
            sold += 1
            return true
        }
        let strangers = try wallet.first(
            "SELECT COUNT(*) FROM holds WHERE service = 'raffle' AND state = 'captured'"
        ) { try $0.value(0, as: Int64.self) }
        guard strangers == sold else {
            throw Violation("one hold a reservation", "\(sold) were sold and \(strangers ?? 0) holds captured")
        }
        return kept
    }

    private func verify(_ hold: [UInt8], keeps part: Int64, as expected: String) throws {
        let state = try wallet.first("SELECT state FROM holds WHERE id = ?", hold) { try $0.value(0, as: String.self) }
        let left = try wallet.first(
            """
            SELECT SUM(deposit + bonus + winning - deposit_back - bonus_back - winning_back) FROM hold_captures
            WHERE hold = ?
            """, hold
        ) { try $0.value(0, as: Int64?.self) ?? 0 }
        guard state == expected, left ?? 0 == part else {
            throw Violation(
                "one hold a reservation", "\(state ?? "none") with \(left ?? 0) kept, not \(expected) with \(part)")
        }
    }
}
