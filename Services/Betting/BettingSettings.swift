import Messages
public import TimeZones

/// What configuration decides of this service.
public struct BettingSettings: Sendable {
    /// What the house keeps of what is won in peer bets, in basis points.
    public var peerFeePoints: Int64 = 0
    /// How many peer bets a user may make in a UTC day.
    public var peerBetsADay = 20
    /// How often all stakes are held against the wallet by themselves.
    public var stakeCheckSeconds: Int64
    /// Where syndicates count their days.
    public var zones = ZoneBook()

    public init(stakeCheckSeconds: Int64 = 24 * 3600) { self.stakeCheckSeconds = stakeCheckSeconds }

    /// The same with a fee in percent; nil for what is none.
    public func withPeerFee(percent text: String) -> BettingSettings? {
        guard let percent = DecimalText(text), let points = PeerFee.basisPoints(of: percent) else { return nil }
        var settings = self
        settings.peerFeePoints = points
        return settings
    }
}
