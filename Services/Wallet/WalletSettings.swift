public import TimeZones

/// What configuration decides of this service.
public struct WalletSettings: Sendable {
    /// Where people's days begin, for what they limit by the day and the month.
    public var zones = ZoneBook()

    public init() {}
}
