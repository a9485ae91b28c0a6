public import Crypto

/// A witness's signature of a checkpoint with the time at which it was given (C2SP tlog-cosignature, version 1).
public struct Cosignature: Equatable, Sendable {
    /// In seconds since 1970.
    public let time: Int64
    let signature: [UInt8]

    /// Nil where the signature has another form.
    public init?(_ signature: NoteSignature) {
        guard signature.bytes.count == 8 + Ed25519PublicKey.signatureByteCount else { return nil }
        let seconds = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard let time = Int64(exactly: seconds) else { return nil }
        (self.time, self.signature) = (time, Array(signature.bytes.dropFirst(8)))
    }

    /// What is signed: the time and all of the checkpoint's text.
    static func message(_ text: String, at time: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }
}

/// Signs checkpoints for a witness. The same checkpoint at the same time always gets the same signature.
public struct CosignatureSigner: Sendable {
    private let key: Ed25519SigningKey
    public let noteKey: NoteKey

    /// What a witness of this platform is called in its signatures, by the name of its connection's key.
    public static func keyName(of peer: String) -> String { "croupier/\(peer)" }

    /// Nil for a name that no note could carry.
    public init?(name: String, key: Ed25519SigningKey) {
        guard let noteKey = NoteKey(name: name, kind: .cosignature, key: key.publicKey) else { return nil }
        (self.key, self.noteKey) = (key, noteKey)
    }

    public func sign(_ text: String, at time: Int64) -> NoteSignature {
        precondition(time >= 0, "no signature is from before 1970")
        let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> Int64(56 - 8 * $0)) }
        return NoteSignature(by: noteKey, stamp + key.sign(Cosignature.message(text, at: time)))
    }
}
