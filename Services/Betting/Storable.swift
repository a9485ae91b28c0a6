public import Messages
public import Storage

// How betting's own values lie in its database.

extension BetStatus: StorageValue {}
extension BreakageRule: StorageValue {}
extension ContestCancelReason: StorageValue {}
extension ContestEntryStatus: StorageValue {}
extension ContestStatus: StorageValue {}
extension DeadHeatRule: StorageValue {}
extension EdgeSource: StorageValue {}
extension EdgeStatus: StorageValue {}
extension EventStatus: StorageValue {}
extension LeaderboardKind: StorageValue {}
extension LeaderboardPeriod: StorageValue {}
extension MatchStatus: StorageValue {}
extension MinusPoolRule: StorageValue {}
extension NoWinnerRule: StorageValue {}
extension OutsideResult: StorageValue {}
extension PeerBetEnding: StorageValue {}
extension PeerBetJudge: StorageValue {}
extension PeerBetStatus: StorageValue {}
extension PeerBetVisibility: StorageValue {}
extension PlayState: StorageValue {}
extension PoolOutcome: StorageValue {}
extension ExpectedFrom: StorageValue {}
extension MoneySource: StorageValue {}
extension PrizeForm: StorageValue {}
extension SeasonEntryType: StorageValue {}
extension SyndicateBetStatus: StorageValue {}
extension SyndicateRole: StorageValue {}
extension TrackedAction: StorageValue {}
extension TrackedStatus: StorageValue {}
extension TrackedTransactionStatus: StorageValue {}
extension TrackedTransactionType: StorageValue {}
extension UnfilledPrizes: StorageValue {}
extension WagerKind: StorageValue {}

extension ContestScore: StorageValue {
    public var stored: StoredValue { .integer(units) }

    public init(stored: StoredValue) throws { self.init(units: try Int64(stored: stored)) }
}

// As their JSON.

extension EdgeContext: StorageValue {
    public var stored: StoredValue { .json(self) }
    public init(stored: StoredValue) throws { self = try stored.read() }
}

extension EdgeModel: StorageValue {
    public var stored: StoredValue { .json(self) }
    public init(stored: StoredValue) throws { self = try stored.read() }
}

extension PrizeStructure: StorageValue {
    public var stored: StoredValue { .json(self) }
    public init(stored: StoredValue) throws { self = try stored.read() }
}

extension RiskNote: StorageValue {
    public var stored: StoredValue { .json(self) }
    public init(stored: StoredValue) throws { self = try stored.read() }
}

extension RiskProfile: StorageValue {
    public var stored: StoredValue { .json(self) }
    public init(stored: StoredValue) throws { self = try stored.read() }
}

extension StakeLimits: StorageValue {
    var stored: StoredValue { .json(self) }
    init(stored: StoredValue) throws { self = try stored.read() }
}

extension TrackedFacts: StorageValue {
    public var stored: StoredValue { .json(self) }
    public init(stored: StoredValue) throws { self = try stored.read() }
}

extension StoredValue {
    fileprivate static func json(_ value: some Encodable) -> StoredValue {
        .text((try? WireCoding().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    fileprivate func read<Value: Decodable>() throws -> Value {
        try WireCoding().decode(Value.self, from: Array(try String(stored: self).utf8))
    }
}
