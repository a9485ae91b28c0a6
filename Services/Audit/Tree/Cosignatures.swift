import Crypto
import Messages
import Runtime
import Storage
import Transparency

/// A witness that the operator has named: the name of its connection's key, and a key that it signs with.
public struct AuditWitness: Sendable {
    let peer: String
    let noteKey: NoteKey

    public init(peer: String, publicKey: [UInt8]) throws {
        let key = try Ed25519PublicKey(bytes: publicKey)
        guard let noteKey = NoteKey(name: CosignatureSigner.keyName(of: peer), kind: .cosignature, key: key) else {
            throw CryptoError.invalidPublicKey
        }
        (self.peer, self.noteKey) = (peer, noteKey)
    }
}

/// Takes witnesses' signatures of the log's heads.
struct Cosignatures {
    let logKey: NoteKey
    let witnesses: [AuditWitness]

    /// How far a witness's clock may be ahead, in seconds.
    private static let tolerance: Int64 = 86_400

    func add(_ request: AddCosignature.Request, _ context: CommandContext) throws -> AddCosignature.Reply {
        let known = witnesses.filter { witness in
            if case .peer(let name) = context.caller { witness.peer == name } else { false }
        }
        guard !known.isEmpty else {
            throw CommonFailure.forbidden.because("only a witness that audit was started with cosigns the log's heads")
        }
        let head = try CosignedHead(request.checkpoint.text, by: known.map(\.noteKey))
        guard head.time <= context.now.milliseconds / 1000 + Cosignatures.tolerance else {
            throw AddCosignature.Failure.wrongTime.because("the signature's time is more than a day ahead")
        }
        try check(head, in: context.database)
        try context.database.run(
            """
            INSERT INTO witnessed (witness, verifier_key, size, checkpoint, cosigned_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET verifier_key = excluded.verifier_key, size = excluded.size,
                checkpoint = excluded.checkpoint, cosigned_at = excluded.cosigned_at
            """, head.key.name, head.key.text, head.checkpoint.size, head.note.keeping([logKey, head.key]).note,
            head.time)
        return AddCosignature.Reply(size: head.checkpoint.size)
    }

    /// The head must be one that this log has had. Its own signature alone does not say so: the log's key may have signed
    /// for another log.
    private func check(_ head: CosignedHead, in database: Connection) throws {
        let (checkpoint, size) = (head.checkpoint, try StoredTree.size(in: database))
        guard head.note.isSigned(by: logKey), checkpoint.origin == CheckpointSigner.origin, checkpoint.size <= size,
            try StoredTree.tree(in: database).root(size: checkpoint.size) == checkpoint.root
        else {
            throw AddCosignature.Failure.unknownHead.because(
                "this log never had that head; expected one of its own, of a size up to \(size)")
        }
        let latest: Int64? = try database.first(
            "SELECT size FROM witnessed WHERE witness = ?", head.key.name
        ) { try $0.value(0) }
        if let latest, checkpoint.size < latest {
            throw AddCosignature.Failure.olderHead.because("the witness has cosigned a head of size \(latest)")
        }
    }
}

/// A checkpoint that a known witness has signed.
private struct CosignedHead {
    let note: SignedNote
    let checkpoint: Checkpoint
    let key: NoteKey
    let time: Int64

    init(_ text: String, by keys: [NoteKey]) throws {
        do {
            note = try SignedNote(text)
            checkpoint = try Checkpoint(text: note.text)
        } catch {
            throw AddCosignature.Failure.malformedCheckpoint.because("\(error)", at: "/checkpoint")
        }
        let signed = note
        guard let key = keys.first(where: { signed.isSigned(by: $0) }),
            let cosignature = signed.signatures.first(where: { key.isNamed(in: $0) }).flatMap(Cosignature.init)
        else {
            throw AddCosignature.Failure.wrongSignature.because(
                "expected a cosignature by \(keys.map(\.text).joined(separator: " or "))", at: "/checkpoint")
        }
        (self.key, time) = (key, cosignature.time)
    }
}

extension WitnessedHead {
    static func all(in database: Connection) throws -> [WitnessedHead] {
        try database.rows(
            "SELECT witness, size, checkpoint, verifier_key, cosigned_at FROM witnessed ORDER BY witness"
        ) { row in
            WitnessedHead(
                witness: try row.value(0), size: try row.value(1), checkpoint: try row.value(2),
                verifierKey: try row.value(3), witnessedAt: Timestamp(milliseconds: try row.value(4) * 1000))
        }
    }
}

extension StoredTree {
    /// The checkpoint against which a leaf is proved: the latest that a witness has cosigned and that covers it, else the
    /// present one, which only the log has signed.
    static func checkpoint(covering leaf: Int64, in database: Connection) throws -> SignedNote? {
        let witnessed: String? = try database.first(
            "SELECT checkpoint FROM witnessed WHERE size > ? ORDER BY size DESC, witness LIMIT 1", leaf
        ) { try $0.value(0) }
        let present: String? = try database.first("SELECT checkpoint FROM tree WHERE size > ?", leaf) {
            try $0.value(0)
        }
        return try (witnessed ?? present).map(note)
    }
}
