import Crypto
import Foundation
import Host
import Messages
import Runtime
import Storage

/// What it costs a service that its events are sealed, when they are pulled: pages of the same events with their seals, and as
/// they were before there were any.
struct SealBenchmark {
    let home: Home
    var events = 60_000
    private let page = 500

    func run() throws {
        let keys = KeyRing(home)
        try SourceServices(home: home, keys: keys).fill(events)
        let path = home.database(of: .wallet)
        let plain = path + ".plain"
        try Connection.openReader(at: path).backup(to: plain)
        let database = try FloorDatabase(path: plain)
        for sql in [
            "DROP TRIGGER runtime_events_keep", "UPDATE runtime_events SET seal = NULL",
            "UPDATE runtime_self SET head_sequence = NULL, head_link = NULL, sealed_from = NULL, head_seal = NULL",
        ] { try database.statement(sql).run() }
        var (sealed, unsealed): ([Figures], [Figures]) = ([], [])
        for _ in 0..<5 {
            unsealed.append(try pull(plain, keys))
            sealed.append(try pull(path, keys))
        }
        guard let with = sealed.middle, let without = unsealed.middle else { return }
        Report.title("Pages of \(page) events, given out by their service")
        Report.row("events without seals", without)
        Report.row("events with seals", with)
        Report.ratio("with / without", with.perSecond / without.perSecond, aim: 0.8)
    }

    private func pull(_ path: String, _ keys: KeyRing) throws -> Figures {
        let settings = NodeSettings(
            build: "bench", identityKeys: try keys.verifyingKeys(of: "identity"), sealKey: try keys.sealKey(of: .wallet)
        )
        let definition = ServiceDefinition(
            name: .wallet, migrations: [], operations: [], timers: ["bench.tell": { _, _ in }],
            events: [HoldPlaced.self])
        let node = try Node(
            definition, settings: settings, database: .openWriter(at: path), entropy: SystemEntropy(),
            at: SystemClock.now)
        let coding = WireCoding()
        var (after, nanoseconds): (Int64, Int64) = (0, 0)
        while after < Int64(events - page) {
            var header = Header(.query)
            (header[.operation], header[.reference]) = (PullEvents.name, "pull")
            let body = try coding.encode(PullEvents.Request(after: after, limit: page))
            let delivery = Delivery(peer: ServiceName.audit.rawValue, route: [1], header: header, body: body)
            let begun = monotonicNanoseconds()
            let out = try node.step([.delivery(delivery)], at: SystemClock.now)
            nanoseconds += monotonicNanoseconds() - begun
            let isWhole = out.contains { message in
                guard case .reply(_, let header, let body) = message else { return false }
                return header.number(.status) == 200 && body.count > page * 100
            }
            guard isWhole else { throw BenchmarkFault("a page was refused") }
            after += Int64(page)
        }
        try node.close(at: SystemClock.now)
        return Figures(operations: Int(after), nanoseconds: nanoseconds)
    }
}
