public import Messages
public import Storage

// How betting's own enumerations lie in its database.

extension BetStatus: StorageValue {}
extension EventStatus: StorageValue {}
extension PeerBetEnding: StorageValue {}
extension PeerBetJudge: StorageValue {}
extension PeerBetStatus: StorageValue {}
extension PeerBetVisibility: StorageValue {}
extension PoolOutcome: StorageValue {}
