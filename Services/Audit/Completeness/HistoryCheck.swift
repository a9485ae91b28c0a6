import Crypto
import Messages
import Runtime
import Storage

/// Looks at a service's events once more after they were taken in: the service computes their links anew from what it
/// has stored, a range at a time, and they must lead from one link of the log to another. What differs is named.
struct HistoryCheck: Codable, Sendable {
    let source: ServiceName
    let incarnation: Int64
    /// The last event that is looked at.
    let last: Int64
    /// Up to which event all is known.
    var after: Int64
    var violations: Int64 = 0
    var isOver = false
    /// Which run this is; nil in one that began before runs had numbers.
    let run: Int64?

    static func saga(of source: ServiceName) -> Saga<HistoryCheck> {
        Saga(
            "audit.check-history-\(source.rawValue)", version: 1,
            steps: [
                .ask(
                    "ask", source, ProveChain.self,
                    request: { state, context in try state.range(context.database)?.request },
                    take: { state, answer, context in
                        switch answer {
                        case _ where try !state.isUnderWay(context): state.isOver = true
                        case .success(let reply):
                            guard let asked = try state.range(context.database) else {
                                return try state.fail("the log lacks what was asked about", context)
                            }
                            try state.take(reply, of: asked, context)
                            if try state.range(context.database) == nil { try state.finish(context) }
                        case .failure(let refusal):
                            // Also that of a service of an older version: nothing is known of its events.
                            try state.fail("\(source.rawValue) refused: \(refusal.problem.code)", context)
                        }
                    })
            ], end: .silent)
    }

    /// Where it runs already, that is the one.
    static func begin(_ source: ServiceName, _ context: CommandContext) throws {
        let run = CheckRun(.history, of: source, in: context.database)
        guard try run.mayBegin(context) else { return }
        let position = try SourcePosition.of(source, in: context.database)
        let incarnation = position?.incarnation ?? 1
        let first = try context.database.first(
            "SELECT MIN(sequence) FROM log WHERE source = ? AND incarnation = ?", source, incarnation
        ) { try $0.value(0, as: Int64?.self) }
        let number = try run.start(total: position?.sequence ?? 0, context)
        let check = HistoryCheck(
            source: source, incarnation: incarnation, last: position?.sequence ?? 0,
            after: max(0, ((first ?? nil) ?? 1) - 1), run: number)
        guard try check.range(context.database) != nil else { return try check.finish(context) }
        try context.begin(saga(of: source), check)
    }

    private func finish(_ context: CommandContext) throws {
        if after >= last, let start = try row(context).startedAt() {
            for kind in [AuditFinding.Kind.edited, .reordered, .missing] {
                try Findings(context).settle(kind, of: source, upTo: last, notSeenSince: start)
            }
        }
        try row(context).finish(checked: after, violations: violations, context)
    }

    private mutating func fail(_ problem: String, _ context: CommandContext) throws {
        isOver = true
        try row(context).fail(problem, context)
    }

    /// False where it stood still for so long that it was given up, and moves after all.
    private func isUnderWay(_ context: CommandContext) throws -> Bool { try row(context).isUnderWay(run ?? 0) }

    private func row(_ context: CommandContext) -> CheckRun {
        CheckRun(.history, of: source, in: context.database)
    }

    // MARK: - Asking

    /// Links of the log that stand one after the other, the first of them as the place to begin.
    private struct Range {
        let after: Int64
        let links: [[UInt8]]

        var request: ProveChain.Request {
            ProveChain.Request(
                after: after, link: Base64URL.encode(links[0]), through: after + Int64(links.count) - 1,
                expected: Base64URL.encode(links[links.count - 1]))
        }
    }

    /// What is to be looked at next; nil where nothing is left. Places that are not in the log have been told of, and are
    /// passed over.
    private func range(_ database: Connection) throws -> Range? {
        guard !isOver else { return nil }
        var (start, links) = (after, try link(after, database).map { [$0] } ?? [])
        try database.each(
            """
            SELECT sequence, link FROM log WHERE source = ? AND incarnation = ? AND sequence > ? AND sequence <= ?
            ORDER BY sequence LIMIT ?
            """, source, incarnation, after, last, ProveChain.limit
        ) { row in
            let sequence: Int64 = try row.value(0)
            if links.isEmpty || (sequence != start + 1 && links.count == 1) {
                (start, links) = (sequence, [try row.value(1)])
                return true
            }
            guard sequence == start + Int64(links.count) else { return false }
            links.append(try row.value(1))
            return true
        }
        return links.count > 1 ? Range(after: start, links: links) : nil
    }

    private func link(_ sequence: Int64, _ database: Connection) throws -> [UInt8]? {
        if sequence == 0 { return EventLink.first }
        return try database.first(
            "SELECT link FROM log WHERE source = ? AND sequence = ? ORDER BY incarnation DESC LIMIT 1", source, sequence
        ) { try $0.value(0) }
    }

    // MARK: - Holding the answer against the log

    private mutating func take(_ reply: ProveChain.Reply, of asked: Range, _ context: CommandContext) throws {
        let known = asked.links.dropFirst().map(Base64URL.encode)
        let same = reply.links.isEmpty ? known.count : zip(known, reply.links).prefix { $0 == $1 }.count
        let differing = same == known.count ? nil : asked.after + Int64(same) + 1
        after = asked.after + Int64(same)
        if let fault = reply.fault, differing.map({ fault.sequence <= $0 }) ?? true {
            // The service says so itself. What lies behind it is looked at from the log's own link on.
            try add(AuditFinding.Kind(fault.kind), at: fault.sequence, context)
            after = max(fault.sequence, asked.after + 1)
        } else if let differing {
            // The service wrote what it has there; so it is another event than the log's, or the log's was changed.
            try add(try isLogsOwn(differing, context) ? .fork : .logEdited, at: differing, context)
            isOver = true
        }
        isOver = isOver || violations >= CheckRun.findingLimit
        try row(context).advance(checked: after, violations: violations, context)
    }

    private mutating func add(_ kind: AuditFinding.Kind, at sequence: Int64, _ context: CommandContext) throws {
        violations += 1
        try Findings(context).add(kind, of: source, incarnation, expected: sequence, found: sequence)
    }

    /// Whether the log's row is as this service wrote it.
    private func isLogsOwn(_ sequence: Int64, _ context: CommandContext) throws -> Bool {
        let row = try context.database.first(
            "SELECT leaf FROM log WHERE source = ? AND incarnation = ? AND sequence = ?", source, incarnation, sequence
        ) { try $0.value(0, as: Int64.self) }
        guard let row = try row.flatMap({ try LogRow.find($0, in: context.database) }) else { return false }
        return try row.standing(sealedFrom: try LogSealing.find(context)?.from ?? 0, context) == .sound
    }
}
