import Audit
import Crypto
import Foundation
import Host
import Messages
import Runtime
import Storage
import Transparency

/// A proof of inclusion in a large log. Its tree is filled with made hashes, since of an event a proof takes nothing but its
/// leaf: so ten million take a minute and not ten.
struct TreeBenchmark {
    let home: Home
    let leaves: Int
    private static let proofs = 5000

    func run() throws {
        let keys = KeyRing(home)
        let path = home.database(of: .audit)
        let audit = try AuditInProcess(database: path, keys: keys)
        let root = try fill(path)
        let reader = QueryRunner(database: try .openReader(at: path))
        var random = SystemRandomNumberGenerator()
        Report.title("A proof of inclusion, asked for and answered (\(leaves) leaves)")
        var rates: [Double] = []
        for size in [leaves / 100, leaves / 10, leaves] where size > 0 {
            let times = try (0..<TreeBenchmark.proofs).map { _ in
                try audit.ask(
                    ProveInclusion.self,
                    .init(index: Int64.random(in: 0..<Int64(size), using: &random), size: Int64(size)), reader)
            }
            let figures = Figures(operations: times.count, nanoseconds: times.reduce(0, +), latencies: times)
            Report.row("in a log of \(size)", figures)
            rates.append(figures.perSecond)
        }
        if let first = rates.first, let last = rates.last {
            Report.say(Report.padded("the largest / the smallest", 44) + Report.decimals(last / first))
        }
        let answer = try audit.answer(to: ProveInclusion.self, .init(index: 0, size: Int64(leaves)), reader)
        guard answer.rootHash == Base64.encode(root) else { throw BenchmarkFault("the tree has another root") }
        try audit.close()
    }

    /// Level after level, each in the order of its places, so that every row comes behind the one before.
    private func fill(_ path: String) throws -> [UInt8] {
        let database = try FloorDatabase(path: path)
        let insert = try database.statement("INSERT OR IGNORE INTO nodes (level, position, hash) VALUES (?, ?, ?)")
        let (begin, commit) = (try database.statement("BEGIN IMMEDIATE"), try database.statement("COMMIT"))
        var frontier = MerkleFrontier()
        // The complete subtrees of one level after the other, as their hashes lie one behind the other.
        var hashes = [UInt8]()
        hashes.reserveCapacity(leaves * SHA256.byteCount)
        for number in 0..<leaves {
            let leaf = MerkleHash.leaf(Array(String(number).utf8))
            frontier.append(leaf: leaf) { _, _ in }
            hashes += leaf
        }
        Report.progress("\(leaves) leaves are made")
        var level: Int64 = 0
        while !hashes.isEmpty {
            let count = hashes.count / SHA256.byteCount
            var above = [UInt8]()
            above.reserveCapacity(hashes.count / 2)
            try begin.run()
            for position in 0..<count {
                let hash = Array(hashes[(position * 32)..<(position * 32 + 32)])
                insert.bind(1, level)
                insert.bind(2, Int64(position))
                insert.bind(3, hash)
                try insert.run()
                if position % 2 == 1 {
                    above += MerkleHash.node(Array(hashes[(position * 32 - 32)..<(position * 32)]), hash)
                }
            }
            try commit.run()
            (hashes, level) = (above, level + 1)
        }
        Report.progress("the tree is there")
        let head = try database.statement("UPDATE tree SET size = ?, peaks = ?, root = ?")
        head.bind(1, Int64(leaves))
        head.bind(2, Array(frontier.peaks.joined()))
        head.bind(3, frontier.root)
        try head.run()
        return frontier.root
    }
}
