import Messages
import Runtime
import Storage
import Transparency

/// Takes one page of one service's events into the log, and looks whether they are what they must be.
struct Ingestion {
    private let page: EventPage
    private let context: CommandContext
    private let coding = WireCoding()
    private var database: Connection { context.database }

    init(_ page: EventPage, _ context: CommandContext) { (self.page, self.context) = (page, context) }

    func run(signer: CheckpointSigner) throws {
        let known = try SourcePosition.of(page.source, in: database)
        // At the head there is nothing to do, and nothing is written.
        if page.entries.isEmpty, known?.head == page.head { return }
        guard var frontier = try StoredTree.frontier(in: database) else {
            preconditionFailure("the tree is prepared at the start")
        }
        let sizeBefore = frontier.size
        var position = known ?? SourcePosition(incarnation: 0, sequence: 0, head: 0)
        let life = position.incarnation
        for entry in page.entries { try take(entry, &position, &frontier) }
        // Where another life of the source's database begins, that it has fewer events is said by that.
        if page.head < position.head, position.incarnation == life {
            try report(.truncated, position.incarnation, expected: position.head, found: page.head)
        }
        position.head = page.head
        if frontier.size > sizeBefore { position.ingestedAt = context.now }
        try position.store(for: page.source, in: database)
        // The head is signed over the sources' positions, this one's among them.
        guard frontier.size > sizeBefore else { return }
        try StoredTree.store(frontier, signer: signer, in: database)
        try LogGuard(context).advance()
        context.touch(FollowAuditLog.news)
    }

    private func take(
        _ entry: EventPage.Entry, _ position: inout SourcePosition, _ frontier: inout MerkleFrontier
    ) throws {
        let expected = position.sequence + 1
        guard let attributes = try? EventAttributes(entry.body, coding) else {
            let incarnation = max(position.incarnation, 1)
            try report(.malformed, incarnation, expected: expected, found: expected, evidence: entry.body)
            let leaf = Leaf(unreadableAt: expected, incarnation: incarnation, time: context.now)
            return try append(leaf, entry, &position, &frontier)
        }
        let leaf = Leaf(attributes)
        switch position.standing(of: leaf) {
        case .next:
            try append(leaf, entry, &position, &frontier)
        case .ahead:
            try report(.gap, leaf.incarnation, expected: expected, found: leaf.sequence)
            try append(leaf, entry, &position, &frontier)
        case .restored:
            // A service's first event ever begins its first life; any later life is worth a look.
            if position.incarnation > 0 || leaf.sequence != 1 {
                let kind: AuditFinding.Kind = position.incarnation > 0 ? .restored : .gap
                try report(kind, leaf.incarnation, expected: expected, found: leaf.sequence)
            }
            try append(leaf, entry, &position, &frontier)
        case .behind:
            try takeLate(leaf, entry, position, &frontier)
        }
    }

    /// An event whose place has been passed. The same again is nothing new; one that fills a gap is welcome; another
    /// one in its stead is kept as evidence, since a place in the log can be given once only.
    private func takeLate(
        _ leaf: Leaf, _ entry: EventPage.Entry, _ position: SourcePosition, _ frontier: inout MerkleFrontier
    ) throws {
        // By its hash, which is there even where the bytes are not kept any more.
        let stored: [UInt8]? = try database.first(
            """
            SELECT nodes.hash FROM entries JOIN nodes ON nodes.level = 0 AND nodes.position = entries.leaf
            WHERE source = ? AND incarnation = ? AND sequence = ?
            """, page.source, leaf.incarnation, leaf.sequence
        ) { try $0.value(0) }
        if let stored {
            guard stored != MerkleHash.leaf(entry.body) else { return }
            try report(
                .fork, leaf.incarnation, expected: position.sequence + 1, found: leaf.sequence, evidence: entry.body)
        } else {
            var passed = position
            try append(leaf, entry, &passed, &frontier)
        }
    }

    private func append(
        _ leaf: Leaf, _ entry: EventPage.Entry, _ position: inout SourcePosition, _ frontier: inout MerkleFrontier
    ) throws {
        let (hash, seal) = (MerkleHash.leaf(entry.body), LogSeal(source: page.source, context: context))
        try database.run(
            """
            INSERT INTO entries (leaf, source, incarnation, sequence, link, ingested_at, event_time, type, actor,
                causation, subject_kind, subject_id, severity, trace, seal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, frontier.size, page.source, leaf.incarnation, leaf.sequence, entry.link, context.now,
            leaf.time, leaf.type, leaf.actor, leaf.causation, leaf.subjectKind, leaf.subjectID, leaf.severity,
            leaf.trace, try seal.of(frontier.size, leaf, link: entry.link, ingestedAt: context.now, hash: hash))
        try database.run("INSERT INTO bodies (leaf, body) VALUES (?, ?)", frontier.size, entry.body)
        try frontier.append(leaf: hash) { place, hash in
            try database.run(
                "INSERT INTO nodes (level, position, hash) VALUES (?, ?, ?)", place.level, place.position, hash)
        }
        (position.incarnation, position.sequence) = (leaf.incarnation, leaf.sequence)
        try CheckRecord.take(leaf, entry, from: page.source, in: database)
        try SourceSeals(source: page.source, context: context).take(leaf, entry)
    }

    private func report(
        _ kind: AuditFinding.Kind, _ incarnation: Int64, expected: Int64, found: Int64, evidence: [UInt8]? = nil
    ) throws {
        try Findings(context).add(
            kind, of: page.source, incarnation, expected: expected, found: found, evidence: evidence)
    }
}
