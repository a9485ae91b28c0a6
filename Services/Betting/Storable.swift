public import Messages
public import Storage

// How betting's own values lie in its database.

extension BetStatus: StorageValue {}
extension BreakageRule: StorageValue {}
extension ContestCancelReason: StorageValue {}
extension ContestEntryStatus: StorageValue {}
extension ContestStatus: StorageValue {}
extension DeadHeatRule: StorageValue {}
extension EventStatus: StorageValue {}
extension LeaderboardKind: StorageValue {}
extension LeaderboardPeriod: StorageValue {}
extension MatchStatus: StorageValue {}
extension MinusPoolRule: StorageValue {}
extension NoWinnerRule: StorageValue {}
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
extension UnfilledPrizes: StorageValue {}
extension WagerKind: StorageValue {}

extension ContestScore: StorageValue {
    public var stored: StoredValue { .integer(units) }

    public init(stored: StoredValue) throws { self.init(units: try Int64(stored: stored)) }
}

/// As its JSON.
extension PrizeStructure: StorageValue {
    public var stored: StoredValue {
        .text((try? WireCoding().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    public init(stored: StoredValue) throws {
        self = try WireCoding().decode(PrizeStructure.self, from: Array(try String(stored: stored).utf8))
    }
}
