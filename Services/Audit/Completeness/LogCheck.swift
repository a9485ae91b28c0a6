import Crypto
import Messages
import Runtime
import Storage
import Transparency

/// Hashes the whole log anew in steps that hold nobody up: each row's bytes against its seal, its attributes and its
/// leaf, each source's links one after the other, and all of the tree up to its root. What it keeps from step to step does
/// not grow with the log.
struct LogCheck: Codable, Sendable {
    /// Where a source's events stand so far.
    struct Place: Codable, Sendable {
        var incarnation: Int64
        var sequence: Int64
        /// In hexadecimal.
        var link: String
        /// Something before it was found. Whoever did that may have made the links up to here fit, so that the first that does
        /// not fit is the first that they left alone.
        var isSuspect = false
    }

    /// How many rows one step looks at: together a few milliseconds.
    static let chunk = 100

    /// How many leaves there were when it began.
    let size: Int64
    /// The first row that must have a seal. Nil in runs that were begun before this was kept.
    var sealedFrom: Int64?
    var leaf: Int64 = 0
    /// The roots of the complete subtrees so far, in hexadecimal.
    var peaks: [String] = []
    var places: [String: Place] = [:]
    var violations: Int64 = 0
    /// Which run this is; nil in one that began before runs had numbers.
    let run: Int64?

    static let saga = Saga<LogCheck>(
        "audit.check-log", version: 1,
        steps: [.local("hash") { state, context in try state.step(context) }], end: .silent)

    /// Where it runs already, that is the one.
    static func begin(_ context: CommandContext) throws {
        let run = CheckRun(.log, of: .audit, in: context.database)
        guard try run.mayBegin(context) else { return }
        let size = try StoredTree.size(in: context.database)
        let number = try run.start(total: size, context)
        let sealedFrom = try LogSealing.find(context)?.from ?? size
        try context.begin(saga, LogCheck(size: size, sealedFrom: sealedFrom, run: number))
    }

    private init(size: Int64, sealedFrom: Int64, run: Int64) {
        (self.size, self.sealedFrom, self.run) = (size, sealedFrom, run)
    }

    private mutating func step(_ context: CommandContext) throws -> SagaStep<LogCheck>.Progress {
        let (database, coding, row) = (context.database, WireCoding(), CheckRun(.log, of: .audit, in: context.database))
        // One that was given up because it stood still has nothing to say any more.
        guard try row.isUnderWay(run ?? 0) else { return .done }
        guard var frontier = MerkleFrontier(size: leaf, peaks: peaks.compactMap(Hex.decode)) else {
            preconditionFailure("a check keeps as many peaks as its size has bits")
        }
        if sealedFrom == nil { sealedFrom = try LogSealing.find(context)?.from ?? size }
        let end = min(size, leaf + Int64(LogCheck.chunk))
        try LogRow.each(from: leaf, below: end, limit: LogCheck.chunk, in: database) { entry in
            // What is missing is named where the source's next event is, or at the end.
            while frontier.size < entry.leaf { try pass(over: frontier.size, &frontier, context) }
            try look(at: entry, &frontier, coding, context)
            return true
        }
        while frontier.size < end { try pass(over: frontier.size, &frontier, context) }
        (leaf, peaks) = (frontier.size, frontier.peaks.map(Hex.encode))
        if leaf < size, violations < CheckRun.findingLimit {
            try row.advance(checked: leaf, violations: violations, context)
            return .again
        }
        try conclude(context)
        try row.finish(checked: leaf, violations: violations, context)
        return .done
    }

    // MARK: - One row

    private mutating func look(
        at row: LogRow, _ frontier: inout MerkleFrontier, _ coding: WireCoding, _ context: CommandContext
    ) throws {
        let (stored, hash) = (row.stored, try row.hash(context.database))
        let place = places[row.source.rawValue]
        let isNext = place.map { $0.incarnation == stored.incarnation && $0.sequence + 1 == stored.sequence }
        let standing = try row.standing(sealedFrom: sealedFrom ?? size, context)
        let isSound = standing == .sound
        var isSuspect = place?.isSuspect ?? false
        if !isSound {
            try add(standing == .moved ? .logReordered : .logEdited, row, context)
            isSuspect = true
        } else if let place, place.incarnation == stored.incarnation, place.sequence + 1 < stored.sequence {
            try tellMissing(row.source, stored.incarnation, place.sequence + 1, stored.sequence - 1, context)
            isSuspect = true
        }
        let base =
            isNext ?? false ? place.flatMap { Hex.decode($0.link) } : stored.sequence == 1 ? EventLink.first : nil
        let link = base.flatMap { base in row.body.map { EventLink.next(after: base, body: $0) } } ?? row.link
        let node = try row.node(context.database)
        // From the stored hash on, or one edited row would show in every subtree above it as well.
        var isTreeSound = try grow(&frontier, leaf: node ?? hash ?? MerkleHash.empty, context)
        isTreeSound = isTreeSound && node == hash
        let isLinked = link == row.link || isSuspect
        if isSound, !(isTreeSound && isLinked && row.saysWhatItIs(coding)) {
            try add(.logEdited, row, context)
        }
        if isSound, link != row.link { isSuspect = false }
        // An event that was taken in late, or stands where it should not, moves nothing.
        if isNext ?? true || stored.incarnation > place?.incarnation ?? 0
            || (isSound && stored.sequence > place?.sequence ?? 0)
        {
            places[row.source.rawValue] = Place(
                incarnation: stored.incarnation, sequence: stored.sequence,
                link: Hex.encode(isLinked ? row.link : link), isSuspect: isSuspect)
        } else {
            places[row.source.rawValue]?.isSuspect = isSuspect
        }
    }

