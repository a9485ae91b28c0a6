import Crypto
import Messages
import Runtime
import Storage

/// How the sealing of a ledger begins, once.
enum LedgerSealing {
    /// At each start. What there is before the first has one seal for all of it, under which it is as it is found.
    static func begin(_ context: CommandContext) throws {
        guard LedgerEnd(context.mark) == nil else { return }
        let seals = LedgerSeals(context)
        guard try told(context) == nil else {
            // The head that it lay with is not this service's, of which an alarm is on its way.
            return context.leave(mark: try seals.end().bytes)
        }
        try keepWords(seals)
        var (last, chain) = (Int64(0), LedgerSeals.start)
        try SealedRow.each(in: context.database, after: 0, through: .max) { row in
            chain = try seals.seal(row.transaction, after: chain)
            last = row.transaction.number
        }
        try context.emit(LedgerSealed(fromTransaction: last + 1, before: Hex.encode(chain)))
        context.leave(mark: LedgerEnd(from: last + 1, before: chain, number: last, seal: chain).bytes)
    }

    /// What was told when it began; the first, whatever was told afterwards.
    static func told(_ context: CommandContext) throws -> LedgerSealed? {
        try context.allTold(LedgerSealed.self).first?.event
    }

    /// Of what was said before there were seals.
    private static func keepWords(_ seals: LedgerSeals) throws {
        let database = seals.context.database
        try database.each(
            """
            SELECT number, reason FROM transaction_reasons
            UNION ALL SELECT placed, to_address FROM withdrawals WHERE to_address <> 'forgotten'
            """
        ) { row in
            let number: Int64 = try row.value(0)
            try database.run(
                "INSERT INTO transaction_words (number, hash) VALUES (?, ?) ON CONFLICT (number) DO NOTHING", number,
                try seals.hash(try row.value(1), of: number))
            return true
        }
    }
}
