import Messages
import Runtime
import Storage

/// Every pool's money, event by event: what betting says became of it is what the wallet did with its escrow, to the unit.
struct PoolCheck {
    let betting: Connection
    let wallet: Connection

    private struct Book {
        let event: ID<BettingEvent>
        let currency: String
        let isOver: Bool
        let stakes: Int64
        /// By gamblers, and on players who withdrew.
        let takenBack: Int64
        let rolledIn: Int64
        /// What left the escrow or came into it, by the kind of transaction.
        let moved: [String: Int64]
    }

    func verifyAtRest() throws {
        let books = try betting.rows(
            """
            SELECT id, currency, status IN ('finished', 'cancelled'), pool,
                (SELECT COALESCE(SUM(stake), 0) FROM bet WHERE event = event.id AND status = 'cancelled')
                    + withdrawn,
                rolled_in, COALESCE(takeout, 0), COALESCE(breakage, 0), COALESCE(unawarded, 0), COALESCE(loss, 0),
                COALESCE(rolled_out, 0), COALESCE(paid, 0), COALESCE(refunded, 0)
            FROM event LEFT JOIN settlement ON settlement.event = id
            """
        ) { row in
            let takenBack: Int64 = try row.value(4)
            return Book(
                event: try row.value(0), currency: try row.value(1), isOver: try row.value(2), stakes: try row.value(3),
                takenBack: takenBack, rolledIn: try row.value(5),
                moved: [
                    "takeout": -(try row.value(6)), "breakage": -(try row.value(7)), "unawarded": -(try row.value(8)),
                    "minus_pool": try row.value(9), "rollover": try row.value(5) - row.value(10, as: Int64.self),
                    "bet_payout": -(try row.value(11)), "bet_refund": -(try row.value(12)) - takenBack,
                    "bet_placed": try row.value(3) + takenBack,
                ])
        }
        for book in books { try verify(book) }
    }

    private func verify(_ book: Book) throws {
        var moved: [String: Int64] = [:]
        try wallet.each(
            """
            SELECT kind, SUM(amount) FROM ledger_accounts
                JOIN ledger_postings ON account = ledger_accounts.number
                JOIN ledger_transactions ON ledger_transactions.number = transaction_number
                JOIN currencies ON currencies.number = currency
            WHERE owner_kind = 'escrow' AND owner = ? AND code = ? GROUP BY kind
            """, Array("betting:event/\(book.event)".utf8), book.currency
        ) { row in
            moved[try row.value(0)] = try row.value(1)
            return true
        }
        for kind in Set(moved.keys).union(book.moved.keys).sorted() {
            let (said, done) = (book.moved[kind] ?? 0, moved[kind] ?? 0)
            guard said == done else {
                throw Violation(
                    "each pool to the unit", "betting says \(said) of \(kind) for \(book.event), the wallet \(done)")
            }
        }
        let left = moved.values.reduce(0, +)
        guard left == (book.isOver ? 0 : book.stakes + book.rolledIn) else {
            throw Violation("each pool to the unit", "\(left) is in the escrow of \(book.event)")
        }
    }
}
