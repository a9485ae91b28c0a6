/// The log's size and root, signed.
public enum GetTreeHead: Query {
    public struct Reply: Codable, Sendable {
        public let size: Int64
        /// In base64.
        public let rootHash: String
        /// The C2SP checkpoint: origin, size and root on a line each, then a line for each service with its last event in
        /// the log (its name, incarnation, sequence and link), and the signature of exactly those lines.
        public let checkpoint: String
        /// The public key in the form of signed notes, `name+hash+key`.
        public let verifierKey: String
        /// The latest head that each witness has cosigned.
        public let witnessed: [WitnessedHead]

        enum CodingKeys: String, CodingKey {
            case size, rootHash = "root_hash", checkpoint, verifierKey = "verifier_key", witnessed
        }

        public init(
            size: Int64, rootHash: String, checkpoint: String, verifierKey: String, witnessed: [WitnessedHead]
        ) {
            (self.size, self.rootHash, self.checkpoint) = (size, rootHash, checkpoint)
            (self.verifierKey, self.witnessed) = (verifierKey, witnessed)
        }
    }
    public typealias Request = Nothing
    public static let name = "audit.get-tree-head"
    public static let summary = "The log's signed tree head"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/audit/tree-head")
}

/// A head of the log that a witness has found to extend all that it had cosigned before.
public struct WitnessedHead: Codable, Sendable {
    /// The witness's name, as its signatures give it.
    public let witness: String
    public let size: Int64
    /// With the log's signature and the witness's (C2SP tlog-cosignature).
    public let checkpoint: String
    /// The witness's public key, `name+hash+key`.
    public let verifierKey: String
    /// By the witness's clock.
    public let witnessedAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case witness, size, checkpoint, verifierKey = "verifier_key", witnessedAt = "witnessed_at"
    }

    public init(witness: String, size: Int64, checkpoint: String, verifierKey: String, witnessedAt: Timestamp) {
        (self.witness, self.size, self.checkpoint) = (witness, size, checkpoint)
        (self.verifierKey, self.witnessedAt) = (verifierKey, witnessedAt)
    }
}

/// Why there is no such proof.
public enum LogProofFailure: String, DomainFailure {
    /// The log has not had that many events.
    case sizeOutOfRange = "size_out_of_range"
    /// Of the size that was named, there is no such event.
    case indexOutOfRange = "index_out_of_range"
    /// From the later to the earlier.
    case crossedRange = "crossed_range"
}

/// Proves that an event is in the log of a size (RFC 6962 section 2.1.1).
public enum ProveInclusion: Query {
    public struct Request: Codable, Sendable {
        public let index: Int64
        public let size: Int64

        public init(index: Int64, size: Int64) { (self.index, self.size) = (index, size) }
    }
    public struct Reply: Codable, Sendable {
        public let index: Int64
        public let size: Int64
        public let leafHash: String
        public let rootHash: String
        /// From the leaf's neighbour up, in base64.
        public let hashes: [String]

        enum CodingKeys: String, CodingKey { case index, size, leafHash = "leaf_hash", rootHash = "root_hash", hashes }

        public init(index: Int64, size: Int64, leafHash: String, rootHash: String, hashes: [String]) {
            (self.index, self.size, self.leafHash) = (index, size, leafHash)
            (self.rootHash, self.hashes) = (rootHash, hashes)
        }
    }
    public typealias Failure = LogProofFailure
    public static let name = "audit.prove-inclusion"
    public static let summary = "Proof that an event is in the log"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/audit/proofs/inclusion")
}

/// Proves that the log of one size begins with the log of a smaller one (RFC 6962 section 2.1.2).
public enum ProveConsistency: Query {
    public struct Request: Codable, Sendable {
        public let from: Int64
        public let to: Int64

        public init(from: Int64, to: Int64) { (self.from, self.to) = (from, to) }
    }
    public struct Reply: Codable, Sendable {
        public let from: Int64
        public let to: Int64
        public let fromRoot: String
        public let toRoot: String
        /// In base64.
        public let hashes: [String]

        enum CodingKeys: String, CodingKey { case from, to, fromRoot = "from_root", toRoot = "to_root", hashes }

        public init(from: Int64, to: Int64, fromRoot: String, toRoot: String, hashes: [String]) {
            (self.from, self.to, self.fromRoot) = (from, to, fromRoot)
            (self.toRoot, self.hashes) = (toRoot, hashes)
        }
    }
    public typealias Failure = LogProofFailure
    public static let name = "audit.prove-consistency"
    public static let summary = "Proof that the log only grew"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/audit/proofs/consistency")
}
