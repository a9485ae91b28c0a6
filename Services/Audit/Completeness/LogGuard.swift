import Crypto
import Messages
import Runtime
import Storage

/// Stands before the log: nothing is taken in and no head is signed where the head is not the one that was written last. Else
/// whoever changed the tables would have this service sign for it.
struct LogGuard {
    private let context: CommandContext
    private var database: Connection { context.database }

    init(_ context: CommandContext) { self.context = context }

    // MARK: - At a start

    /// Before anything is signed. Whether the log goes on.
    /// - Parameter accepted: a head that an operator has looked at and wants the log to go on from, whoever wrote it.
    func open(accepting accepted: AcceptedHead?) throws -> Bool {
        guard let sealing = try LogSealing.find(context) else { return true }
        let isSound = try verify(sealing) == 0
        guard let head = try LogHead.present(in: database) else { return false }
        guard try isSound || (head.place == accepted?.text && head.isEnd(of: database)) else { return false }
        guard try LogStop.lift(in: database) else { return true }
        for kind in [AuditFinding.Kind.logHead, .logUnsealed] { try Findings(context).settle(kind, of: .audit) }
        try context.emit(AuditLogResumed(place: head.place, isAccepted: !isSound))
        return true
    }

    /// Once the tree is there: its head is written, and where sealing begins is told if it has not been.
    func seal() throws {
        guard let head = try LogHead.present(in: database) else { return }
        let sealing = try LogSealing.find(context)
        let from = sealing?.from ?? head.size
        try head.write(sealedFrom: from, told: try tell(from, sealing?.told), context)
    }

    private func tell(_ from: Int64, _ told: Int64?) throws -> Int64 {
        try told ?? context.emit(AuditLogSealed(fromIndex: from))
    }

    // MARK: - Before and after each page

    /// Whether a page can be taken in.
    func isOpen() throws -> Bool {
        guard try !LogStop.isStopped(in: database) else { return false }
        return try verify(LogSealing.find(context)) == 0
    }

    /// After a page, which `isOpen` went before.
    func advance() throws {
        guard let written = try LogHead.written(context), let head = try LogHead.present(in: database) else {
            preconditionFailure("a log that takes events in has a head that was written")
        }
        try head.write(sealedFrom: written.sealedFrom, told: try tell(written.sealedFrom, written.told), context)
    }

    // MARK: - Looking

    /// Holds the head against the one that was written last, tells of what is another, and stops the log for it. Gives how many
    /// things were found.
    func verify(_ sealing: LogSealing?) throws -> Int64 {
        let present = try LogHead.present(in: database)
        let count = try find(present, sealing)
        if count > 0 { try stop(found: present) }
        return count
    }

    private func find(_ present: LogHead?, _ sealing: LogSealing?) throws -> Int64 {
        let findings = Findings(context)
        let (size, mark) = (present?.size ?? 0, try LogHead.mark(in: database))
        guard let written = try LogHead.written(context) else {
            let isGone = try database.first("SELECT 1 FROM log_head") { _ in true } == nil
            try findings.add(
                isGone ? .logUnsealed : .logHead, of: .audit, 1, expected: isGone ? sealing?.from ?? 0 : size,
                found: size, mark: mark)
            return 1
        }
        var count: Int64 = 0
        if let sealing, sealing.isTold, sealing.from != written.sealedFrom || sealing.told != written.told {
            try findings.add(
                .logUnsealed, of: .audit, 1, expected: sealing.from, found: written.sealedFrom, mark: mark)
            count += 1
        }
        if present?.size != written.head.size || present?.root != written.head.root
            || (written.told != nil && places(of: present) != places(of: written.head))
        {
            try findings.add(.logHead, of: .audit, 1, expected: written.head.size, found: size, mark: mark)
            count += 1
        }
        for position in written.head.positions { count += try findLast(position) }
        return count
    }

    private func places(of head: LogHead?) -> [String] { head?.positions.map(\.place) ?? [] }

    /// The events of a source that the head had and the log has not, and the last one's link.
    private func findLast(_ position: LogHead.Position) throws -> Int64 {
        guard let source = ServiceName(rawValue: position.source) else { return 0 }
        let last = try database.first(
            "SELECT MAX(sequence) FROM log WHERE source = ? AND incarnation = ?", source, position.incarnation
        ) { try $0.value(0, as: Int64?.self) }
        let there = (last ?? nil) ?? 0
        let findings = Findings(context)
        guard there < position.sequence else {
            let leaf = try database.first(
                "SELECT leaf FROM entries WHERE source = ? AND incarnation = ? AND sequence = ?", source,
                position.incarnation, position.sequence
            ) { try $0.value(0, as: Int64.self) }
            let row = try leaf.flatMap { try LogRow.find($0, in: database) }
            guard let known = position.link, row.map({ Hex.encode($0.link) }) != known else { return 0 }
            try findings.add(
                row == nil ? .logMissing : .logEdited, of: source, position.incarnation, expected: position.sequence,
                found: position.sequence, mark: try row?.mark(database) ?? [])
            return 1
        }
        for missing in (there + 1)...min(position.sequence, there + CheckRun.findingLimit) {
            try findings.add(.logMissing, of: source, position.incarnation, expected: missing, found: missing)
        }
        return min(position.sequence - there, CheckRun.findingLimit)
    }

    private func stop(found: LogHead?) throws {
        let place = found?.place ?? "none"
        guard try LogStop.place(in: database) != place else { return }
        try LogStop.set(place, isAcceptable: try found?.isEnd(of: database) ?? false, context)
        try context.emit(AuditLogStopped(written: try LogHead.written(context)?.head.place, found: place))
    }
}
