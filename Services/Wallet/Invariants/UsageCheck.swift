import Storage

/// What people's days say is what the holds and deposits that count for them say, and all that was won was counted. Both
/// sides are read row after row and only their fingerprints are kept, so that the memory does not grow with the people.
struct UsageCheck {
    let database: Connection

    func violations() throws -> [String] {
        [
            ("staked", try stakes()), ("paid in", try deposits()), ("won", try winnings()),
        ].filter { $0.1 != Fingerprint() }.map { "what people's days say was \($0.0) is not what there is" }
    }

    private func stakes() throws -> Fingerprint {
        var difference = Fingerprint()
        try days("SELECT user, currency, day, stake FROM usage") { difference.add($0, $1) }
        try days(
            """
            SELECT a.owner, a.currency, h.day, h.deposit + h.bonus + h.winning
            FROM holds h CROSS JOIN ledger_accounts a ON a.number = h.held WHERE h.day IS NOT NULL
            """
        ) { difference.subtract($0, $1) }
        try days(
            """
            SELECT a.owner, a.currency, h.day, r.deposit + r.bonus + r.winning
            FROM hold_returns r CROSS JOIN holds h ON h.id = r.hold CROSS JOIN ledger_accounts a ON a.number = h.held
            WHERE h.day IS NOT NULL
            """
        ) { difference.add($0, $1) }
        return difference
    }

    private func deposits() throws -> Fingerprint {
        var difference = Fingerprint()
        try days("SELECT user, currency, day, deposit FROM usage") { difference.add($0, $1) }
        try days(
            """
            SELECT user, currency, day, COALESCE(credited, amount) FROM deposits
            WHERE day IS NOT NULL AND status <> 'rejected'
                AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = credit)
            """
        ) { difference.subtract($0, $1) }
        return difference
    }

    /// Whichever day it was counted for.
    private func winnings() throws -> Fingerprint {
        var difference = Fingerprint()
        try days("SELECT user, currency, 0, won FROM usage") { difference.add($0, $1) }
        try days(
            """
            SELECT a.owner, a.currency, 0, p.amount
            FROM ledger_accounts a CROSS JOIN ledger_postings p ON p.account = a.number
                CROSS JOIN ledger_transactions t ON t.number = p.transaction_number
            WHERE a.owner_kind = 'user' AND a.bucket IN ('winning', 'bonus') AND p.amount > 0
                AND t.kind IN ('bet_payout', 'prize', 'syndicate_winnings', 'syndicate_payout', 'raffle_prize',
                    'peer_payout')
                AND NOT EXISTS (SELECT 1 FROM hold_returns r WHERE r.posted = t.number)
                AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.number)
            """
        ) { difference.subtract($0, $1) }
        return difference
    }

    private func days(_ sql: StaticString, _ take: (Fingerprint.Key, Int64) -> Void) throws {
        try database.each(sql) { row in
            let key = Fingerprint.Key(
                owner: try row.value(0), currency: try row.value(1), day: try row.value(2))
            take(key, try row.value(3))
            return true
        }
    }
}

/// The sum of each row's amount times a number that its key alone decides. Sums of equal rows are equal whatever the order
/// and the pieces; with any difference between them they are unequal, but once in 2⁶⁴ times.
struct Fingerprint: Equatable {
    struct Key {
        let owner: [UInt8]
        let currency: Int64
        let day: Int64
    }

    private var sums: [UInt64] = [0, 0]

    mutating func add(_ key: Key, _ amount: Int64) {
        // Wrapping is what makes it a fingerprint; no amount is taken from it.
        for lane in 0..<2 { sums[lane] &+= Self.number(key, lane) &* UInt64(bitPattern: amount) }
    }

    mutating func subtract(_ key: Key, _ amount: Int64) { add(key, 0 &- amount) }

    private static func number(_ key: Key, _ lane: Int) -> UInt64 {
        var hash: UInt64 = lane == 0 ? 0x243f_6a88_85a3_08d3 : 0x1319_8a2e_0370_7344
        func mix(_ word: UInt64) {
            hash = (hash ^ word) &* 0x9fb2_1c65_1e98_df25
            hash ^= hash >> 32
            hash = hash &* 0xd6e8_feb8_6659_fd93
            hash ^= hash >> 29
        }
        for byte in key.owner { mix(UInt64(byte)) }
        mix(UInt64(bitPattern: key.currency))
        mix(UInt64(bitPattern: key.day))
        return hash
    }
}
