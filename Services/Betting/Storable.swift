public import Messages
public import Storage

// How betting's own enumerations lie in its database.

extension BetStatus: StorageValue {}
extension BreakageRule: StorageValue {}
extension DeadHeatRule: StorageValue {}
extension EventStatus: StorageValue {}
extension MinusPoolRule: StorageValue {}
extension NoWinnerRule: StorageValue {}
extension PeerBetEnding: StorageValue {}
extension PeerBetJudge: StorageValue {}
extension PeerBetStatus: StorageValue {}
extension PeerBetVisibility: StorageValue {}
extension PoolOutcome: StorageValue {}
