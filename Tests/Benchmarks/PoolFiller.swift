import Host
import Messages
import Storage

/// Fills an event's pool with bets by SQL alone, as fast as rows can be written: people bet in turn, on two players, with
/// stakes of a hundred kinds.
struct PoolFiller {
    let path: String
    let event: ID<BettingEvent>
    let plays: [ID<Play>]
    let people: Int

    func add(bets count: Int) throws {
        let database = try FloorDatabase(path: path)
        func run(_ sql: String) throws { try database.statement(sql).run() }
        func blob<Entity>(_ id: ID<Entity>) -> String {
            "x'" + id.text.split(separator: "-").joined() + "'"
        }
        for setting in ["foreign_keys = OFF", "synchronous = OFF", "cache_size = -200000"] {
            _ = try database.statement("PRAGMA \(setting)").step()
        }
        let series = "WITH RECURSIVE series (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM series WHERE i + 1 < \(count))"
        try run("BEGIN IMMEDIATE")
        try run("CREATE TEMP TABLE person (i INTEGER PRIMARY KEY, user BLOB NOT NULL)")
        try run("\(series) INSERT INTO person (i, user) SELECT i, randomblob(16) FROM series WHERE i < \(people)")
        // Three of five back the first player. Ids lie in the order of placing, as they do where they are made.
        try run(
            """
            \(series)
            INSERT INTO bet (id, event, play, user, hold, stake, status, placed_at)
            SELECT CAST(printf('b%015d', s.i) AS BLOB), \(blob(event)), iif(s.i % 5 < 3, \(blob(plays[0])), \(blob(plays[1]))),
                p.user, CAST(printf('h%015d', s.i) AS BLOB), 25 * (1 + s.i * 7919 % 100), 'accepted', 0
            FROM series s CROSS JOIN person p ON p.i = s.i % \(people) ORDER BY s.i
            """)
        try run("INSERT INTO gambler (event, user, staked) SELECT event, user, SUM(stake) FROM bet GROUP BY user")
        try run(
            "INSERT INTO backing (event, play, user, amount) SELECT event, play, user, SUM(stake) FROM bet GROUP BY play, user"
        )
        for play in plays.map(blob) {
            try run(
                """
                UPDATE play SET bets = (SELECT COUNT(*) FROM bet WHERE play = \(play)),
                    stakes = (SELECT SUM(stake) FROM bet WHERE play = \(play)) WHERE id = \(play)
                """)
        }
        try run("UPDATE event SET pool = (SELECT SUM(stake) FROM bet) WHERE id = \(blob(event))")
        try run("DROP TABLE person")
        try run("COMMIT")
        // Whoever is measured next shall not pay for this.
        _ = try database.statement("PRAGMA wal_checkpoint(TRUNCATE)").step()
    }

    /// Puts so much into the escrow of the event, as if it had been staked.
    static func fund(_ event: ID<BettingEvent>, with amount: Int64, in path: String) throws {
        let database = try FloorDatabase(path: path)
        try database.statement(
            """
            INSERT INTO ledger_accounts (owner_kind, owner, currency, bucket, balance)
            SELECT 'escrow', CAST('betting:event/\(event)' AS BLOB), number, 'main', \(amount) FROM currencies
            WHERE code = 'EUR'
            """
        ).run()
    }
}
