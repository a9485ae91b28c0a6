public import Messages
public import Transparency

/// What shows anybody that a log is not the one that it was: two heads that the log's key has signed, and that no log can
/// have had both.
public struct ForkEvidence: Codable, Sendable {
    public let finding: Finding
    /// In milliseconds since 1970, by the auditor's clock.
    public let foundAt: Int64
    public let knownSize: Int64
    /// In base64: over the first events as they were read, and as the log shows them now.
    public let knownRoot: String
    public let shownRoot: String?
    public let knownCheckpoint: String?
    public let shownCheckpoint: String?
    /// What the log gave for a proof that it had only grown.
    public let proof: [String]

    enum CodingKeys: String, CodingKey {
        case finding, foundAt = "found_at", knownSize = "known_size", knownRoot = "known_root"
        case shownRoot = "shown_root", knownCheckpoint = "known_checkpoint", shownCheckpoint = "shown_checkpoint", proof
    }

    /// - Parameter growth: what the log answers when it is asked for the proof that leads from what is known to its head.
    public init(
        _ finding: Finding, known replica: LogReplica, shown: SignedHead?, growth: ProveConsistency.Reply?,
        at time: Int64
    ) {
        (self.finding, foundAt) = (finding, time)
        let place = ForkEvidence.place(of: replica)
        (knownSize, knownRoot) = (place.size, Base64.encode(place.root))
        let isSameSize = shown?.size == place.size
        shownRoot = growth?.fromRoot ?? (isSameSize ? shown.map { Base64.encode($0.root) } : nil)
        (knownCheckpoint, shownCheckpoint) = (replica.accepted?.note.note, shown?.note.note)
        proof = growth?.hashes ?? []
    }

    /// What is known for certain: what the log has signed, else what was read.
    public static func place(of replica: LogReplica) -> LogPlace {
        replica.accepted.map { LogPlace(size: $0.size, root: $0.root) } ?? replica.place
    }

    /// For people.
    public var text: String {
        """
        over the first \(knownSize) events:
          the root was    \(knownRoot)
          the log now has \(shownRoot ?? "none")
        """
    }
}
