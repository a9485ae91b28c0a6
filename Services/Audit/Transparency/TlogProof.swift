/// A proof that something is in the log, whole in one text (C2SP tlog-proof): it can be checked years later from public
/// keys alone.
public struct TlogProof: Equatable, Sendable {
    static let firstLine = "c2sp.org/tlog-proof@v1"
    public static let byteLimit = 2 * SignedNote.byteLimit
    /// A tree of more levels would have more leaves than can be counted.
    static let hashLimit = 63

    public let index: Int64
    /// From the leaf's neighbour up.
    public let hashes: [[UInt8]]
    /// What the maker adds for its readers. No signature covers it.
    public let extra: [UInt8]?
    /// With all its signatures.
    public let checkpoint: SignedNote

    public init(index: Int64, hashes: [[UInt8]], checkpoint: SignedNote, extra: [UInt8]? = nil) {
        (self.index, self.hashes, self.checkpoint, self.extra) = (index, hashes, checkpoint, extra)
    }

    public var text: String {
        let lines =
            [TlogProof.firstLine] + (extra.map { ["extra \(Base64.encode($0))"] } ?? []) + ["index \(index)"]
            + hashes.map(Base64.encode)
        return lines.map { $0 + "\n" }.joined() + "\n" + checkpoint.note
    }

    public init(_ text: String) throws(NoteFault) {
        guard text.utf8.count <= TlogProof.byteLimit else { throw .tooLong }
        var rest = Substring(text).utf8
        /// Takes the next line off; nil where none ends.
        func line() -> Substring? {
            guard let end = rest.firstIndex(of: 10) else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return Substring(rest[..<end])
        }
        guard line().map({ $0.utf8.elementsEqual(TlogProof.firstLine.utf8) }) == true, var next = line() else {
            throw .malformedProof
        }
        var extra: [UInt8]?
        if next.utf8.starts(with: "extra ".utf8) {
            extra = Base64.decode(String(Substring(next.utf8.dropFirst(6))))
            guard extra != nil, let index = line() else { throw .malformedProof }
            next = index
        }
        guard next.utf8.starts(with: "index ".utf8), let index = Int64(canonical: Substring(next.utf8.dropFirst(6)))
        else { throw .malformedProof }
        var hashes: [[UInt8]] = []
        while true {
            guard let next = line() else { throw .malformedProof }
            if next.isEmpty { break }
            guard hashes.count < TlogProof.hashLimit, let hash = Base64.hash(next) else { throw .malformedProof }
            hashes.append(hash)
        }
        self.init(index: index, hashes: hashes, checkpoint: try SignedNote(String(Substring(rest))), extra: extra)
    }

    /// The checkpoint that the log has signed and that the leaf is proved to be under.
    /// - Parameter witnesses: whoever must have cosigned it beside the log.
    public func verify(
        leaf: [UInt8], logKey: NoteKey, witnesses: [NoteKey] = []
    ) throws(NoteFault) -> Checkpoint {
        let head = try Checkpoint(checkpoint, signedBy: logKey)
        guard witnesses.allSatisfy(checkpoint.isSigned(by:)) else { throw .notSigned }
        let isIncluded = MerkleProof.verifiesInclusion(
            hashes, of: leaf, index: index, size: head.size, root: head.root)
        guard isIncluded else { throw .notIncluded }
        return head
    }
}
