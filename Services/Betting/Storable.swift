public import Messages
public import Storage

// How betting's own enumerations lie in its database.

extension BetStatus: StorageValue {}
extension EventStatus: StorageValue {}
extension PoolOutcome: StorageValue {}
