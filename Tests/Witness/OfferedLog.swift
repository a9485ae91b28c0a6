import Crypto
import Transparency

/// A log as somebody who holds its key might show it: it grows honestly, and what it shows can be bent.
struct OfferedLog {
    static let key = seeded(1)
    static let otherKey = seeded(2)

    private var frontier = MerkleFrontier()
    private var nodes: [MerklePlace: [UInt8]] = [:]
    var sources: [String: SourceHead] = [:]
    var signer = CheckpointSigner(key: key)

    /// A seed of 32 bytes always makes a key.
    // swift-format-ignore: NeverUseForceTry
    static func seeded(_ byte: UInt8) -> Ed25519SigningKey {
        try! Ed25519SigningKey(seed: Array(repeating: byte, count: 32))
    }

    /// With some events of one source, told apart from another log's by the name of the story.
    init(_ count: Int = 0, story: String = "as it was") { append(count, story: story) }

    mutating func append(_ count: Int = 1, to source: String = "betting", story: String = "as it was") {
        for _ in 0..<count {
            let before = sources[source]
            let sequence = (before?.sequence ?? 0) + 1
            let body = Array("\(story) \(source) \(sequence)".utf8)
            frontier.append(leaf: MerkleHash.leaf(body)) { nodes[$0] = $1 }
            let link = SHA256.hash(parts: before?.link ?? Array(repeating: 0, count: 32), body)
            sources[source] = SourceHead(source: source, incarnation: 1, sequence: sequence, link: link)
        }
    }

    var head: Checkpoint {
        Checkpoint(
            origin: CheckpointSigner.origin, size: frontier.size, root: frontier.root, sources: Array(sources.values))
    }

    var note: String { signer.sign(head).note }

    func growth(from: Int64) throws -> [[UInt8]] {
        let nodes = nodes
        return try MerkleTree { nodes[$0] ?? [] }.consistencyProof(from: from, to: frontier.size)
    }
}
