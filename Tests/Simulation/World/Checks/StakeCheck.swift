import Messages
import Runtime
import Storage

/// Bets, entries of contests and money are in two databases; at rest they must tell the same story.
struct StakeCheck {
    let betting: Connection
    let wallet: Connection
    /// What people gave for good elsewhere than in bets.
    let given: [(user: [UInt8], currency: String, amount: Int64)]

    private struct Bet {
        let hold: [UInt8]
        let user: [UInt8]
        let stake: Int64
        let payout: Int64
        let status: String
        let currency: String
    }

    /// At rest each bet and each paid entry has exactly one captured hold of its stake, and there is no other.
    func verifyAtRest() throws {
        let bets = try betting.rows(
            """
            SELECT hold, user, stake, COALESCE(payout, 0), bet.status, currency FROM bet
            JOIN event ON event.id = bet.event
            UNION ALL
            SELECT hold, user, stake, iif(settled_at IS NULL, 0, payout), iif(place IS NULL, 'reserved', status), currency
            FROM peer_stake JOIN peer_bet ON peer_bet.id = peer_stake.bet
            UNION ALL
            SELECT hold, user, entry.fee, IIF(entry.status = 'refunded', entry.fee, 0) + COALESCE(prize, 0),
                entry.status, currency FROM contest_entry AS entry JOIN contest ON contest.id = contest
            WHERE hold IS NOT NULL
            UNION ALL
            SELECT hold, user, amount, 0, iif(entry IS NULL, 'reserved', 'accepted'), currency
            FROM season_contribution JOIN season ON season.id = season_contribution.season
            """
        ) { row in
            Bet(
                hold: try row.value(0), user: try row.value(1), stake: try row.value(2), payout: try row.value(3),
                status: try row.value(4), currency: try row.value(5))
        }
        for bet in bets { try verify(bet) }
        let captured = try count(
            wallet, "SELECT COUNT(*) FROM holds WHERE service = 'betting' AND captured > 0")
        guard captured == bets.count else {
            throw Violation("one hold a bet", "\(bets.count) bets and \(captured) captured holds")
        }
        guard try count(wallet, "SELECT COUNT(*) FROM holds WHERE service = 'betting' AND state = 'open'") == 0 else {
            throw Violation("no hold left", "a hold is still open")
        }
        try verifyOutcomes()
        try verifyBalances(bets)
    }

    private func verify(_ bet: Bet) throws {
        guard !["reserved", "cancelling"].contains(bet.status) else {
            throw Violation("no bet left", "a bet is still \(bet.status)")
        }
        let hold = try wallet.first(
            "SELECT state, deposit + bonus + winning FROM holds WHERE id = ?", bet.hold
        ) { (try $0.value(0, as: String.self), try $0.value(1, as: Int64.self)) }
        guard let hold, hold.0 == "captured", hold.1 == bet.stake else {
            throw Violation("one hold a bet", "a bet of \(bet.stake) has the hold \(String(describing: hold))")
        }
    }

