public import TimeZones

/// What configuration decides of this service.
public struct RaffleSettings: Sendable {
    /// Which time zones venues may be in.
    public var zones: ZoneBook

    public init(zones: ZoneBook = ZoneBook()) { self.zones = zones }
}
