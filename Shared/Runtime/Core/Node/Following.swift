import Crypto
import Messages
import Storage

/// Reads neighbours' events: one request a source under way at a time, asked again if its answer is lost. The position
/// is a row of the transaction that takes the events in, so each is taken in exactly once.
struct Following {
    struct Position {
        var sequence: Int64
        var link: [UInt8]
        /// How long this follower wants to wait at the head, if that is less than the source has it wait.
        var wait: Int64?
        /// Counts the requests, so that a late answer to a former one is known as such.
        var request: Int64 = 0
        var askAgainAt = Timestamp(milliseconds: 0)
        /// One answer a request: a second one, which the network or a request sent twice may bring within the same batch,
        /// would be read against a position that the first is about to move.
        var isAwaited = false
        /// Why the source gives out nothing beyond this position, if it said so.
        var fault: HistoryFault?
        /// To which life of the source's database it was sent.
        var life: Int64 = 1

        /// The position is part of it, because the count begins anew when a batch is given up: an answer from before
        /// would else be taken for the events after another position.
        var reference: String { "pull:\(sequence):\(request)" }
    }

    static let pageLimit = 500
    /// How long a lost answer is waited for, beside the time that a request may wait at the head.
    static let patience: Int64 = 1000

    static let breath: Int64 = 5

    private let database: Connection
    private let park: Int64
    private(set) var positions: [ServiceName: Position] = [:]

    init(database: Connection, followers: [Follower], park: Int64) throws {
        (self.database, self.park) = (database, park)
        for follower in followers {
            let stored = try database.first(
                "SELECT sequence, link, life FROM runtime_following WHERE source = ?", follower.source
            ) { Position(sequence: try $0.value(0), link: try $0.value(1), life: try $0.value(2)) }
            positions[follower.source] = stored ?? Position(sequence: 0, link: EventLink.first)
            positions[follower.source]?.wait = follower.waitMilliseconds
        }
    }

    var nextAsk: Timestamp? { positions.values.map(\.askAgainAt).min() }

    mutating func ask(at now: Timestamp, _ coding: WireCoding) throws -> [Outbound] {
        var out: [Outbound] = []
        for source in ServiceName.allCases {
            guard var position = positions[source], position.askAgainAt <= now else { continue }
            position.request += 1
            position.isAwaited = true
            position.askAgainAt = now.adding(milliseconds: park + Following.patience)
            positions[source] = position
            var header = Header(.query)
            header[.operation] = PullEvents.name
            header[.reference] = position.reference
            let request = PullEvents.Request(
                after: position.sequence, limit: Following.pageLimit, waitMilliseconds: position.wait,
                link: Base64URL.encode(position.link))
            out.append(.send(to: source, header: header, body: try coding.encode(request)))
        }
        return out
    }

    /// Takes the page that an answer carries; nil for one that is late, refused or comes twice.
    mutating func page(from source: ServiceName, _ header: Header, _ body: [UInt8]) -> EventPage? {
        guard let position = positions[source], position.isAwaited, header[.reference] == position.reference,
            header.number(.status) == 200, let head = header.number(.head)
        else { return nil }
        positions[source]?.isAwaited = false
        positions[source]?.fault = nil
        var (sequence, link) = (position.sequence, position.link)
        var entries: [EventPage.Entry] = []
        entries.reserveCapacity(Following.pageLimit)
        for line in body.lines {
            sequence += 1
            link = EventLink.next(after: link, body: line)
            entries.append(EventPage.Entry(sequence: sequence, link: link, body: line))
        }
        return EventPage(source: source, entries: entries, head: head)
    }

    /// What an answer says is wrong at the source, and whether it has said so before; nil for any other answer. It is asked
    /// again after a while, since what is wrong may be put right.
    mutating func fault(
        from source: ServiceName, _ header: Header, _ body: [UInt8], at now: Timestamp
    ) -> (HistoryFault, isNews: Bool)? {
        guard let position = positions[source], position.isAwaited, header[.reference] == position.reference,
            let sequence = header.number(.sequence), let problem = try? WireCoding().decode(Problem.self, from: body),
            let failure = HistoryFailure(rawValue: problem.code)
        else { return nil }
        let fault = HistoryFault(failure.kind, failure == .restored ? sequence + 1 : sequence)
        positions[source]?.isAwaited = false
        positions[source]?.fault = fault
        positions[source]?.askAgainAt = now.adding(milliseconds: Following.patience)
        // Where a source ends that has lost what came behind changes with each of its events, and is no news.
        let isSame = position.fault == fault || fault.kind == .truncated && position.fault?.kind == .truncated
        return (fault, !isSame)
    }

    /// Where an answer says that the source goes on, in a life of its database that this follower was not in yet.
    func life(of source: ServiceName, _ header: Header, _ fault: HistoryFault) -> SourceLife? {
        guard fault.kind == .restored, let known = positions[source], let sequence = header.number(.sequence),
            let incarnation = header.number(.incarnation), incarnation > known.life, sequence >= 0,
            let link = header[.link].flatMap(Base64URL.decode), link.count == SHA256.byteCount
        else { return nil }
        return SourceLife(incarnation: incarnation, sequence: sequence, link: link)
    }

    /// False for an empty page of a source that stands where it stood: most are, and none is worth a commit.
    func isNews(_ page: EventPage) -> Bool {
        !page.entries.isEmpty || page.head != positions[page.source]?.sequence
    }

    func store(_ page: EventPage) throws {
        guard let last = page.entries.last else { return }
        try store(page.source, last.sequence, last.link, life: positions[page.source]?.life ?? 1)
    }

    func store(_ life: SourceLife, of source: ServiceName) throws {
        try store(source, life.sequence, life.link, life: life.incarnation)
    }

    private func store(_ source: ServiceName, _ sequence: Int64, _ link: [UInt8], life: Int64) throws {
        try database.run(
            """
            INSERT INTO runtime_following (source, sequence, link, life) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET sequence = excluded.sequence, link = excluded.link, life = excluded.life
            """, source, sequence, link, life)
    }

    /// A page that cannot be taken in would only come again: the source is left where it is until the next start.
    mutating func giveUp(_ source: ServiceName) {
        positions[source]?.askAgainAt = Timestamp(milliseconds: .max)
    }

    /// After the commit: on in the source's other life.
    mutating func goOn(_ source: ServiceName, in life: SourceLife, at now: Timestamp) {
        positions[source]?.sequence = life.sequence
        positions[source]?.link = life.link
        positions[source]?.life = life.incarnation
        positions[source]?.fault = nil
        positions[source]?.askAgainAt = now
    }

    /// After the commit: on to the next page.
    mutating func advance(over page: EventPage, at now: Timestamp) {
        guard var position = positions[page.source] else { return }
        if let last = page.entries.last { (position.sequence, position.link) = (last.sequence, last.link) }
        // Behind, it goes on at once. At the head a moment's pause gathers events, so that a follower does not sync its
        // disk for each of them.
        let isBehind = page.entries.count == Following.pageLimit
        position.askAgainAt = isBehind ? now : now.adding(milliseconds: Following.breath)
        positions[page.source] = position
    }
}
