import Crypto
import Messages
import Runtime
import Storage

/// Each transaction carries a keyed hash over all that it says and over the hash of the one before it. Whoever can write to
/// the database and has not the service's key can add none, change none, and move none to another's place.
struct LedgerSeals {
    let context: CommandContext

    init(_ context: CommandContext) { self.context = context }

    /// What the first transaction of all is sealed behind.
    static let start = [UInt8](repeating: 0, count: KeyedHash.byteCount)

    func seal(_ transaction: SealedTransaction, after before: [UInt8]) throws -> [UInt8] {
        try context.seal(transaction.content + before, as: "ledger transaction")
    }

    /// What is known of words once they are forgotten. The number is part of it, so that it does not show where the same was
    /// said twice.
    func hash(_ words: String, of number: Int64) throws -> [UInt8] {
        try context.seal(Array("\(number) \(words)".utf8), as: "ledger words")
    }

    /// Where the ledger ends.
    func end() throws -> LedgerEnd { try LedgerEnd(context.mark) ?? rebuilt() }

    /// Where the next transaction goes: behind the last that this service wrote, also where that one is gone, so that what
    /// is missing leaves a hole. Behind the greatest number that there can be, which only somebody else puts there, is no
    /// place.
    func next() throws -> LedgerPlace {
        let end = try end()
        guard let last = try last(), last.number > end.number, last.number < .max else {
            return LedgerPlace(number: end.number + 1, before: end.seal, end: end, seals: self)
        }
        return LedgerPlace(number: last.number + 1, before: last.seal ?? LedgerSeals.start, end: end, seals: self)
    }

    /// The last row, whoever wrote it.
    func last() throws -> (number: Int64, seal: [UInt8]?)? {
        try context.database.first("SELECT number, seal FROM ledger_transactions ORDER BY number DESC LIMIT 1") {
            (number: try $0.value(0, as: Int64.self), seal: try $0.value(1, as: [UInt8]?.self))
        }
    }

    /// Where the end that was left is not this service's: from which transaction on there are seals was told once. Which was
    /// the last is told by the rows alone, and by the alarm that the events' head is another.
    private func rebuilt() throws -> LedgerEnd {
        let last = try last()
        let number = last?.number ?? 0
        let told = try LedgerSealing.told(context)
        let before = told.flatMap { Hex.decode($0.before) } ?? LedgerSeals.start
        return LedgerEnd(
            from: told?.fromTransaction ?? number + 1, before: before, number: number, seal: last?.seal ?? before)
    }
}

/// The place of a transaction that is about to be written.
struct LedgerPlace {
    let number: Int64
    let before: [UInt8]
    fileprivate let end: LedgerEnd
    fileprivate let seals: LedgerSeals

    fileprivate init(number: Int64, before: [UInt8], end: LedgerEnd, seals: LedgerSeals) {
        (self.number, self.before, self.end, self.seals) = (number, before, end, seals)
    }

    func hash(_ words: String) throws -> [UInt8] { try seals.hash(words, of: number) }

    /// The transaction's seal; with it, it is the ledger's last.
    func seal(_ transaction: SealedTransaction) throws -> [UInt8] {
        let seal = try seals.seal(transaction, after: before)
        seals.context.leave(mark: LedgerEnd(from: end.from, before: end.before, number: number, seal: seal).bytes)
        return seal
    }
}

/// Where the ledger ends and from where on it is sealed, as it is left beside where the service's events end: neither can be
/// cut without the other.
struct LedgerEnd: Equatable {
    /// The first transaction that carries a seal.
    let from: Int64
    /// What that one is sealed behind: a seal over all from before.
    let before: [UInt8]
    /// The last transaction, and its seal.
    let number: Int64
    let seal: [UInt8]

    init(from: Int64, before: [UInt8], number: Int64, seal: [UInt8]) {
        (self.from, self.before, self.number, self.seal) = (from, before, number, seal)
    }

    private static let version: UInt8 = 1

    var bytes: [UInt8] {
        func bytes(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
        return [LedgerEnd.version] + bytes(from) + bytes(number) + before + seal
    }

    /// Nil for anything else.
    init?(_ bytes: [UInt8]) {
        let count = KeyedHash.byteCount
        guard bytes.count == 17 + 2 * count, bytes[0] == LedgerEnd.version else { return nil }
        func number(_ place: Int) -> Int64 { bytes[place..<place + 8].reduce(0) { $0 << 8 | Int64($1) } }
        self.init(
            from: number(1), before: Array(bytes[17..<17 + count]), number: number(9),
            seal: Array(bytes[(17 + count)...]))
    }
}
