public import Transparency

/// By whose signatures a log is known: never by what it says of itself.
public struct LogKeys: Sendable {
    /// What the log signs with; several while one key takes another's place.
    public let log: [NoteKey]
    /// Who must have cosigned.
    public let witnesses: [NoteKey]

    public init(log: [NoteKey], witnesses: [NoteKey] = []) { (self.log, self.witnesses) = (log, witnesses) }

    /// A head that the log has signed, read from anybody's hands.
    public func head(_ text: String) throws(Finding) -> SignedHead {
        do {
            let note = try SignedNote(text)
            guard let key = log.first(where: { note.isSigned(by: $0) }) else {
                let signers = note.signatures.map(\.name).joined(separator: ", ")
                throw Finding(
                    .forgedCheckpoint, "the checkpoint is not signed by the given key of the log, but by \(signers)")
            }
            let checkpoint = try Checkpoint(note, signedBy: key)
            guard checkpoint.size > 0 || checkpoint.root == MerkleHash.empty else {
                throw Finding(.malformedCheckpoint, "a log without events has another root than the empty one")
            }
            return SignedHead(note: note, checkpoint: checkpoint)
        } catch let finding as Finding {
            throw finding
        } catch NoteFault.otherLog {
            throw Finding(.otherLog, "the checkpoint is signed with the log's key and of a log of another name")
        } catch {
            throw Finding(.malformedCheckpoint, "the checkpoint cannot be read: \(error)")
        }
    }

    /// The first witness that has not cosigned.
    public func missingWitness(of head: SignedHead) -> NoteKey? { witnesses.first { !head.note.isSigned(by: $0) } }

    /// Throws where a witness that must have cosigned has not.
    public func requireWitnesses(of head: SignedHead) throws(Finding) {
        guard let witness = missingWitness(of: head) else { return }
        throw Finding(
            .notCosigned,
            "the checkpoint of \(head.checkpoint.size) events is not cosigned by the given key of \(witness.name)")
    }
}

/// A checkpoint as the log has signed it, and as it can be shown to others.
public struct SignedHead: Equatable, Sendable {
    public let note: SignedNote
    public let checkpoint: Checkpoint

    public var size: Int64 { checkpoint.size }
    public var root: [UInt8] { checkpoint.root }
}
