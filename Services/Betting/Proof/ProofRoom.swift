import Messages
import Runtime

extension BettingService {
    /// What is staked, held against the wallet.
    static func proof(every seconds: Int64) -> Room {
        Room(operations: [], checks: [StakeProof.check(every: seconds)])
    }
}
