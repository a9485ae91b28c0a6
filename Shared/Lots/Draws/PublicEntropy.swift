internal import Crypto

/// The public's part in the chance of a draw: a value that nobody knew, and nobody could choose, when the list of tickets was
/// frozen.
public struct PublicEntropy: Hashable, Sendable {
    /// Where it comes from. Another source is a case here, its form below, and its line in `scripts/verify-draw`.
    public enum Source: String, CaseIterable, Sendable {
        /// The randomness of a round of drand's chain of one round in three seconds.
        case drandQuicknet = "drand-quicknet"
        /// The randomness of a round of drand's older chain, of one in thirty seconds.
        case drandDefault = "drand-default"
        /// A witness's Ed25519 signature in base64, over whatever the rules of the raffle say.
        case witness
        /// Numbers drawn or counted in public, as RFC 3797 writes them: for its method, and no other.
        case numbers

        public var beacon: Beacon? {
            switch self {
            case .drandQuicknet: Beacon(genesis: 1_692_803_367, period: 3)
            case .drandDefault: Beacon(genesis: 1_595_431_050, period: 30)
            case .witness, .numbers: nil
            }
        }
    }

    public enum Fault: String, Error, CaseIterable {
        case roundMissing = "round_missing"
        case roundNotAllowed = "round_not_allowed"
        case badRandomness = "bad_randomness"
        case badSignature = "bad_signature"
        case badNumbers = "bad_numbers"

        public var detail: String {
            switch self {
            case .roundMissing: "a beacon's value belongs to a round, from 1"
            case .roundNotAllowed: "only a beacon has rounds"
            case .badRandomness: "a round's randomness is 64 hexadecimal digits in lower case"
            case .badSignature: "a signature is 64 bytes in base64, 88 characters with their padding"
            case .badNumbers: "each source's numbers rise, each followed by a period, and each source ends with a slash"
            }
        }
    }

    public let source: Source
    /// Which of a beacon's rounds; nil of other sources.
    public let round: UInt64?
    public let value: String

    /// Checks the form, in which each value has one text only.
    public init(source: Source, round: UInt64?, value: String) throws(Fault) {
        if source.beacon == nil {
            if round != nil { throw .roundNotAllowed }
        } else {
            guard let round, round > 0, round <= UInt64(UInt32.max) else { throw .roundMissing }
        }
        switch source {
        case .drandQuicknet, .drandDefault:
            guard let bytes = Hex.decode(value), bytes.count == 32, Hex.encode(bytes) == value else {
                throw .badRandomness
            }
        case .witness:
            guard Self.isSignature(value) else { throw .badSignature }
        case .numbers:
            guard RFC3797.isKey(value) else { throw .badNumbers }
        }
        (self.source, self.round, self.value) = (source, round, value)
    }

    var lines: [String] { [source.rawValue, round.map(String.init) ?? "-", value] }

    /// When it becomes known at the earliest, in milliseconds since 1970; nil where no clock says so.
    public var knownAt: Int64? { source.beacon.flatMap { beacon in round.map(beacon.time) } }

    private static func isSignature(_ text: String) -> Bool {
        guard text.utf8.count == 88, text.hasSuffix("=="), !text.contains("-"), !text.contains("_") else {
            return false
        }
        let inAddress = text.dropLast(2).map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
        return Base64URL.decode(String(inAddress))?.count == Ed25519PublicKey.signatureByteCount
    }
}

/// When the rounds of a public beacon come: round 1 at its genesis, and one in each period from there.
public struct Beacon: Hashable, Sendable {
    /// In seconds since 1970.
    public let genesis: Int64
    /// In seconds.
    public let period: Int64

    /// When a round comes, in milliseconds since 1970.
    public func time(of round: UInt64) -> Int64 { (genesis + Int64(round - 1) * period) * 1000 }

    /// The first round after a time in milliseconds since 1970: the one to take, for who may choose among rounds that are
    /// known chooses the winner.
    public func firstRound(after milliseconds: Int64) -> UInt64 {
        if milliseconds < genesis * 1000 { return 1 }
        return UInt64((milliseconds / 1000 - genesis) / period) + 2
    }
}
