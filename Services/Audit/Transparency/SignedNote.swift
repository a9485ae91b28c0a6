/// A text with signatures of it (C2SP signed-note): the text's lines, an empty one, and a line for each signature.
public struct SignedNote: Equatable, Sendable {
    /// More than any note of this platform has, and little enough to be read from anybody.
    public static let byteLimit = 1 << 16
    public static let signatureLimit = 32

    /// What is signed, with the line break at its end.
    public let text: String
    public private(set) var signatures: [NoteSignature]

    public init(text: String, signatures: [NoteSignature]) { (self.text, self.signatures) = (text, signatures) }

    public init(_ note: String) throws(NoteFault) {
        let bytes = Array(note.utf8)
        guard bytes.count <= SignedNote.byteLimit else { throw .tooLong }
        guard bytes.last == 10, bytes.allSatisfy({ $0 >= 0x20 || $0 == 10 }) else { throw .notPlainText }
        guard let border = bytes.indices.last(where: { $0 > 0 && bytes[$0] == 10 && bytes[$0 - 1] == 10 }),
            border < bytes.count - 1
        else { throw .noSignatures }
        let lines = bytes[(border + 1)...].dropLast().split(separator: 10, omittingEmptySubsequences: false)
        guard lines.count <= SignedNote.signatureLimit else { throw .tooManySignatures }
        var signatures: [NoteSignature] = []
        for line in lines {
            guard let signature = NoteSignature(line: String(decoding: line, as: UTF8.self)) else {
                throw .malformedSignature
            }
            signatures.append(signature)
        }
        self.init(text: String(decoding: bytes[..<border], as: UTF8.self), signatures: signatures)
    }

    public var note: String { text + "\n" + signatures.map { $0.line + "\n" }.joined() }

    /// Whether the key's holder has signed it. Where one of the signatures that name the key is wrong, none counts.
    public func isSigned(by key: NoteKey) -> Bool {
        let own = signatures.filter { key.isNamed(in: $0) }
        return !own.isEmpty && own.allSatisfy { key.verifies($0, of: text) }
    }

    /// With only the signatures by these keys, in the keys' order: what others have added says nothing.
    public func keeping(_ keys: [NoteKey]) -> SignedNote {
        SignedNote(text: text, signatures: keys.flatMap { key in signatures.filter { key.isNamed(in: $0) } })
    }

    public func adding(_ signature: NoteSignature) -> SignedNote {
        SignedNote(text: text, signatures: signatures + [signature])
    }
}

/// One signature line: who signed, by name and by the key's hash, and the bytes that the key's kind gives a meaning.
public struct NoteSignature: Equatable, Sendable {
    static let mark = "\u{2014} "

    public let name: String
    public let keyHash: [UInt8]
    public let bytes: [UInt8]

    /// By a key.
    init(by key: NoteKey, _ bytes: [UInt8]) { (name, keyHash, self.bytes) = (key.name, key.hash, bytes) }

    /// Nil where the line is no signature.
    public init?(line: String) {
        guard line.utf8.starts(with: NoteSignature.mark.utf8) else { return nil }
        let words = line.utf8.dropFirst(NoteSignature.mark.utf8.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { String(Substring($0)) }
        guard words.count == 2, NoteKey.isName(words[0]), let bytes = Base64.decode(words[1]), bytes.count > 4 else {
            return nil
        }
        (name, keyHash, self.bytes) = (words[0], Array(bytes.prefix(4)), Array(bytes.dropFirst(4)))
    }

    public var line: String { "\(NoteSignature.mark)\(name) \(Base64.encode(keyHash + bytes))" }
}
