import Crypto
import Messages
import Runtime

/// The side that faces clients: takes HTTP requests, asks services, gives their answers back. It lives in memory only;
/// what it forgets with the process, clients learn from the services by the operation's id.
final class Edge {
    let settings: EdgeSettings
    let entropy: any Entropy
    let catalogues: CatalogueStore
    let coding = WireCoding()
    let builder: RequestBuilder
    /// Distinguishes this run's references from those of a run before.
    let run: String

    var router: Router
    var digests: [ServiceName: [UInt8]] = [:]
    var documents: [OwnPage: [UInt8]] = [:]
    var now: Timestamp
    var lastNumber: UInt64 = 0
    var flights: [UInt64: Flight] = [:]
    /// The flight that each waiting client waits for.
    var waiting: [UInt64: UInt64] = [:]
    var inFlight: [ServiceName: Int] = [:]
    /// Flights that wait for a silent service, oldest first.
    var held: [ServiceName: [UInt64]] = [:]
    /// Services that have spoken in this step.
    var spoken: Set<ServiceName> = []
    /// Documents on their way, by the client that takes them.
    var downloads: [UInt64: Download] = [:]
    var downloadCounts = DownloadCounts()
    /// Streams, by the client that takes them, and the clients by the streams' own numbers.
    var streams: [UInt64: LiveStream] = [:]
    var streamNumbers: [UInt64: UInt64] = [:]
    var streamCounts = StreamCounts()
    var alarms = AlarmQueue()
    var sessions: SessionCache
    var vouches: [UInt64: Vouch] = [:]
    var vouchNumbers: [TokenHash: UInt64] = [:]
    var uses: UseBook
    var useNote: UseNote?
    var usesDue: Timestamp?
    var stream = IdentityStream()
    var recentNews = RecentNews(limit: 1024)
    /// Flights whose answers are kept back, oldest first.
    var kept: [UInt64] = []
    var health: [ServiceName: ServiceHealth]
    var nextPoll: Timestamp
    var metrics = RequestMetrics()
    private var out: [Outbound] = []

    init(_ settings: EdgeSettings, catalogues: CatalogueStore, entropy: any Entropy, at now: Timestamp) throws {
        (self.settings, self.catalogues, self.entropy, self.now) = (settings, catalogues, entropy, now)
        builder = RequestBuilder(bodyLimit: settings.bodyLimit)
        run = Hex.encode(entropy.bytes(8))
        sessions = SessionCache(limit: settings.sessionLimit)
        uses = UseBook(limit: settings.sessionLimit)
        health = Dictionary(uniqueKeysWithValues: ServiceName.allCases.map { ($0, ServiceHealth(startedAt: now)) })
        nextPoll = now
        router = Router([])
        try reloadCatalogues()
    }

    /// Serves what is announced now.
    func reloadCatalogues() throws {
        let entries = try catalogues.entries()
        let announced = Dictionary(uniqueKeysWithValues: entries.map { ($0.service, $0.digest) })
        guard announced != digests || announced.isEmpty else { return }
        digests = announced
        router = Router(try catalogues.all())
        documents = [:]
    }

    func nextNumber() -> UInt64 {
        lastNumber += 1
        return lastNumber
    }

    // MARK: - Going out

    func emit(_ message: Outbound) { out.append(message) }

    func drain() -> [Outbound] {
        defer { out.removeAll(keepingCapacity: true) }
        return out
    }

    // MARK: - Time

    var nextWake: Timestamp { min(nextPoll, alarms.next ?? nextPoll, usesDue ?? nextPoll) }

    /// Does what is due: asks services how they are, sends again what is unanswered, gives up what is too late.
    func tick() {
        for service in ServiceName.allCases where spoken.remove(service) != nil { release(service) }
        if nextPoll <= now { poll() }
        if let usesDue, usesDue <= now { usesAreDue() }
        while let number = alarms.takeDue(at: now) {
            if flights[number] != nil {
                flightIsDue(number)
            } else if vouches[number] != nil {
                vouchIsDue(number)
            } else {
                streamIsDue(number)
            }
        }
        alarms.dropFirst { flights[$0] == nil && vouches[$0] == nil && streamNumbers[$0] == nil }
    }
}
