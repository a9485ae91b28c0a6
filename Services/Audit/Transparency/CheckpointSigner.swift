public import Crypto

/// Signs the log's heads as checkpoints.
public struct CheckpointSigner: Sendable {
    /// The log's name, which is also its key's.
    public static let origin = "croupier/audit"

    private let key: Ed25519SigningKey
    /// With which others check the signatures.
    public let noteKey: NoteKey

    public init(key: Ed25519SigningKey) {
        self.key = key
        noteKey = CheckpointSigner.noteKey(key.publicKey)
    }

    /// The log's public key as signed notes name it.
    public static func noteKey(_ key: Ed25519PublicKey) -> NoteKey {
        guard let noteKey = NoteKey(name: origin, kind: .note, key: key) else {
            preconditionFailure("the log's name is one that notes can carry")
        }
        return noteKey
    }

    public func sign(_ checkpoint: Checkpoint) -> SignedNote {
        let signature = NoteSignature(by: noteKey, key.sign(Array(checkpoint.text.utf8)))
        return SignedNote(text: checkpoint.text, signatures: [signature])
    }
}
