import SimulatedDisk
import Storage

/// A small load on a simulated disk that knows what has been acknowledged, and so what a crash must leave.
struct CrashWorkload {
    let disk: SimulatedDisk
    var synchronous: StaticString = "PRAGMA synchronous = FULL"
    private(set) var acknowledged = 0

    static let transactionCount = 6
    private static let path = "/load.db"
    private static let migrations = [
        Migration(
            name: "entries",
            sql:
                "CREATE TABLE entry (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT; CREATE INDEX b ON entry (bytes)"
        )
    ]

    init(disk: SimulatedDisk) { self.disk = disk }

    private func open() throws -> Connection {
        let db = try Connection.openWriter(at: Self.path, vfs: disk.vfsName)
        try db.run(synchronous)
        try db.migrate(Self.migrations)
        return db
    }

    /// Commits transactions of several pages each, with a checkpoint between them, until all are done or one fails.
    mutating func run() throws {
        let db = try open()
        for number in 1...Self.transactionCount {
            try db.begin()
            for part in 0..<3 {
                let bytes = [UInt8](repeating: UInt8(number * 3 + part), count: 3000)
                try db.run("INSERT INTO entry (id, bytes) VALUES (?, ?)", number * 3 + part, bytes)
            }
            try db.commit()
            acknowledged = number
            if number.isMultiple(of: 3) { try db.checkpoint() }
        }
    }

    /// What is wrong after a crash: nothing when exactly the acknowledged transactions are there, whole, or those and
    /// the one that was on its way.
    func problems() -> [String] {
        do {
            let db = try open()
            let ids = try db.rows("SELECT id FROM entry ORDER BY id") { row in try row.value(0, as: Int.self) }
            let transactions = ids.count / 3
            var problems = try db.integrityProblems()
            if ids != Array(3..<(3 + 3 * transactions)) { problems.append("a transaction is torn: \(ids)") }
            if transactions != acknowledged && transactions != acknowledged + 1 {
                problems.append("\(transactions) transactions, \(acknowledged) acknowledged")
            }
            return problems
        } catch {
            return ["\(error)"]
        }
    }

    /// The database's bytes once its connection has closed.
    var bytes: [UInt8]? { disk.contents(of: Self.path) }

    /// Crashes one workload after every possible number of operations and collects what is wrong.
    static func crashEverywhere(seed: UInt64, synchronous: StaticString) -> (crashes: Int, problems: [String]) {
        var problems: [String] = []
        for operations in 0... {
            let disk = SimulatedDisk(
                name: "everywhere-\(seed)-\(operations)-\(synchronous)", seed: seed &+ UInt64(operations))
            var load = CrashWorkload(disk: disk)
            load.synchronous = synchronous
            disk.operationsUntilFailure = operations
            let hasFinished = (try? load.run()) != nil && disk.operationsUntilFailure != 0
            disk.crash()
            problems += load.problems().map { "after \(operations) operations: \($0)" }
            if hasFinished { return (operations, problems) }
        }
        return (0, problems)
    }
}
