import Crypto
import Messages
import Runtime
import Storage
import Transparency

/// The head of the log as this service wrote it last: what is behind it in the tables was put there by somebody else, and
/// what is missing before it was taken away.
struct LogHead {
    /// The last event of a source that the log has.
    struct Position: Equatable {
        let source: String
        let incarnation: Int64
        let sequence: Int64
        /// In hexadecimal; nil where the event is not there, and in heads from before links were part of them.
        let link: String?

        var place: String { "\(source) \(incarnation) \(sequence)" }
        var line: String { place + (link.map { " \($0)" } ?? "") }
    }

    let size: Int64
    let root: [UInt8]
    let positions: [Position]

    var place: String { LogPlace(size: size, root: root).text }
    var lines: String { positions.map(\.line).joined(separator: "\n") }

    /// As the tables say now. Nil where they do not even fit each other, so that no tree could go on from them.
    static func present(in database: Connection) throws -> LogHead? {
        guard let (size, root, edge) = try tree(in: database) else { return nil }
        let peaks = stride(from: 0, to: edge.count, by: 32).map { Array(edge[$0..<min($0 + 32, edge.count)]) }
        guard let frontier = MerkleFrontier(size: size, peaks: peaks), frontier.root == root else { return nil }
        return LogHead(size: size, root: root, positions: try positions(in: database))
    }

    private static func tree(in database: Connection) throws -> (size: Int64, root: [UInt8], peaks: [UInt8])? {
        try database.first("SELECT size, root, peaks FROM tree") {
            (try $0.value(0), try $0.value(1), try $0.value(2))
        }
    }

    /// What distinguishes the tables of a head from all others, also where they do not fit each other.
    static func mark(in database: Connection) throws -> [UInt8] {
        let tree = try tree(in: database)
        let lines = try positions(in: database).map(\.line).joined(separator: "\n")
        return SHA256.hash(parts: Array("\(tree?.size ?? -1)\n\(lines)\n".utf8), tree?.root ?? [], tree?.peaks ?? [])
    }

    private static func positions(in database: Connection) throws -> [Position] {
        try database.rows(
            """
            SELECT source, incarnation, sequence, link
            FROM sources LEFT JOIN entries USING (source, incarnation, sequence) WHERE sequence > 0 ORDER BY source
            """
        ) { row in
            Position(
                source: try row.value(0), incarnation: try row.value(1), sequence: try row.value(2),
                link: try row.value(3, as: [UInt8]?.self).map(Hex.encode))
        }
    }

    /// Whether the tables end where the head says that they do: a tree that goes on from it finds its places free.
    func isEnd(of database: Connection) throws -> Bool {
        let last = try database.first("SELECT MAX(leaf) FROM entries") { try $0.value(0, as: Int64?.self) } ?? nil
        let beyond = try database.first("SELECT 1 FROM nodes WHERE position >= ? >> level LIMIT 1", size) { _ in true }
        return (last ?? -1) + 1 == size && beyond == nil
    }

    // MARK: - As it was written

    /// A head with what else is under its seal.
    struct Written {
        let head: LogHead
        /// The first row of the log that has a seal.
        let sealedFrom: Int64
        /// The number of the event that told so; nil where none has.
        let told: Int64?
    }

    /// Nil where there is none, or it is not this service's.
    static func written(_ context: CommandContext) throws -> Written? {
        let row = try context.database.first(
            "SELECT size, root, sealed_from, told, positions, seal FROM log_head"
        ) { row in
            (
                Written(
                    head: LogHead(
                        size: try row.value(0), root: try row.value(1),
                        positions: positions(in: try row.value(4, as: String.self))),
                    sealedFrom: try row.value(2), told: try row.value(3)),
                try row.value(5, as: [UInt8].self)
            )
        }
        guard let (written, seal) = row, seal == (try written.seal(context)) else { return nil }
        return written
    }

    private static func positions(in text: String) -> [Position] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard (3...4).contains(words.count), let incarnation = Int64(words[1]), let sequence = Int64(words[2])
            else { return nil }
            return Position(
                source: String(words[0]), incarnation: incarnation, sequence: sequence,
                link: words.count == 4 ? String(words[3]) : nil)
        }
    }

    /// Makes this the head that was written last.
    func write(sealedFrom: Int64, told: Int64, _ context: CommandContext) throws {
        let written = Written(head: self, sealedFrom: sealedFrom, told: told)
        try context.database.run(
            """
            INSERT INTO log_head (only, size, root, sealed_from, told, positions, seal) VALUES (1, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root, positions = excluded.positions,
                sealed_from = excluded.sealed_from, told = excluded.told, seal = excluded.seal
            """, size, root, sealedFrom, told, lines, try written.seal(context))
    }
}

extension LogHead.Written {
    /// Heads from before their sealing was told have a seal of another form.
    fileprivate func seal(_ context: CommandContext) throws -> [UInt8] {
        guard let told else {
            return try context.seal(
                Array("\(head.size) \(sealedFrom)\n\(head.lines)\n".utf8) + head.root, as: "log head")
        }
        return try context.seal(
            Array("\(head.size) \(sealedFrom) \(told)\n\(head.lines)\n".utf8) + head.root, as: "log head told")
    }
}
