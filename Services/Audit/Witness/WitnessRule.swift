public import Transparency

/// Whether a witness may cosign a head: a function of the head, of the last one it has cosigned, and of the proof that
/// leads from one to the other. It knows the log by the key that it was given, never by what the log says of itself.
public struct WitnessRule: Sendable {
    /// What the log signs with; several while one key takes another's place.
    let logKeys: [NoteKey]

    public init(logKeys: [NoteKey]) { self.logKeys = logKeys }

    public enum Verdict: Equatable, Sendable {
        case cosign(SignedNote, Checkpoint)
        /// It is the head that was cosigned last; there is nothing new to say.
        case known
        /// It may be cosigned once the growth is proved.
        case prove(from: Int64, to: Int64)
        case refuse(Refusal)
    }

    /// - Parameters:
    ///   - note: the head as the log gave it.
    ///   - last: what was cosigned last; nil before the first time, when whatever the log has signed is believed.
    ///   - growth: the hashes that lead from the last size to this one, once they were asked for.
    public func judge(_ text: String, after last: Checkpoint?, growth: [[UInt8]]? = nil) -> Verdict {
        let note: SignedNote
        let head: Checkpoint
        do {
            note = try SignedNote(text)
            guard let key = logKeys.first(where: { note.isSigned(by: $0) }) else {
                return .refuse(Refusal(.forged, "the configured log key has not signed it"))
            }
            head = try Checkpoint(note, signedBy: key)
        } catch {
            return .refuse(Refusal(error == .otherLog ? .otherLog : .malformed, "\(error)"))
        }
        guard head.size > 0 || head.root == MerkleHash.empty else {
            return .refuse(Refusal(.forked, "an empty log has another root"))
        }
        let signed = note.keeping(logKeys)
        guard let last else { return .cosign(signed, head) }
        if let refusal = contradiction(of: head, to: last) { return .refuse(refusal) }
        if head.size == last.size { return head == last ? .known : .cosign(signed, head) }
        guard let growth else { return .prove(from: last.size, to: head.size) }
        let isExtension = MerkleProof.verifiesConsistency(
            growth, from: last.size, root: last.root, to: head.size, root: head.root)
        guard isExtension else {
            return .refuse(Refusal(.forked, "\(head.size) events that do not begin with the \(last.size) known ones"))
        }
        return .cosign(signed, head)
    }

    /// What cannot be if the log has only grown.
    private func contradiction(of head: Checkpoint, to last: Checkpoint) -> Refusal? {
        if head.size < last.size { return Refusal(.shrunk, "\(head.size) events where there were \(last.size)") }
        let isSame = head.size == last.size
        if isSame, head.root != last.root { return Refusal(.forked, "another root over the same \(head.size) events") }
        for known in last.sources {
            guard let source = head.source(known.source) else {
                return Refusal(.sourceWentBack, "\(known.source) has no events any more")
            }
            if source.isBefore(known) {
                return Refusal(
                    .sourceWentBack,
                    "\(known.source) is at \(source.incarnation)/\(source.sequence) "
                        + "and was at \(known.incarnation)/\(known.sequence)")
            }
            if !known.isBefore(source), source.link != known.link {
                return Refusal(.sourceForked, "\(known.source) has another event at \(known.sequence)")
            }
        }
        // Of the same events, the sources' last ones are the same; a head from before they were named says less.
        if isSame, !last.sources.isEmpty, head.sources != last.sources {
            return Refusal(.sourceForked, "the same \(head.size) events with other sources")
        }
        return nil
    }
}

/// Why a head is not cosigned.
public struct Refusal: Equatable, Sendable {
    public enum Kind: String, Sendable {
        /// It is no checkpoint.
        case malformed
        /// The log has not signed it.
        case forged
        /// The log's key has signed it, for a log of another name.
        case otherLog = "other_log"
        /// It is older than what the log had shown before.
        case shrunk
        /// It is not a continuation of what the log had shown before.
        case forked
        /// One source has fewer events than before.
        case sourceWentBack = "source_went_back"
        /// One source has other events than before.
        case sourceForked = "source_forked"
        /// The log does not take the cosignature of a head that it had shown.
        case cosignatureRefused = "cosignature_refused"
    }

    public let kind: Kind
    public let detail: String

    init(_ kind: Kind, _ detail: String) { (self.kind, self.detail) = (kind, detail) }

    /// Whether the log's own key vouches for what was refused, so that it can be shown to others.
    var isEvidence: Bool {
        switch kind {
        case .malformed, .forged, .cosignatureRefused: false
        case .otherLog, .shrunk, .forked, .sourceWentBack, .sourceForked: true
        }
    }
}
