/// How far the log holds one source's events: the last of them, and the link that binds it to all before it.
public struct SourceHead: Equatable, Sendable {
    public let source: String
    public let incarnation: Int64
    public let sequence: Int64
    public let link: [UInt8]

    public init(source: String, incarnation: Int64, sequence: Int64, link: [UInt8]) {
        (self.source, self.incarnation, self.sequence, self.link) = (source, incarnation, sequence, link)
    }

    init?(line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 4, SourceHead.isName(words[0]), let incarnation = Int64(canonical: words[1]),
            let sequence = Int64(canonical: words[2]), let link = Base64.hash(words[3])
        else { return nil }
        self.init(source: String(words[0]), incarnation: incarnation, sequence: sequence, link: link)
    }

    var line: String { "\(source) \(incarnation) \(sequence) \(Base64.encode(link))" }

    private static func isName(_ name: some StringProtocol) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0 == 0x2d || (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) }
    }

    /// A later life of the source's database comes after all of the former.
    public func isBefore(_ other: SourceHead) -> Bool {
        (incarnation, sequence) < (other.incarnation, other.sequence)
    }
}

/// What a log says of itself at a size (C2SP tlog-checkpoint): its name, how many events it holds and their root; and, in
/// this log, how far it holds each source.
public struct Checkpoint: Equatable, Sendable {
    public static let sourceLimit = 64

    public let origin: String
    public let size: Int64
    public let root: [UInt8]
    /// By name, each once.
    public let sources: [SourceHead]

    public init(origin: String, size: Int64, root: [UInt8], sources: [SourceHead]) {
        (self.origin, self.size, self.root) = (origin, size, root)
        self.sources = sources.sorted { Checkpoint.isInOrder($0, $1) }
    }

    /// The text that is signed.
    public var text: String {
        ([origin, String(size), Base64.encode(root)] + sources.map(\.line)).map { $0 + "\n" }.joined()
    }

    public init(text: String) throws(NoteFault) {
        let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
        guard lines.count >= 4, lines.last?.isEmpty == true, NoteKey.isName(lines[0]),
            let size = Int64(canonical: lines[1]), let root = Base64.hash(lines[2])
        else { throw .malformedCheckpoint }
        var sources: [SourceHead] = []
        for line in lines.dropFirst(3).dropLast() {
            guard let head = SourceHead(line: line), sources.count < Checkpoint.sourceLimit,
                sources.last.map({ Checkpoint.isInOrder($0, head) }) ?? true
            else { throw .malformedSource }
            sources.append(head)
        }
        self.init(origin: String(lines[0]), size: size, root: root, sources: sources)
    }

    /// From a note that the log has signed.
    public init(_ note: SignedNote, signedBy key: NoteKey) throws(NoteFault) {
        guard note.isSigned(by: key) else { throw .notSigned }
        try self.init(text: note.text)
        guard origin.utf8.elementsEqual(key.name.utf8) else { throw .otherLog }
    }

    public func source(_ name: String) -> SourceHead? { sources.first { $0.source == name } }

    private static func isInOrder(_ left: SourceHead, _ right: SourceHead) -> Bool {
        left.source.utf8.lexicographicallyPrecedes(right.source.utf8)
    }
}
