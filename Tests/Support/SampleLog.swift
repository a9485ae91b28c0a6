import Crypto
import Messages
public import Transparency

/// A log as the platform keeps it, in memory: for those who check what they are given of one.
public final class SampleLog {
    /// An event with what the log says of it. What is changed here is changed in the line that is made of it.
    public struct Line {
        public var index: Int64
        public var source: String
        public var incarnation: Int64 = 1
        public var sequence: Int64
        public var body: [UInt8]
        public var isFreed = false
        /// Until when the bytes were kept, where they were freed.
        public var retainedUntil: String? = "2027-01-31T12:00:00.000Z"
        public var leaf: [UInt8]
        public var link: [UInt8]
        public var proof: [[UInt8]]

        public var text: String {
            let body = isFreed ? "null" : SampleLog.quoted(body)
            let retention = isFreed ? retainedUntil.map { "\"retained_until\":\"\($0)\"," } ?? "" : ""
            let hashes = proof.map { "\"\(Base64.encode($0))\"" }.joined(separator: ",")
            return
                "{\"body\":\(body),\"incarnation\":\(incarnation),\"index\":\(index),\"leaf_hash\":\"\(Base64.encode(leaf))\","
                + "\"link\":\"\(Base64.encode(link))\",\"proof\":[\(hashes)],\(retention)\"sequence\":\(sequence),\"source\":\"\(source)\"}"
        }
    }

    public static let sources = ["audit", "betting", "identity", "wallet"]

    public let signer: CheckpointSigner
    public private(set) var bodies: [[UInt8]] = []
    private var facts: [(source: String, sequence: Int64, link: [UInt8])] = []
    private var heads: [String: SourceHead] = [:]
    private var nodes: [MerklePlace: [UInt8]] = [:]
    private var frontier = MerkleFrontier()

    /// - Parameter seed: of the key that signs the log's heads, 32 times.
    public init(count: Int = 0, seed: UInt8 = 7) throws {
        signer = CheckpointSigner(key: try Ed25519SigningKey(seed: Array(repeating: seed, count: 32)))
        for _ in 0..<count { append() }
    }

    public var size: Int64 { frontier.size }
    public var place: LogPlace { LogPlace(size: size, root: frontier.root) }

    // MARK: - Events

    /// The next event: of the source that is named, or of all of them in turns.
    public func append(from source: String? = nil, note: String = "", skipping: Int64 = 0) {
        let source = source ?? SampleLog.sources[Int(size) % SampleLog.sources.count]
        let last = heads[source]
        let sequence = (last?.sequence ?? 0) + 1 + skipping
        append(SampleLog.body(source, sequence, note: note), source, sequence)
    }

    /// These very bytes, as the source's event of that number.
    public func append(_ body: [UInt8], _ source: String, _ sequence: Int64) {
        let link = SHA256.hash(parts: heads[source]?.link ?? [UInt8](repeating: 0, count: 32), body)
        heads[source] = SourceHead(source: source, incarnation: 1, sequence: sequence, link: link)
        facts.append((source, sequence, link))
        bodies.append(body)
        frontier.append(leaf: MerkleHash.leaf(body)) { nodes[$0] = $1 }
    }

    public static func body(_ source: String, _ sequence: Int64, note: String = "") -> [UInt8] {
        let user = "019aa2f5-3c00-7000-8000-\(String(sequence + 1_000_000_000_000))"
        return Array(
            """
            {"actor":"user:\(user)","causation":"\(source).do-something:k3jd83jJd8d7","credential":"session/\(user)",\
            "data":{"amount":{"amount":"\(sequence).00","currency":"EUR"},"id":"\(user)","note":"\(note)","user_id":"\(user)"},\
            "dataversion":1,"id":"\(source)/1/\(sequence)","incarnation":1,"sequence":"\(EventNumber(sequence).text)","severity":"info",\
            "source":"/croupier/\(source)","specversion":"1.0","subject":"deposit/\(user)",\
            "time":"2026-01-31T12:00:00.000Z","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",\
            "type":"\(source).something-done"}
            """.utf8)
    }

    // MARK: - Proofs

    public var tree: MerkleTree { MerkleTree { self.nodes[$0] ?? [] } }

    /// The head of now, as the log's key signs it.
    public func head() -> SignedNote {
        signer.sign(
            Checkpoint(
                origin: CheckpointSigner.origin, size: size, root: frontier.root, sources: heads.values.map { $0 }))
    }

    public func line(_ index: Int64) throws -> Line {
        let (body, fact) = (bodies[Int(index)], facts[Int(index)])
        return Line(
            index: index, source: fact.source, sequence: fact.sequence, body: body, leaf: MerkleHash.leaf(body),
            link: fact.link, proof: try tree.inclusionProof(index: index, size: size))
    }

    // MARK: - Exports

    public static func quoted(_ text: [UInt8]) -> String {
        let json = try? WireCoding().encode(String(decoding: text, as: UTF8.self))
        return String(decoding: json ?? [], as: UTF8.self)
    }

    /// The first line of an export.
    public func header(
        _ range: Range<Int64>, filters: [String: String] = [:], checkpoint: SignedNote? = nil,
        witnessed: [(head: SignedNote, proof: [[UInt8]])] = []
    ) -> String {
        let named = filters.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
        let note = SampleLog.quoted(Array((checkpoint ?? head()).note.utf8))
        return
            "{\"checkpoint\":\(note),\"croupier_export\":1,\"filters\":{\(named)},\"from_index\":\(range.lowerBound),"
            + "\"to_index\":\(range.upperBound)\(SampleLog.witnessed(witnessed))}"
    }

    private static func witnessed(_ heads: [(head: SignedNote, proof: [[UInt8]])]) -> String {
        let items = heads.map { item in
            let hashes = item.proof.map { "\"\(Base64.encode($0))\"" }.joined(separator: ",")
            return "{\"checkpoint\":\(quoted(Array(item.head.note.utf8))),\"consistency\":[\(hashes)]}"
        }
        return heads.isEmpty ? "" : ",\"witnessed\":[\(items.joined(separator: ","))]"
    }

    /// The last line, as it belongs to these.
    public static func end(of lines: [String]) -> String {
        var chain = [UInt8](repeating: 0, count: 32)
        for line in lines { chain = SHA256.hash(parts: chain, Array((line + "\n").utf8)) }
        return "{\"end\":{\"chain\":\"\(Hex.encode(chain))\",\"events\":\(lines.count - 1)}}"
    }

    /// All lines but the last.
    public func export(_ range: Range<Int64>? = nil, filters: [String: String] = [:]) throws -> [String] {
        let range = range ?? 0..<size
        return [header(range, filters: filters)] + (try range.map { try line($0).text })
    }
}
