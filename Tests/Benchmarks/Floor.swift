import Crypto
import Host
import Messages

/// The floor: the rows that a hold leaves behind, written by the statements that the wallet uses and nothing else. No
/// message is read, nothing is checked, encoded or hashed, nobody is answered. What it writes is compared with what the
/// wallet writes, so that it cannot fall behind the wallet's tables unseen.
final class Floor {
    private let begin, commit, forget, position, clock, head: FloorStatement
    private let currency, accounts, transaction, posting, balance, hold, event, received: FloorStatement
    private let people: [[UInt8]]
    private let sample: Sample
    private let entropy = SeededEntropy(seed: 3)
    private var sequence: Int64
    private var eventNumber: Int64

    /// Bytes as the wallet itself stored them for a hold.
    struct Sample {
        let event: [UInt8]
        let link: [UInt8]
        let reply: [UInt8]
        let entity, metadata, actor, causation: [UInt8]
        let lastSequence: Int64
        let lastEvent: Int64
    }

    init(database path: String, bettors: Bettors, sample: Sample) throws {
        let database = try FloorDatabase(path: path)
        begin = try database.statement("BEGIN IMMEDIATE")
        commit = try database.statement("COMMIT")
        forget = try database.statement("DELETE FROM runtime_received WHERE sender = ? AND sequence < ?")
        position = try database.statement("UPDATE runtime_callers SET applied = ?, floor = ? WHERE sender = ?")
        clock = try database.statement("UPDATE runtime_self SET last_time = ?")
        head = try database.statement(
            """
            UPDATE runtime_self SET head_sequence = ?, head_link = ?, sealed_from = ?, head_seal = ?, head_mark = ?
            """)
        currency = try database.statement("SELECT number, code, scale FROM currencies WHERE code = ?")
        accounts = try database.statement(
            """
            SELECT number, bucket, balance, version FROM ledger_accounts
            WHERE owner_kind = ? AND owner = ? AND currency = ?
            """)
        transaction = try database.statement(
            """
            INSERT INTO ledger_transactions (id, kind, entity, metadata, actor, causation, time, reverses, seal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        posting = try database.statement(
            "INSERT INTO ledger_postings (transaction_number, account, amount, balance) VALUES (?, ?, ?, ?)")
        balance = try database.statement(
            "UPDATE ledger_accounts SET balance = ?, version = ? WHERE number = ? AND version = ?")
        hold = try database.statement(
            """
            INSERT INTO holds (id, service, held, deposit, bonus, winning, placed) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING
            """)
        event = try database.statement("INSERT INTO runtime_events (sequence, link, body, seal) VALUES (?, ?, ?, ?)")
        received = try database.statement(
            "INSERT INTO runtime_received (sender, sequence, status, reply) VALUES (?, ?, ?, ?)")
        people = bettors.people.map(\.user.bytes)
        self.sample = sample
        (sequence, eventNumber) = (sample.lastSequence, sample.lastEvent)
    }

    func run(_ count: Int, batch: Int) throws -> Figures {
        let begun = monotonicNanoseconds()
        var done = 0
        while done < count {
            let size = min(batch, count - done)
            let (now, floor) = (SystemClock.now, sequence)
            try begin.run()
            forget.bind(1, "betting")
            forget.bind(2, floor)
            try forget.run()
            for _ in 0..<size { try place(at: now) }
            position.bind(1, sequence)
            position.bind(2, floor)
            position.bind(3, "betting")
            try position.run()
            clock.bind(1, now.milliseconds)
            try clock.run()
            head.bind(1, eventNumber)
            head.bind(2, sample.link)
            head.bind(3, 1)
            head.bind(4, sample.link)
            head.bind(5, sample.link)
            try head.run()
            try commit.run()
            done += size
        }
        return Figures(operations: count, nanoseconds: monotonicNanoseconds() - begun)
    }

    private struct Account {
        var number: Int64 = 0
        var balance: Int64 = 0
        var version: Int64 = 0
    }

    private func place(at now: Timestamp) throws {
        (sequence, eventNumber) = (sequence + 1, eventNumber + 1)
        currency.bind(1, "EUR")
        guard currency.step() else { throw BenchmarkFault("no currency") }
        let currencyNumber = currency.integer(0)
        currency.reset()
        let number = try insertTransaction(at: now)
        var (free, held) = (Account(), Account())
        accounts.bind(1, "user")
        accounts.bind(2, people[Int(sequence) % people.count])
        accounts.bind(3, currencyNumber)
        while accounts.step() {
            let account = Account(
                number: accounts.integer(0), balance: accounts.integer(2), version: accounts.integer(3))
            // The deposit account came first; the other one holds.
            if free.number == 0 { free = account } else { held = account }
        }
        accounts.reset()
        try post(-100, to: free, number)
        try post(100, to: held, number)
        hold.bind(1, ID<Hold>(at: now, randomness: (entropy.next(), entropy.next())).bytes)
        hold.bind(2, "betting")
        hold.bind(3, held.number)
        hold.bind(4, 100)
        hold.bind(5, 0)
        hold.bind(6, 0)
        hold.bind(7, number)
        try hold.run()
        event.bind(1, eventNumber)
        event.bind(2, sample.link)
        event.bind(3, sample.event)
        event.bind(4, sample.link)
        try event.run()
        received.bind(1, "betting")
        received.bind(2, sequence)
        received.bind(3, 200)
        received.bind(4, sample.reply)
        try received.run()
    }

    private func insertTransaction(at now: Timestamp) throws -> Int64 {
        transaction.bind(1, ID<Hold>(at: now, randomness: (entropy.next(), entropy.next())).bytes)
        transaction.bind(2, "hold")
        transaction.bind(text: sample.entity, 3)
        transaction.bind(text: sample.metadata, 4)
        transaction.bind(text: sample.actor, 5)
        transaction.bind(text: sample.causation, 6)
        transaction.bind(7, now.milliseconds)
        transaction.bind(9, sample.link)
        try transaction.run()
        return transaction.lastInsertedRow
    }

    private func post(_ amount: Int64, to account: Account, _ transaction: Int64) throws {
        posting.bind(1, transaction)
        posting.bind(2, account.number)
        posting.bind(3, amount)
        posting.bind(4, account.balance + amount)
        try posting.run()
        balance.bind(1, account.balance + amount)
        balance.bind(2, account.version + 1)
        balance.bind(3, account.number)
        balance.bind(4, account.version)
        try balance.run()
    }
}
