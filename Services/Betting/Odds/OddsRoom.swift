import Messages
import Runtime

extension BettingService {
    /// Calculations with odds. They keep nothing, and tell nobody.
    static func odds() -> Room {
        Room(operations: [
            .query(ConvertOdds.self),
            .query(DevigOdds.self),
            .query(EqualizeStakes.self),
            .query(SizeStakes.self),
            .query(ValueOdds.self),
        ])
    }
}
