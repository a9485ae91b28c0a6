/// Something that cannot be if the log is what it says it is, with where it was seen and what was there instead.
public struct Finding: Error, Hashable, Sendable, Codable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        // Lines of a file.
        case lineTooLong = "line_too_long"
        case notJSON = "not_json"
        case malformedLine = "malformed_line"
        case malformedHeader = "malformed_header"
        case truncated
        case trailingData = "trailing_data"
        case notWhole = "not_whole"
        case wrongCount = "wrong_count"
        case editedFile = "edited_file"
        // Signed heads.
        case malformedCheckpoint = "malformed_checkpoint"
        case forgedCheckpoint = "forged_checkpoint"
        case otherLog = "other_log"
        case notCosigned = "not_cosigned"
        case staleCosignature = "stale_cosignature"
        // Events.
        case editedBody = "edited_body"
        /// They are not there, and nothing says that they were to go.
        case bytesMissing = "bytes_missing"
        case wrongProof = "wrong_proof"
        case misnamedEvent = "misnamed_event"
        case reordered
        case missingEvents = "missing_events"
        case wrongLink = "wrong_link"
        case sourceGap = "source_gap"
        case sourceContradicts = "source_contradicts"
        // The log as it grows.
        case wrongRoot = "wrong_root"
        case forked
        case shrunk
    }

    public let kind: Kind
    public let detail: String
    /// The line of a file, from 1.
    public var line: Int64?
    /// The event's place in the log.
    public var index: Int64?
    /// With which event a source goes on in a new life.
    public var event: String?

    public init(_ kind: Kind, _ detail: String, line: Int64? = nil, index: Int64? = nil, event: String? = nil) {
        (self.kind, self.detail, self.line, self.index, self.event) = (kind, detail, line, index, event)
    }

    static let bytesMissing = "the bytes are not there, and nothing says until when they were kept"

    /// For people.
    public var text: String {
        let place = [line.map { "line \($0)" }, index.map { "event \($0)" }].compactMap { $0 }.joined(separator: ", ")
        return (place.isEmpty ? "" : place + ": ") + "\(kind.rawValue): \(detail)"
    }
}

/// The findings of a run: as many as somebody would read, and how many there were.
public struct Findings: Sendable {
    public static let limit = 100

    public private(set) var first: [Finding] = []
    public private(set) var count: Int64 = 0

    public init() {}

    public mutating func add(_ finding: Finding) {
        count += 1
        if first.count < Findings.limit { first.append(finding) }
    }
}
