/// A text with signatures after it, in the form of C2SP signed notes. It has several lines, which no `Text` may have.
public struct NoteText: Hashable, SchemaProviding {
    /// In bytes; more than any note of the platform has.
    public static let limit = 1 << 16

    public let text: String

    /// Nil where it is longer than a note may be.
    public init?(_ text: String) {
        guard (1...NoteText.limit).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    public init(from decoder: any Decoder) throws {
        guard let note = NoteText(try decoder.singleValueContainer().decode(String.self)) else {
            throw decoder.invalid("a signed note of at most \(NoteText.limit) bytes")
        }
        self = note
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    private init(trusted text: String) { self.text = text }

    public static var schema: Schema { Schema(type: .string, minLength: 1, maxLength: limit) }
    public static var sample: NoteText {
        NoteText(trusted: "croupier/audit\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n\u{2014} name c2lnbmVk\n")
    }
}

/// Hands the log a witness's signature of one of its heads. It is taken from witnesses that the operator has named, and
/// tells nothing as an event: an event would make a new head, and that another signature, for ever.
public enum AddCosignature: Command {
    public struct Request: Codable, Sendable {
        /// The checkpoint with the log's own signature and the witness's.
        public let checkpoint: NoteText

        public init(checkpoint: NoteText) { self.checkpoint = checkpoint }
    }
    public struct Reply: Codable, Sendable {
        /// Of the latest head that this witness has cosigned.
        public let size: Int64

        public init(size: Int64) { self.size = size }
    }
    public enum Failure: String, DomainFailure {
        /// It is no checkpoint with signatures.
        case malformedCheckpoint = "malformed_checkpoint"
        /// The witness's signature is missing or not of this text.
        case wrongSignature = "wrong_signature"
        /// The cosignature is from a time that has not come.
        case wrongTime = "wrong_time"
        /// The log never had this head, or has not signed it.
        case unknownHead = "unknown_head"
        /// The witness has cosigned a later head.
        case olderHead = "older_head"

        public var status: Int { self == .olderHead ? 409 : 422 }
    }
    public static let name = "audit.add-cosignature"
    public static let summary = "Hand over a witness's signature of a tree head"
    public static let access = Access.subscribers
}
