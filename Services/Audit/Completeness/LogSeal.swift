import Messages
import Runtime
import Storage

/// What is kept beside a row of the log so that this service, and nobody else, could have written it there. The tree's
/// hashes can be computed anew by whoever can write here.
struct LogSeal {
    let source: ServiceName
    let context: CommandContext

    /// The place, and a keyed hash of it and of what stands there. The place is part of it so that a row which was moved
    /// still says where it belongs.
    func of(_ leaf: Int64, _ sequence: Int64, _ incarnation: Int64, _ hash: [UInt8]) throws -> [UInt8] {
        let place = "\(source.rawValue) \(incarnation) \(sequence) \(leaf) "
        return LogSeal.bytes(leaf) + (try context.seal(Array(place.utf8) + hash, as: "log"))
    }

    /// The place that a seal names.
    static func leaf(in seal: [UInt8]) -> Int64? {
        seal.count < 8 ? nil : seal.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    private static func bytes(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}

/// The head of the log as this service wrote it last: what is behind it in the tables was put there by somebody else, and
/// what is missing before it was taken away.
struct LogHead {
    let size: Int64
    let root: [UInt8]
    let sealedFrom: Int64
    /// The last event of each source, `source incarnation sequence` on a line each.
    let positions: String
    private let context: CommandContext
    private var database: Connection { context.database }

    /// As the tables say now.
    init(_ context: CommandContext) throws {
        self.context = context
        let tree = try context.database.first("SELECT size, root FROM tree") {
            (try $0.value(0, as: Int64.self), try $0.value(1, as: [UInt8].self))
        }
        (size, root) = tree ?? (0, [])
        sealedFrom = try LogHead.written(context)?.sealedFrom ?? LogHead.firstSealed(in: context.database) ?? size
        positions = try context.database.rows(
            "SELECT source, incarnation, sequence FROM sources WHERE sequence > 0 ORDER BY source"
        ) { row in
            "\(try row.value(0, as: String.self)) \(try row.value(1, as: Int64.self)) \(try row.value(2, as: Int64.self))"
        }.joined(separator: "\n")
    }

    private init?(stored row: borrowing Row, _ context: CommandContext) throws {
        (size, root, sealedFrom) = (try row.value(0), try row.value(1), try row.value(2))
        (positions, self.context) = (try row.value(3), context)
        guard try row.value(4) == seal() else { return nil }
    }

    /// As it was written last; nil where there is none, or it is not this service's.
    static func written(_ context: CommandContext) throws -> LogHead? {
        try context.database.first("SELECT size, root, sealed_from, positions, seal FROM log_head") {
            try LogHead(stored: $0, context)
        } ?? nil
    }

    private func seal() throws -> [UInt8] {
        try context.seal(Array("\(size) \(sealedFrom)\n\(positions)\n".utf8) + root, as: "log head")
    }

    func write() throws {
        try database.run(
            """
            INSERT INTO log_head (only, size, root, sealed_from, positions, seal) VALUES (1, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root, positions = excluded.positions,
                sealed_from = excluded.sealed_from, seal = excluded.seal
            """, size, root, sealedFrom, positions, try seal())
    }

    private static func firstSealed(in database: Connection) throws -> Int64? {
        try database.first("SELECT MIN(leaf) FROM entries WHERE seal IS NOT NULL") { try $0.value(0, as: Int64?.self) }
            ?? nil
    }

    /// At a start, before anything is added: a head that is not what was written last would else be signed as if it were.
    static func verifyAtStart(_ context: CommandContext) throws {
        let hasHead = try context.database.first("SELECT 1 FROM log_head") { _ in true } ?? false
        guard try hasHead || firstSealed(in: context.database) != nil else { return }
        _ = try LogHead(context).verify()
    }

    /// Tells of a head that is another, and of the events that it had and the log has not; gives how many were found.
    func verify() throws -> Int64 {
        let findings = Findings(context)
        guard let written = try LogHead.written(context) else {
            try findings.add(.logHead, of: .audit, 1, expected: size, found: size)
            return 1
        }
        var count: Int64 = 0
        if written.size != size || written.root != root {
            try findings.add(.logHead, of: .audit, 1, expected: written.size, found: size)
            count += 1
        }
        for line in written.positions.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let source = ServiceName(rawValue: String(parts[0])),
                let incarnation = Int64(parts[1]), let sequence = Int64(parts[2])
            else { continue }
            let last = try database.first(
                "SELECT MAX(sequence) FROM log WHERE source = ? AND incarnation = ?", source, incarnation
            ) { try $0.value(0, as: Int64?.self) }
            let there = (last ?? nil) ?? 0
            guard there < sequence else { continue }
            for missing in (there + 1)...min(sequence, there + CheckRun.findingLimit) {
                try findings.add(.logMissing, of: source, incarnation, expected: missing, found: missing)
                count += 1
            }
        }
        return count
    }
}
