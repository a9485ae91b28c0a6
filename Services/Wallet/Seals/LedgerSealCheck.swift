import Messages
import Runtime
import Storage

/// Holds transactions against the seals that this service gave them: whatever else fits them is nothing that somebody with
/// the database alone could not have made fit.
struct LedgerSealCheck {
    private let context: CommandContext
    private let seals: LedgerSeals

    init(_ context: CommandContext) { (self.context, seals) = (context, LedgerSeals(context)) }

    /// - Parameter chain: the seal so far over transactions from before there were seals; nil where that is not known.
    func violations(after first: Int64, through last: Int64, chain: inout [UInt8]?) throws -> [String] {
        let end = try seals.end()
        var found = try former(after: first, through: min(last, end.from - 1), end, &chain)
        let start = max(first, end.from - 1)
        guard last > start else { return found }
        var before = start == end.from - 1 ? end.before : try seal(of: start)
        var previous = start
        try SealedRow.each(in: context.database, after: start, through: last) { row in
            let number = row.transaction.number
            if number != previous + 1 { before = nil }
            if let fault = try fault(of: row, after: before) { found.append(fault) }
            found += try words(row)
            (previous, before) = (number, row.seal ?? LedgerSeals.start)
        }
        return found
    }

    /// Transactions from before there were seals are known to be as they were then, all together.
    private func former(
        after first: Int64, through last: Int64, _ end: LedgerEnd, _ chain: inout [UInt8]?
    ) throws -> [String] {
        var found: [String] = []
        guard first < last else { return found }
        try SealedRow.each(in: context.database, after: first, through: last) { row in
            chain = try chain.map { try seals.seal(row.transaction, after: $0) }
            found += try words(row)
        }
        guard last == end.from - 1 else { return found }
        if let chain, chain != end.before {
            found.append("the transactions up to \(last) are not what they were when the ledger was first sealed")
        }
        chain = nil
        return found
    }

    private func fault(of row: SealedRow, after before: [UInt8]?) throws -> String? {
        let number = row.transaction.number
        guard let seal = row.seal else { return "transaction \(number) has no seal: this service did not write it" }
        guard let before else {
            return "transaction \(number) cannot be held against its seal, since the one before it is missing"
        }
        return try seal == seals.seal(row.transaction, after: before)
            ? nil : "transaction \(number) is not as this service wrote it where it stands"
    }

    /// What was remarked, or whither money goes, is what was written, or was forgotten with a person.
    private func words(_ row: SealedRow) throws -> [String] {
        let number = row.transaction.number
        let hash = row.transaction.words
        if row.words == nil, hash == nil { return [] }
        if let words = row.words, let hash, try seals.hash(words, of: number) == hash { return [] }
        // Of what was forgotten before there were seals, no hash is left either.
        let isGone = row.words.map { $0 == WalletForgetting.forgottenAddress } ?? true
        if isGone, try row.users.contains(where: { try context.hasForgotten($0) }) { return [] }
        return hash == nil
            ? ["transaction \(number) has words that were not said of it"]
            : ["the reason or address of transaction \(number) is not what was written"]
    }

    private func seal(of number: Int64) throws -> [UInt8]? {
        try context.database.first("SELECT seal FROM ledger_transactions WHERE number = ?", number) {
            try $0.value(0, as: [UInt8]?.self) ?? LedgerSeals.start
        }
    }

    /// Whether the last transaction is the last that was written.
    func violationsAtEnd() throws -> [String] {
        let (end, last) = (try seals.end(), try seals.last())
        let number = last?.number ?? 0
        if number < end.number {
            return ["transactions are missing from \(number + 1) to \(end.number), which were the last"]
        }
        guard number == end.number, number >= end.from, (last?.seal ?? LedgerSeals.start) != end.seal else { return [] }
        return ["transaction \(number) is not the last that this service wrote"]
    }
}
