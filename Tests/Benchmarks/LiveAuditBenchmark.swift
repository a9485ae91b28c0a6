import Foundation
import Host
import Messages
import Runtime
import Storage
import Transport

/// The audit log with six sources over real sockets: how long after a service's commit a proof of its event is served, how
/// long audit's steps hold its loop meanwhile, and what somebody costs the others who asks and takes nothing.
struct LiveAuditBenchmark {
    let home: Home
    /// Events a second, of all sources together.
    let load: Int
    let seconds: Int
    private static let every: Int64 = 15

    func run() throws {
        let keys = KeyRing(home)
        try latency(keys)
        try stalledSubscriber(keys)
    }

    // MARK: - From a commit to a proof

    private func latency(_ keys: KeyRing) throws {
        let services = SourceServices(home: home, keys: keys)
        let tick = Int(LiveAuditBenchmark.every)
        let events = max(1, load * tick / 1000 / SourceServices.sources.count)
        try services.start(events: events, every: LiveAuditBenchmark.every)
        defer { services.stop() }
        let context = try MessagingContext()
        let line = try AuditorLine(home: home, keys: keys, context: context)
        let reader = try waitForLog()
        Thread.sleep(forTimeInterval: 2)
        _ = services.steps.takeAll()
        let (before, begun) = (try size(reader), monotonicNanoseconds())
        var latencies: [Int64] = []
        while monotonicNanoseconds() - begun < Int64(seconds) * 1_000_000_000 {
            // The next event that the log takes in, asked for until its proof is there.
            let index = try size(reader)
            while try line.reply(ProveInclusion.self, .init(index: index, size: index + 1)) == nil { usleep(500) }
            let now = SystemClock.now
            let time = try reader.first("SELECT event_time FROM entries WHERE leaf = ?", index) {
                try $0.value(0, as: Timestamp.self)
            }
            if let time { latencies.append((now.milliseconds - time.milliseconds) * 1_000_000) }
        }
        let nanoseconds = monotonicNanoseconds() - begun
        let count = Int(try size(reader) - before)
        let steps = services.steps.takeAll().sorted()
        Report.title("From a service's commit to a proof (six sources over sockets)")
        Report.row("events in the log", Figures(operations: count, nanoseconds: nanoseconds))
        let proofs = Figures(operations: latencies.count, nanoseconds: nanoseconds, latencies: latencies)
        Report.row("commit to served proof", proofs)
        Report.say(Report.padded("p99 (aim: under 50)", 44) + milliseconds(latencies.sorted(), 0.99))
        Report.say(Report.padded("audit's steps, p99", 44) + milliseconds(steps, 0.99))
        Report.say(Report.padded("audit's longest step", 44) + milliseconds(steps, 1))
    }

    private func milliseconds(_ sorted: [Int64], _ share: Double) -> String {
        guard !sorted.isEmpty else { return "         -" }
        let value = sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
        return String(format: "%10.2f ms", Double(value) / 1e6)
    }

    private func waitForLog() throws -> Connection {
        for _ in 0..<200 {
            if let reader = try? Connection.openReader(at: home.database(of: .audit)), (try? size(reader)) ?? 0 > 0 {
                return reader
            }
            usleep(50_000)
        }
        throw BenchmarkFault("the log stays empty")
    }

    private func size(_ reader: Connection) throws -> Int64 {
        try reader.first("SELECT size FROM tree") { try $0.value(0) } ?? 0
    }

    // MARK: - One who takes nothing

    /// Has audit take in the same events again and again, in turns with and without somebody who asks for all of the log as
    /// often as a line takes, and reads nothing.
    private func stalledSubscriber(_ keys: KeyRing) throws {
        let services = SourceServices(home: home, keys: keys)
        let each = 6000
        try services.fill(each)
        try services.start(events: 0, every: 0)
        defer { services.stop() }
        services.stopAudit()
        var (without, with): ([Figures], [Figures]) = ([], [])
        var (memoryWithout, memoryWith): ([Int], [Int]) = ([], [])
        for _ in 0..<3 {
            let (alone, memoryAlone) = try integrate(services, keys, stalled: false)
            without.append(alone)
            memoryWithout.append(memoryAlone)
            let (beside, memoryBeside) = try integrate(services, keys, stalled: true)
            with.append(beside)
            memoryWith.append(memoryBeside)
        }
        guard let alone = without.middle, let beside = with.middle else { return }
        Report.title("One subscriber who takes nothing (six sources that are ahead, over sockets)")
        Report.row("integrated without", alone)
        Report.row("integrated beside it", beside)
        Report.ratio("beside / without", beside.perSecond / alone.perSecond, aim: 0.95)
        // Of the whole process, in which the subscriber's own queue is too.
        for (title, memory) in [("more memory, without", memoryWithout), ("more memory, beside it", memoryWith)] {
            Report.say(Report.padded(title, 44) + String(format: "%10.1f MiB", Double(memory.max() ?? 0) / 1_048_576))
        }
    }

    /// How fast it goes, and by how much the process's memory grew meanwhile.
    private func integrate(
        _ services: SourceServices, _ keys: KeyRing, stalled: Bool
    ) throws -> (Figures, memory: Int) {
        let before = residentBytes()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: home.database(of: .audit) + suffix)
        }
        let context = try MessagingContext()
        let line = try AuditorLine(home: home, keys: keys, context: context)
        try services.startAudit()
        defer { services.stopAudit() }
        if stalled {
            let request = FollowAuditLog.Request(from: Text("start"), waitMilliseconds: 10_000)
            var isTaken = true
            for _ in 0..<1000 where isTaken { isTaken = try line.send(FollowAuditLog.self, request) }
        }
        let reader = try waitForLog()
        let (first, begun) = (try size(reader), monotonicNanoseconds())
        let goal = Int64(5 * 6000)
        var memory = 0
        while try size(reader) < goal {
            memory = max(memory, residentBytes())
            usleep(2000)
        }
        let figures = Figures(operations: Int(try size(reader) - first), nanoseconds: monotonicNanoseconds() - begun)
        return (figures, max(0, memory - before))
    }

    private func residentBytes() -> Int {
        let pages = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (pages?.dropFirst().first.flatMap { Int($0) } ?? 0) * Int(getpagesize())
    }
}
