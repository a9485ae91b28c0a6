import Messages
import Runtime
import Storage
import Transparency

/// The tree as it lies in the database.
enum StoredTree {
    /// Makes the empty tree's head, and signs the present one anew where the key is another than before.
    static func prepare(signer: CheckpointSigner, in database: Connection) throws {
        guard let frontier = try frontier(in: database) else {
            let empty = MerkleFrontier()
            try database.run(
                "INSERT INTO tree (only, size, peaks, root, checkpoint) VALUES (1, 0, ?, ?, ?)", [UInt8](), empty.root,
                signer.sign(try checkpoint(of: empty, in: database)).note)
            return
        }
        try database.run(
            "UPDATE tree SET checkpoint = ?", signer.sign(try checkpoint(of: frontier, in: database)).note)
    }

    /// What is signed: the tree, and the last event of each source in it.
    static func checkpoint(of frontier: MerkleFrontier, in database: Connection) throws -> Checkpoint {
        let sources = try database.rows(
            """
            SELECT source, incarnation, sequence, link
            FROM sources CROSS JOIN log USING (source, incarnation, sequence) ORDER BY source
            """
        ) { row in
            SourceHead(
                source: try row.value(0), incarnation: try row.value(1), sequence: try row.value(2),
                link: try row.value(3))
        }
        return Checkpoint(
            origin: CheckpointSigner.origin, size: frontier.size, root: frontier.root, sources: sources)
    }

    /// Nil before the first start.
    static func frontier(in database: Connection) throws -> MerkleFrontier? {
        try database.first("SELECT size, peaks FROM tree") { row in
            let bytes: [UInt8] = try row.value(1)
            let peaks = stride(from: 0, to: bytes.count, by: 32).map { Array(bytes[$0..<min($0 + 32, bytes.count)]) }
            guard let frontier = MerkleFrontier(size: try row.value(0), peaks: peaks) else {
                throw StorageError(.corrupt, "the tree's right edge does not fit its size")
            }
            return frontier
        }
    }

    static func store(_ frontier: MerkleFrontier, signer: CheckpointSigner, in database: Connection) throws {
        let head = try checkpoint(of: frontier, in: database)
        try database.run(
            "UPDATE tree SET size = ?, peaks = ?, root = ?, checkpoint = ?", frontier.size,
            Array(frontier.peaks.joined()), head.root, signer.sign(head).note)
    }

    static func size(in database: Connection) throws -> Int64 {
        try database.first("SELECT size FROM tree") { try $0.value(0) } ?? 0
    }

    static func head(verifierKey: String, in database: Connection) throws -> GetTreeHead.Reply {
        let head = try database.first("SELECT size, root, checkpoint FROM tree") { row in
            GetTreeHead.Reply(
                size: try row.value(0), rootHash: Base64.encode(try row.value(1)), checkpoint: try row.value(2),
                verifierKey: verifierKey, witnessed: try WitnessedHead.all(in: database))
        }
        guard let head else { throw Rejection.notFound("tree head") }
        return head
    }

    /// The tree over the stored subtrees.
    static func tree(in database: Connection) -> MerkleTree { MerkleTree { try node($0, in: database) } }

    static func node(_ place: MerklePlace, in database: Connection) throws -> [UInt8] {
        let hash: [UInt8]? = try database.first(
            "SELECT hash FROM nodes WHERE level = ? AND position = ?", place.level, place.position
        ) { try $0.value(0) }
        guard let hash else { throw StorageError(.corrupt, "no node \(place.level)/\(place.position)") }
        return hash
    }
}
