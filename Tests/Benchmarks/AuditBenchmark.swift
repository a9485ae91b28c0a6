import Crypto
import Foundation
import Host
import Messages
import Runtime
import Storage

/// What the log takes in from six sources that are ahead of it, with a signed head for each commit, and what a proof costs
/// while the log grows.
struct AuditBenchmark {
    let home: Home
    /// Up to how many events the log is filled.
    let most: Int
    private let page = 500
    private var step: Int { page * ServiceName.allCases.count }

    func run() throws {
        let keys = KeyRing(home)
        let path = home.database(of: .audit)
        let audit = try AuditInProcess(database: path, keys: keys)
        let reader = QueryRunner(database: try .openReader(at: path))
        var random = SystemRandomNumberGenerator()
        var size = 0
        Report.title("The audit log (six sources, \(step) events a commit and signed head)")
        for goal in [30_000, 100_000, 1_000_000, 10_000_000] where goal <= most {
            var times: [Int64] = []
            var floors: [Int64] = []
            let floor = try AuditFloor(path: path + ".floor")
            while size < goal {
                times.append(try audit.takePages(of: page))
                size += step
                // In turns, so that what others on the machine do meanwhile changes both alike.
                if times.count % 10 == 1 { floors.append(try floor.run(step, bytes: 700)) }
            }
            Report.row("up to \(size) events", figures(times))
            let share = Double(floors.sorted()[floors.count / 2]) / Double(times.sorted()[times.count / 2])
            Report.say(Report.padded("the same bytes hashed, linked and stored / all", 44) + Report.decimals(share))
            let proofs = try (0..<2000).map { _ in
                try audit.ask(
                    ProveInclusion.self,
                    .init(index: Int64.random(in: 0..<Int64(size), using: &random), size: Int64(size)), reader)
            }
            Report.row(
                "a proof of inclusion",
                Figures(operations: proofs.count, nanoseconds: proofs.reduce(0, +), latencies: proofs))
        }
        try audit.close()
    }

    private func figures(_ times: [Int64]) -> Figures {
        Figures(operations: times.count * step, nanoseconds: times.reduce(0, +), latencies: times)
    }
}

/// The least that a log must do: hash each event twice, for the tree and for its source's chain, and store it.
private final class AuditFloor {
    private let insert, begin, commit: FloorStatement
    private var number: Int64 = 0

    init(path: String) throws {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        _ = try Connection.openWriter(at: path).run("CREATE TABLE log (leaf INTEGER PRIMARY KEY, link BLOB, body BLOB)")
        let database = try FloorDatabase(path: path)
        (begin, commit) = (try database.statement("BEGIN IMMEDIATE"), try database.statement("COMMIT"))
        insert = try database.statement("INSERT INTO log (leaf, link, body) VALUES (?, ?, ?)")
    }

    func run(_ count: Int, bytes: Int) throws -> Int64 {
        let body = SystemEntropy().bytes(bytes)
        var link = [UInt8](repeating: 0, count: SHA256.byteCount)
        let begun = monotonicNanoseconds()
        try begin.run()
        for _ in 0..<count {
            number += 1
            link = EventLink.next(after: link, body: body)
            _ = SHA256.hash(body)
            insert.bind(1, number)
            insert.bind(2, link)
            insert.bind(3, body)
            try insert.run()
        }
        try commit.run()
        return monotonicNanoseconds() - begun
    }
}