    /// What each user got of contests that cost nothing to enter.
    private func freePrizes() throws -> [(user: [UInt8], currency: String, amount: Int64)] {
        try betting.rows(
            """
            SELECT user, currency, prize FROM contest_entry JOIN contest ON contest.id = contest
            WHERE hold IS NULL AND prize > 0
            """
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
    }

    /// What syndicates paid into their players' wallets.
    private func seasonPayouts() throws -> [(user: [UInt8], currency: String, amount: Int64)] {
        try betting.rows(
            """
            SELECT p.user, currency, -amount FROM season_entry e JOIN season_player s ON s.number = e.player
                JOIN syndicate_player p ON p.number = s.player JOIN season ON season.id = e.season
            WHERE type = 'payout' AND source = 'wallet'
            """
        ) { (try $0.value(0), try $0.value(1), try $0.value(2)) }
    }

    /// Every event and contest that is ending is over, and none of its money lies in escrow.
    private func verifyOutcomes() throws {
        let open = try count(
            betting,
            "SELECT COUNT(*) FROM event WHERE status IN ('settling', 'cancelling')")
        let ending = try count(
            betting, "SELECT COUNT(*) FROM contest WHERE status IN ('settling', 'cancelling')")
        guard ending == 0 else { throw Violation("no settlement left", "\(ending) contests are still ending") }
        guard open == 0 else { throw Violation("no settlement left", "\(open) events are still being settled") }
        let left = try count(
            wallet, "SELECT COUNT(*) FROM ledger_accounts WHERE owner_kind = 'escrow' AND balance <> 0")
        let running = try count(
            betting,
            """
            SELECT (SELECT COUNT(*) FROM event WHERE status NOT IN ('finished', 'cancelled') AND pool + rolled_in > 0)
                + (SELECT COUNT(*) FROM peer_bet WHERE ended_at IS NULL)
                + (SELECT COUNT(*) FROM contest WHERE status NOT IN ('settled', 'cancelled') AND pool > 0)
                + (SELECT COUNT(*) FROM season_bank WHERE held > 0) + (SELECT COUNT(*) FROM season_bank WHERE outside > 0)
            """)
        guard left == running else {
            let owners: [String] = try wallet.rows(
                """
                SELECT CAST(owner AS TEXT) || ': ' || balance FROM ledger_accounts
                WHERE owner_kind = 'escrow' AND balance <> 0 ORDER BY owner
                """
            ) { try $0.value(0) }
            throw Violation(
                "escrow is empty",
                "\(left) escrow accounts hold money, \(running) bets and contests are not over: "
                    + owners.joined(separator: ", "))
        }
    }

    /// What each user has is what came in, less what was staked and paid out, and what came back.
    private func verifyBalances(_ bets: [Bet]) throws {
        struct Purse: Hashable {
            let user: [UInt8]
            let currency: String
        }
        var expected: [Purse: Int64] = [:]
        for bet in bets {
            expected[Purse(user: bet.user, currency: bet.currency), default: 0] += bet.payout - bet.stake
        }
        for prize in try freePrizes() {
            expected[Purse(user: prize.user, currency: prize.currency), default: 0] += prize.amount
        }
        for payout in try seasonPayouts() {
            expected[Purse(user: payout.user, currency: payout.currency), default: 0] += payout.amount
        }
        for gift in given { expected[Purse(user: gift.user, currency: gift.currency), default: 0] -= gift.amount }
        try wallet.each(
            """
            SELECT user, code, SUM(credit) FROM (
                SELECT user, currency, credited AS credit FROM deposits WHERE status = 'approved'
                UNION ALL
                SELECT user, currency, -amount FROM withdrawals WHERE status = 'paid'
                UNION ALL
                SELECT user, currency, bonuses.amount FROM bonuses
                    JOIN ledger_postings ON transaction_number = granted JOIN ledger_accounts ON number = account
                WHERE owner_kind = 'user'
                UNION ALL
                SELECT owner, currency, ledger_postings.amount FROM ledger_transactions
                    JOIN ledger_postings ON transaction_number = ledger_transactions.number
                    JOIN ledger_accounts ON ledger_accounts.number = account
                WHERE owner_kind = 'user' AND kind IN ('adjustment', 'reversal')
            ) JOIN currencies ON currencies.number = currency GROUP BY user, code
            """
        ) { row in
            expected[Purse(user: try row.value(0), currency: try row.value(1)), default: 0] += try row.value(2)
            return true
        }
        try wallet.each(
            """
            SELECT owner, code, SUM(balance) FROM ledger_accounts JOIN currencies ON currencies.number = currency
            WHERE owner_kind = 'user' GROUP BY owner, code ORDER BY owner, code
            """
        ) { row in
            let purse = Purse(user: try row.value(0), currency: try row.value(1))
            let balance: Int64 = try row.value(2)
            guard balance == expected.removeValue(forKey: purse) ?? 0 else {
                throw Violation(
                    "all money is accounted for", "a user has \(balance) \(purse.currency), not what is due")
            }
            return true
        }
        guard expected.values.allSatisfy({ $0 == 0 }) else {
            throw Violation("all money is accounted for", "a user has no account for what is due")
        }
    }

    private func count(_ database: Connection, _ sql: StaticString) throws -> Int {
        try database.first(sql) { try $0.value(0) } ?? 0
    }
}
