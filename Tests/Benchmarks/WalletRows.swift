import Storage

/// How many rows a wallet's database has where a hold leaves some.
struct WalletRows: Equatable {
    let transactions, postings, holds, events: Int64

    init(_ database: Connection) throws {
        // Rows of these tables are never deleted, and a count that looked at each would disturb what is measured.
        transactions = try database.first("SELECT MAX(number) FROM ledger_transactions") { try $0.value(0) } ?? 0
        postings = try database.first("SELECT COUNT(*) FROM ledger_postings") { try $0.value(0) } ?? 0
        holds = try database.first("SELECT COUNT(*) FROM holds") { try $0.value(0) } ?? 0
        events = try database.first("SELECT MAX(sequence) FROM runtime_events") { try $0.value(0) } ?? 0
    }

    /// - Throws: where the operations since then did not each write what a hold writes.
    static func require(_ operations: Int, since before: WalletRows, in database: Connection, _ who: String) throws {
        let (after, count) = (try WalletRows(database), Int64(operations))
        guard after.transactions - before.transactions == count, after.postings - before.postings == 2 * count,
            after.holds - before.holds == count, after.events - before.events == count
        else { throw BenchmarkFault("\(who) wrote other rows than holds do: \(before) became \(after)") }
        let sum = try database.first("SELECT SUM(balance) FROM ledger_accounts") { try $0.value(0, as: Int64.self) }
        guard sum == 0 else { throw BenchmarkFault("\(who) left the books unbalanced") }
    }
}

extension Floor.Sample {
    /// The last hold that the wallet itself placed in this database.
    init(_ database: Connection) throws {
        let event = try database.first("SELECT body, link, sequence FROM runtime_events ORDER BY sequence DESC LIMIT 1")
        {
            (try $0.value(0, as: [UInt8].self), try $0.value(1, as: [UInt8].self), try $0.value(2, as: Int64.self))
        }
        let reply = try database.first("SELECT reply, sequence FROM runtime_received ORDER BY sequence DESC LIMIT 1") {
            (try $0.value(0, as: [UInt8].self), try $0.value(1, as: Int64.self))
        }
        let words = try database.first(
            "SELECT entity, metadata, actor, causation FROM ledger_transactions ORDER BY number DESC LIMIT 1"
        ) { row in try (0..<4).map { Array(try row.value($0, as: String.self).utf8) } }
        guard let event, let reply, let words else { throw BenchmarkFault("the wallet stored no hold to measure by") }
        self.init(
            event: event.0, link: event.1, reply: reply.0, entity: words[0], metadata: words[1], actor: words[2],
            causation: words[3], lastSequence: reply.1, lastEvent: event.2)
    }
}
