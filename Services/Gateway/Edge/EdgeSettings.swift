public import Messages

/// Reads a catalogue's text; nil where a newer build wrote what this one cannot read.
public typealias CatalogueReader = @Sendable (String) -> Catalogue?

/// How patient the gateway is with services, and how much it takes on.
public struct EdgeSettings: Sendable {
    /// How long a client's request may take, all in all.
    public var requestMilliseconds: Int64 = 10_000
    /// How long an answer is waited for before the message is sent again.
    public var resendMilliseconds: Int64 = 1000
    /// How often each service is asked how it is.
    public var pollMilliseconds: Int64 = 1000
    /// A service silent for longer gets nothing new sent: requests are held for it.
    public var quietMilliseconds: Int64 = 3000
    /// A service silent for longer is away: requests for it are refused at once.
    public var awayMilliseconds: Int64 = 10_000
    /// Without word from identity's events for longer, nobody who was vouched for before is believed in: so late, at
    /// most, does a revocation take hold.
    public var streamSilenceMilliseconds: Int64 = 100
    /// How long identity may wait for an event before it says that there is none: a fraction of the silence.
    public var streamWaitMilliseconds: Int64 = 20
    /// How often identity is told which sessions were used.
    public var usesMilliseconds: Int64 = 10_000
    /// How many sessions are remembered.
    public var sessionLimit = 20_000
    /// How many requests may be under way, in all and for any one service.
    public var inFlightLimit = 4096
    public var inFlightPerServiceLimit = 2048
    public var bodyLimit = 1 << 20
    /// How many documents may be on their way to clients, in all and to any one caller.
    public var downloadLimit = 64
    public var downloadsPerOwnerLimit = 4
    /// How many streams may be open, in all and to any one caller.
    public var liveLimit = 256
    public var livePerOwnerLimit = 8
    /// How long a stream's question waits at its service for news.
    public var liveWaitMilliseconds: Int64 = 5000
    /// How long nothing is asked after a stream's question was not answered as it should be.
    public var liveRetryMilliseconds: Int64 = 1000
    /// A stream's client hears something at least this often.
    public var liveBeatMilliseconds: Int64 = 15_000
    /// The shortest time after which a stream's caller is asked about again.
    static let liveLook: Int64 = 50
    /// Reverse proxies whose word is taken for whom they speak.
    public var trustedProxies = AddressRanges()
    public var readCatalogue: CatalogueReader = CatalogueStore.read

    public init() {}
}
