import Host
import Messages
import Storage

/// Fills a wallet's ledger with transactions of people's by SQL alone, as fast as rows can be written: each pays in once
/// and then puts money aside again and again, all in turn. Holds and events, which only ever grow at their ends, have no
/// rows of it. Their seals are as long as true ones and nobody's: what is measured afterwards goes on behind them and never
/// holds the ledger against them.
struct LedgerFiller {
    let path: String

    /// - Parameter owners: whose accounts are filled; as many people as it takes, where none are named.
    func add(transactions count: Int, of owners: [ID<User>] = []) throws {
        let reader = try Connection.openReader(at: path)
        let indexes = try reader.rows(
            """
            SELECT name, sql FROM sqlite_schema
            WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('ledger_transactions', 'ledger_postings')
            """
        ) { (name: try $0.value(0, as: String.self), sql: try $0.value(1, as: String.self)) }
        let database = try FloorDatabase(path: path)
        func run(_ sql: String) throws { try database.statement(sql).run() }
        // The file is nobody's yet, and trees are built fastest when their entries come sorted.
        for setting in ["foreign_keys = OFF", "synchronous = OFF", "cache_size = -200000"] {
            _ = try database.statement("PRAGMA \(setting)").step()
        }
        try run("BEGIN IMMEDIATE")
        for index in indexes { try run("DROP INDEX \(index.name)") }
        try fill(count, owners, Start(reader), database, run)
        for index in indexes { try run(index.sql) }
        try run("COMMIT")
        // Whoever is measured next shall not pay for this.
        _ = try database.statement("PRAGMA wal_checkpoint(TRUNCATE)").step()
    }

    /// Where the rows that there are end.
    private struct Start {
        let (transaction, account, time, world, owed): (Int64, Int64, Int64, Int64, Int64)
        let currency: Int64

        init(_ reader: Connection) throws {
            let last = try reader.first(
                "SELECT number, time FROM ledger_transactions ORDER BY number DESC LIMIT 1"
            ) { (try $0.value(0, as: Int64.self), try $0.value(1, as: Int64.self)) }
            let outside = try reader.first(
                "SELECT number, balance, currency FROM ledger_accounts WHERE owner_kind = 'world'"
            ) { (try $0.value(0, as: Int64.self), try $0.value(1, as: Int64.self), try $0.value(2, as: Int64.self)) }
            let accounts = try reader.first("SELECT MAX(number) FROM ledger_accounts") {
                try $0.value(0, as: Int64.self)
            }
            guard let last, let outside, let accounts else { throw BenchmarkFault("nobody ever paid in") }
            (transaction, time, account) = (last.0, last.1, accounts)
            (world, owed, currency) = outside
        }
    }

    private func fill(
        _ count: Int, _ owners: [ID<User>], _ start: Start, _ database: FloorDatabase, _ run: (String) throws -> Void
    ) throws {
        let people = owners.isEmpty ? max(1, count / 100) : owners.count
        let (rounds, first) = (count / people, start.transaction + 1)
        let (paidIn, account) = (100_000_000, start.account + 1)
        func series(_ end: Int) -> String {
            "WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i + 1 < \(end))"
        }
        try run("CREATE TEMP TABLE person (i INTEGER PRIMARY KEY, owner BLOB NOT NULL, actor TEXT)")
        try run("\(series(people)) INSERT INTO person (i, owner) SELECT i, randomblob(16) FROM series")
        let named = try database.statement("UPDATE person SET owner = ? WHERE i = ?")
        for (index, owner) in owners.enumerated() {
            named.bind(1, owner.bytes)
            named.bind(2, Int64(index))
            try named.run()
        }
        try run(
            "UPDATE person SET actor = 'user:019aa2f5-3c00-7000-8000-' || lower(hex(substr(owner, 11)))")
        for (offset, bucket, balance) in [(0, "deposit", paidIn - rounds + 1), (1, "held", rounds - 1)] {
            try run(
                """
                INSERT INTO ledger_accounts (number, owner_kind, owner, currency, bucket, balance, version)
                SELECT \(account) + 2 * i + \(offset), 'user', owner, \(start.currency), '\(bucket)', \(balance),
                    \(rounds - offset) FROM person
                """)
        }
        try run(
            """
            \(series(people * rounds))
            INSERT INTO ledger_transactions (number, id, kind, entity, metadata, actor, causation, time, seal)
            SELECT \(first) + s.i, CAST(printf('%016d', \(first) + s.i) AS BLOB),
                iif(s.i < \(people), 'deposit', 'hold'),
                printf('bet/019aa2f5-3c00-7000-8000-%012d', \(first) + s.i),
                '{"hold":"019aa2f5-3c00-7000-8000-000000000001"}', p.actor, 'betting/1/' || s.i, \(start.time),
                randomblob(32)
            FROM series s CROSS JOIN person p ON p.i = s.i % \(people)
            """)
        try run(
            """
            \(series(people * rounds))
            INSERT INTO ledger_postings (transaction_number, account, amount, balance)
            SELECT \(first) + i,
                iif(i < \(people) AND side = 0, \(start.world),
                    \(account) + 2 * (i % \(people)) + iif(i < \(people), 0, side)),
                CASE WHEN i < \(people) THEN iif(side = 0, -\(paidIn), \(paidIn)) WHEN side = 0 THEN -1 ELSE 1 END,
                CASE WHEN i < \(people) THEN iif(side = 0, \(start.owed) - (i + 1) * \(paidIn), \(paidIn))
                    WHEN side = 0 THEN \(paidIn) - i / \(people) ELSE i / \(people) END
            FROM series CROSS JOIN (SELECT 0 AS side UNION ALL SELECT 1)
            """)
        try run(
            """
            UPDATE ledger_accounts SET balance = balance - \(people) * \(paidIn), version = version + \(people)
            WHERE number = \(start.world)
            """)
        try run("DROP TABLE person")
    }
}
