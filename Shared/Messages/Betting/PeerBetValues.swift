/// The name of one of the ways in which a peer bet may end.
public enum OutcomeNameRule: NameRule {
    public static let length = 1...100
    public static let sample = "Ann wins"
}

public typealias OutcomeName = Text<OutcomeNameRule>

/// All ways in which a peer bet may end: 2 to 20, each by a name of its own, and none called `void`, since that is what
/// calls a bet off.
public struct OutcomeNames: Hashable, Sendable, SchemaProviding {
    public static let limit = 20
    public static let void = "void"
    public let names: [OutcomeName]

    public init?(_ names: [OutcomeName]) {
        let plain = names.map { $0.text.lowercased() }
        guard (2...OutcomeNames.limit).contains(names.count), Set(plain).count == names.count,
            !plain.contains(OutcomeNames.void)
        else { return nil }
        self.names = names
    }

    public init(from decoder: any Decoder) throws {
        guard let names = OutcomeNames(try decoder.singleValueContainer().decode([OutcomeName].self)) else {
            throw decoder.invalid("2 to \(OutcomeNames.limit) names, no two alike and none of them void")
        }
        self = names
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }

    public static var schema: Schema { .array(of: OutcomeName.schema, atMost: limit) }
    public static var sample: OutcomeNames {
        guard let names = OutcomeNames([.sample, OutcomeName(trusted: "Ben wins")]) else {
            preconditionFailure("two names are an example of two names")
        }
        return names
    }
}

/// How many may take part in a peer bet: so many that all can be paid at once.
public struct PeerBetSize: Hashable, Sendable, SchemaProviding {
    public static let least = 2
    public static let most = 100
    public static let two = PeerBetSize(trusted: least)
    public let count: Int

    private init(trusted count: Int) { self.count = count }

    public init?(_ count: Int) {
        guard (PeerBetSize.least...PeerBetSize.most).contains(count) else { return nil }
        self.count = count
    }

    public init(from decoder: any Decoder) throws {
        guard let size = PeerBetSize(try decoder.singleValueContainer().decode(Int.self)) else {
            throw decoder.invalid("a number from \(PeerBetSize.least) to \(PeerBetSize.most)")
        }
        self = size
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    public static var schema: Schema { Schema(type: .integer, minimum: Int64(least), maximum: Int64(most)) }
    public static var sample: PeerBetSize { two }
}

/// How far a peer bet has come.
public enum PeerBetStatus: String, WireEnum {
    /// Its creator's stake is being put aside; nobody sees it yet.
    case reserved
    /// Only its creator is in.
    case created
    /// Others are in, and more may join.
    case joined
    /// Nobody can join any more.
    case locked
    /// Some have said how it ended, and all of them the same.
    case resolving
    /// It is not agreed how it ended.
    case disputed
    /// It is decided how it ended, and its money is on the way.
    case resolved
    case paid
    /// Called off, and stakes are being given back.
    case cancelling
    case cancelled
    case unknown

    public static var fallback: PeerBetStatus? { .unknown }
}

/// Who finds a peer bet.
public enum PeerBetVisibility: String, WireEnum {
    /// It is listed for everybody.
    case open = "public"
    /// Whoever knows its id sees it and may join.
    case link
    /// Only who was invited sees it and may join.
    case invited
    case unknown

    public static var fallback: PeerBetVisibility? { .unknown }
}

/// By whose word a peer bet is resolved.
public enum PeerBetJudge: String, WireEnum {
    /// That of all who take part.
    case agreement
    /// That of the arbiter whom they appointed, or of an admin where there is none.
    case arbiter
    case unknown

    public static var fallback: PeerBetJudge? { .unknown }
}

/// What becomes of a peer bet's pot.
public enum PeerBetEnding: String, WireEnum {
    /// Those who backed the outcome share it.
    case payout
    /// Every stake goes back.
    case refund
    case unknown

    public static var fallback: PeerBetEnding? { .unknown }
}

/// Why a peer bet takes nobody more.
public enum PeerBetLock: String, WireEnum {
    case creator, full, deadline, unknown

    public static var fallback: PeerBetLock? { .unknown }
}

/// Why a peer bet was called off.
public enum PeerBetCallOff: String, WireEnum {
    /// By its creator, alone in it.
    case creator
    /// By all who were in it.
    case agreement
    /// Nobody had joined, or nobody had said how it ended, when its time was over.
    case deadline
    case unknown

    public static var fallback: PeerBetCallOff? { .unknown }
}
