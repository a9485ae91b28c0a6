import Transparency

/// What an auditor remembers of a log between two looks: all that it takes to notice that the log is another one.
public struct FollowState: Codable, Equatable, Sendable {
    public struct Source: Codable, Equatable, Sendable {
        public let source: String
        public let incarnation: Int64
        public let sequence: Int64
        /// In base64: of the event that came last, and of the one with the highest number.
        public let link: String
        public let headLink: String

        enum CodingKeys: String, CodingKey { case source, incarnation, sequence, link, headLink = "head_link" }
    }

    /// Of this file.
    public static let version = 1

    public let version: Int
    /// How many events were read, and the roots of the complete subtrees over them, in base64.
    public let size: Int64
    public let peaks: [String]
    public let sources: [Source]
    /// The last head that the log had signed, and the last one that the witness had cosigned.
    public let checkpoint: String?
    public let witnessed: String?
    /// A head that waits for the witness, and since when.
    public let awaited: AwaitedHead?
    /// What was found so far and does not go away by reading on.
    public let findings: [Finding]
    /// Of how many events the bytes were not kept any more; left out by those who did not count them.
    public let freed: Int64?

    public init(_ replica: LogReplica) {
        version = FollowState.version
        (size, peaks) = (replica.frontier.size, replica.frontier.peaks.map(Base64.encode))
        sources = replica.sources.map { name, chain in
            Source(
                source: name, incarnation: chain.incarnation, sequence: chain.sequence,
                link: Base64.encode(chain.link), headLink: Base64.encode(chain.headLink))
        }.sorted { $0.source < $1.source }
        (checkpoint, witnessed) = (replica.accepted?.note.note, replica.watch.witnessed?.note.note)
        (awaited, findings, freed) = (replica.watch.awaited, replica.findings.first, replica.freed)
    }
}

/// A head that no witness has cosigned yet.
public struct AwaitedHead: Codable, Equatable, Sendable {
    public let size: Int64
    /// Since when it is known, in milliseconds since 1970.
    public let since: Int64
}