    private mutating func pass(over leaf: Int64, _ frontier: inout MerkleFrontier, _ context: CommandContext) throws {
        let node = try context.database.first("SELECT hash FROM nodes WHERE level = 0 AND position = ?", leaf) {
            try $0.value(0, as: [UInt8].self)
        }
        _ = try grow(&frontier, leaf: node ?? MerkleHash.empty, context)
    }

    /// False where a subtree that is complete with this leaf is stored with another hash.
    private func grow(
        _ frontier: inout MerkleFrontier, leaf: [UInt8], _ context: CommandContext
    ) throws -> Bool {
        var isSound = true
        try frontier.append(leaf: leaf) { place, hash in
            guard place.level > 0 else { return }
            let stored: [UInt8]? = try context.database.first(
                "SELECT hash FROM nodes WHERE level = ? AND position = ?", place.level, place.position
            ) { try $0.value(0) }
            isSound = isSound && stored == hash
        }
        return isSound
    }

    // MARK: - Telling

    /// At the end: what stands behind the last leaf, what the log should end with, and the head.
    private mutating func conclude(_ context: CommandContext) throws {
        let (database, findings) = (context.database, Findings(context))
        let size = try StoredTree.size(in: database)
        var forged: [LogRow] = []
        try LogRow.each(from: size, below: .max, limit: LogCheck.chunk, in: database) { row in
            forged.append(row)
            return true
        }
        for row in forged { try add(.logForged, row, context) }
        violations += try LogGuard(context).verify(LogSealing.find(context))
        let root = try database.first("SELECT root FROM tree") { try $0.value(0, as: [UInt8].self) }
        if try StoredTree.tree(in: database).rootIfStored(size: size) != root {
            try findings.add(
                .logHead, of: .audit, 1, expected: size, found: size, mark: try LogHead.mark(in: database))
            violations += 1
        }
        // Where nothing was left out, what was not seen again has been put right.
        guard leaf >= self.size, violations < CheckRun.findingLimit,
            let start = try CheckRun(.log, of: .audit, in: database).startedAt()
        else { return }
        for source in ServiceName.allCases {
            for kind in [AuditFinding.Kind.logEdited, .logReordered, .logMissing, .logForged] {
                try findings.settle(kind, of: source, upTo: .max, notSeenSince: start)
            }
        }
    }

    private mutating func add(_ kind: AuditFinding.Kind, _ row: LogRow, _ context: CommandContext) throws {
        violations += 1
        try Findings(context).add(
            kind, of: row.source, row.stored.incarnation, expected: row.stored.sequence, found: row.stored.sequence,
            mark: try row.mark(context.database))
    }

    /// Events between two of a source's that are not in the log, unless they never were and it was told of.
    private mutating func tellMissing(
        _ source: ServiceName, _ incarnation: Int64, _ first: Int64, _ last: Int64, _ context: CommandContext
    ) throws {
        let isKnown = try context.database.first(
            "SELECT 1 FROM findings WHERE source = ? AND kind = 'gap' AND incarnation = ? AND expected = ?", source,
            incarnation, first
        ) { _ in true }
        guard isKnown == nil else { return }
        for missing in first...min(last, first + CheckRun.findingLimit) {
            violations += 1
            try Findings(context).add(.logMissing, of: source, incarnation, expected: missing, found: missing)
        }
    }
}

extension MerkleTree {
    /// Nil where a hash is missing that it takes.
    fileprivate func rootIfStored(size: Int64) throws -> [UInt8]? {
        do { return try root(size: size) } catch let error as StorageError where error.kind == .corrupt { return nil }
    }
}
