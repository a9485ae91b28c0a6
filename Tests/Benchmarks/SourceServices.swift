import Audit
import Crypto
import Foundation
import Host
import Messages
import Runtime
import Storage
import Synchronization

/// The audit service and the six that it follows, itself among them, each on threads and sockets of its own as in life; the
/// other five do nothing but tell of holds, so many every few milliseconds.
final class SourceServices {
    static let sources = ServiceName.allCases.filter { $0 != .audit }
    private static let timer = "bench.tell"

    private let home: Home
    private let keys: KeyRing
    private var running: [RunningService] = []
    /// How long audit's steps take.
    let steps = StepTimes()

    init(home: Home, keys: KeyRing) { (self.home, self.keys) = (home, keys) }

    /// Starts them all.
    /// - Parameters:
    ///   - events: how many each source tells of at a time.
    ///   - milliseconds: how often; 0 for what has told all that it has to tell.
    func start(events: Int, every milliseconds: Int64) throws {
        for source in SourceServices.sources {
            let definition = SourceServices.definition(source, events: events, every: milliseconds)
            running.append(try service(source) { _ in definition })
        }
        try startAudit()
    }

    func startAudit() throws {
        let seed = try keys.signingSeed(of: "audit")
        running.append(try service(.audit, times: steps) { _ in try AuditService.definition(signingKeySeed: seed) })
    }

    func stop() {
        for service in running.reversed() { service.stop() }
        running.removeAll()
    }

    func stopAudit() { running.removeLast().stop() }

    /// Fills the sources with events before anybody follows them.
    func fill(_ count: Int) throws {
        for source in SourceServices.sources {
            let definition = SourceServices.definition(source, events: 500, every: 1)
            let node = try Node(
                definition, settings: try settings(source), database: .openWriter(at: home.database(of: source)),
                entropy: SystemEntropy(), at: SystemClock.now)
            var now = SystemClock.now
            for _ in 0..<(count / 500) {
                now = now.adding(milliseconds: 1)
                _ = try node.step([], at: now)
            }
            try node.close(at: now)
        }
    }

    private func settings(_ name: ServiceName) throws -> NodeSettings {
        NodeSettings(
            build: "bench", identityKeys: try keys.verifyingKeys(of: "identity"), sealKey: try keys.sealKey(of: name))
    }

    private func service(
        _ name: ServiceName, times: StepTimes? = nil,
        _ definition: @escaping @Sendable (ServiceName) throws -> ServiceDefinition
    ) throws -> RunningService {
        let settings = try settings(name)
        let endpoints = ServiceName.allCases.map { ($0, home.endpoint(of: $0)) }
        let parts = RunningService.Parts(
            service: name, home: home, endpoints: Dictionary(uniqueKeysWithValues: endpoints),
            nudges: home.nudges(of: name)
        ) { database in
            let node = try Node(
                definition(name), settings: settings, database: database, entropy: SystemEntropy(), at: SystemClock.now)
            if let times { return TimedMachine(node, times) }
            return node
        }
        return try RunningService(parts) { reason in
            if let reason { Report.progress("\(name) ended: \(reason)") }
        }
    }

    /// It tells of holds as the wallet does.
    private static func definition(_ name: ServiceName, events: Int, every milliseconds: Int64) -> ServiceDefinition {
        ServiceDefinition(
            name: name, migrations: [], operations: [],
            timers: [
                SourceServices.timer: { _, context in
                    guard milliseconds > 0 else { return }
                    for _ in 0..<events { try context.emit(SourceServices.hold(context)) }
                    try context.schedule(SourceServices.timer, at: context.now.adding(milliseconds: milliseconds))
                }
            ], events: [HoldPlaced.self],
            atStart: { context in
                if milliseconds > 0 { try context.schedule(SourceServices.timer, at: context.now) }
            })
    }

    private static func hold(_ context: CommandContext) -> HoldPlaced {
        let user: ID<User> = context.newID()
        return HoldPlaced(
            hold: context.newID(), user: user, money: Money(Amount(100), Currency(code: "EUR", scale: 2)),
            purpose: "bet/\(user)", transaction: context.newID(), expiresAt: nil)
    }
}

/// How long the steps of a machine took.
final class StepTimes: Sendable {
    private let times = Mutex<[Int64]>([])

    func add(_ nanoseconds: Int64) { times.withLock { $0.append(nanoseconds) } }

    func takeAll() -> [Int64] {
        times.withLock { all in
            defer { all.removeAll() }
            return all
        }
    }
}

private final class TimedMachine: Machine {
    private let machine: Node
    private let times: StepTimes

    init(_ machine: Node, _ times: StepTimes) { (self.machine, self.times) = (machine, times) }

    var nextWake: Timestamp { machine.nextWake }

    func step(_ inbound: [Inbound], at time: Timestamp) throws -> [Outbound] {
        let begun = monotonicNanoseconds()
        defer { times.add(monotonicNanoseconds() - begun) }
        return try machine.step(inbound, at: time)
    }

    func close(at time: Timestamp) throws { try machine.close(at: time) }
}
