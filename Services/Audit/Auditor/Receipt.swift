import Transparency

/// Checks that an event is in the log, from the texts that somebody kept and the log's public key.
public struct Receipt: Sendable {
    public let index: Int64
    public let leaf: [UInt8]
    /// Whether the event's bytes are there, and not their hash alone.
    public let isKept: Bool
    let proof: TlogProof

    /// - Parameters:
    ///   - body: the event's bytes; nil where only their leaf hash is known.
    ///   - proof: in the form of C2SP's tlog-proof.
    public init(body: [UInt8]?, leaf: [UInt8]? = nil, proof: String) throws(Finding) {
        do {
            self.proof = try TlogProof(proof)
        } catch {
            throw Finding(.wrongProof, "the proof cannot be read: \(error)")
        }
        index = self.proof.index
        let hash = body.map(MerkleHash.leaf)
        if let hash, let leaf, hash != leaf {
            throw Finding(.editedBody, "the bytes are not those that the leaf hash is of", index: index)
        }
        guard let known = hash ?? leaf else {
            throw Finding(.malformedLine, "there is neither an event nor its leaf hash", index: index)
        }
        (self.leaf, isKept) = (known, body != nil)
    }

    /// The head that the event is proved to be under.
    public func verify(_ keys: LogKeys) throws(Finding) -> SignedHead {
        let head: SignedHead
        do {
            head = try keys.head(proof.checkpoint.note)
            try keys.requireWitnesses(of: head)
        } catch {
            throw Finding(error.kind, error.detail, index: index)
        }
        let isIncluded = MerkleProof.verifiesInclusion(
            proof.hashes, of: leaf, index: index, size: head.size, root: head.root)
        guard isIncluded else {
            throw Finding(
                .wrongProof, "the proof does not lead from the event to the root of the checkpoint", index: index)
        }
        return head
    }
}
