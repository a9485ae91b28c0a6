import Audit
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency

struct Happened: Event {
    static let type = "test.happened"
    let number: Int64
    var subject: Subject { Subject("thing", "t-\(number)") }
}

/// An audit service, and events such as other services would send it.
struct Desk {
    static let seed = [UInt8](repeating: 5, count: 32)
    static let auditor = TestUsers.statement(1, roles: [.player, .auditor], seconds: 100 * 86_400)
    let service: ServiceUnderTest

    init(witnesses: [AuditWitness] = [], retention: RetentionRules = .forever) throws {
        service = try ServiceUnderTest(
            AuditService.definition(signingKeySeed: Desk.seed, witnesses: witnesses, retention: retention))
        try service.step()
    }

    static func event(
        _ sequence: Int64, from source: ServiceName = .betting, incarnation: Int64 = 1, type: String = Happened.type,
        actor: String = "user:ada", severity: Severity = .info, trace: Character = "a", number: Int64? = nil,
        causation: String = "test:1"
    ) throws -> [UInt8] {
        try WireCoding().encode(
            EventRecord(
                source: source.rawValue, incarnation: incarnation, sequence: sequence, type: type, version: 1,
                subject: Subject("thing", "t-\(number ?? sequence)"), severity: severity,
                time: Timestamp(milliseconds: 1_799_999_000_000 + sequence), actor: actor, causation: causation,
                traceparent: "00-\(String(repeating: trace, count: 32))-00f067aa0ba902b7-01",
                data: Happened(number: number ?? sequence)))
    }

    static func events(_ sequences: some Sequence<Int64>, from source: ServiceName = .betting) throws -> [[UInt8]] {
        try sequences.map { try event($0, from: source) }
    }

    func log() throws -> [AuditLog.Entry] { try AuditLog.entries(in: service.reader()) }

    func head() throws -> GetTreeHead.Reply { try service.ask(GetTreeHead.self, Nothing()).get() }

    func source(_ name: ServiceName) throws -> ListAuditSources.Source {
        let reply = try service.ask(ListAuditSources.self, Nothing(), by: Desk.auditor).get()
        return try #require(reply.items.first { $0.source == name })
    }

    func list(_ request: ListAuditEvents.Request) throws -> Page<AuditEvent> {
        try service.ask(ListAuditEvents.self, request, by: Desk.auditor).get()
    }

    func expectSound(_ location: SourceLocation = #_sourceLocation) throws {
        #expect(try AuditInvariants.violations(in: service.reader()) == [], sourceLocation: location)
    }
}

extension Tamperer {
    /// What whoever edits the log can compute: every leaf, every subtree and the root.
    static func rehash(_ database: Connection) throws {
        var frontier = MerkleFrontier()
        for body in try database.rows("SELECT body FROM log ORDER BY leaf", read: { try $0.value(0, as: [UInt8].self) })
        {
            try frontier.append(leaf: MerkleHash.leaf(body)) { place, hash in
                try database.run(
                    "UPDATE nodes SET hash = ? WHERE level = ? AND position = ?", hash, place.level, place.position)
            }
        }
        try database.run(
            "UPDATE tree SET size = ?, peaks = ?, root = ?", frontier.size, Array(frontier.peaks.joined()),
            frontier.root)
    }
}
