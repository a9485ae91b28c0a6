import Crypto
public import Messages
import Storage

extension EventHistory {
    struct Page {
        /// The stored bytes, one event a line.
        var body: [UInt8] = []
        /// Why there are none. What lies before the place is given out first.
        var fault: HistoryFault?
        /// Where whoever asked has to go on: what there is of this history behind their place is another life's.
        var life: Life?
    }

    /// Some events for somebody who reads them, and who may say what was read before.
    func page(
        after: Int64, known: [UInt8]?, limit: Int, byteLimit: Int, head: Int64
    ) throws -> Page {
        if after > head {
            return try known.map { _ in try lost(HistoryFault(.truncated, head + 1), after: after) } ?? Page()
        }
        var (page, link, first, last) = (Page(), EventLink.first, Int64(1), after)
        if after > 0 {
            let (before, fault) = try place(after, known: known)
            // Whoever asks may know anything: their word alone says nothing of what lies here.
            if fault?.kind == .forked { return try lost(HistoryFault(.forked, after), after: after) }
            if let fault, try known.map({ try !isVouchedFor($0, at: after, head: head) }) ?? true {
                note(fault, from: after, through: after)
                return try Page(fault: fault, life: life(after: after))
            }
            if let fault { note(fault, from: after, through: after) }
            (link, first) = fault == nil ? (before, after) : (known ?? before, after + 1)
        }
        let begun = link
        var (count, isCutShort) = (0, false)
        try database.each(
            """
            SELECT sequence, link, body, seal FROM runtime_events WHERE sequence > ? AND sequence <= ?
            ORDER BY sequence LIMIT ?
            """, after, head, limit
        ) { row in
            let body: [UInt8] = try row.value(2)
            guard try row.value(0) == last + 1 else {
                page.fault = HistoryFault(.missing, last + 1)
                return false
            }
            link = EventLink.next(after: link, body: body)
            // What is sealed need not be read beside its seal.
            let stored = try last + 1 < sealedFrom ? row.value(1) : []
            guard try isOwn(last + 1, link: link, stored: stored, seal: try row.value(3)) else {
                page.fault = wrong(body, at: last + 1)
                return false
            }
            (last, count) = (last + 1, count + 1)
            page.body += body
            page.body.append(10)
            isCutShort = page.body.count >= byteLimit
            return !isCutShort
        }
        if page.fault == nil, count < limit, !isCutShort, last < head { page.fault = HistoryFault(.missing, last + 1) }
        // Where this service wrote it behind one that somebody had changed, it is that one.
        if page.fault != nil, count == 0, let changed = try changed(upTo: after, insteadOf: begun) {
            page.fault = changed
        }
        note(page.fault, from: first, through: last)
        if !page.body.isEmpty { page.fault = nil }
        if let fault = page.fault { page.life = try life(after: fault.sequence) }
        return page
    }

    private func lost(_ fault: HistoryFault, after: Int64) throws -> Page {
        Page(fault: fault, life: try life(before: after))
    }

    /// Whether a link is the one that this service gave an event, by what is sealed behind it: so whoever has taken in an
    /// event that is gone here, or was changed, goes on all the same.
    private func isVouchedFor(_ link: [UInt8], at sequence: Int64, head: Int64) throws -> Bool {
        if sequence == head { return try sealedEnd() == link }
        let next = try database.first("SELECT body, link, seal FROM runtime_events WHERE sequence = ?", sequence + 1) {
            row in
            (
                body: try row.value(0, as: [UInt8].self), link: try row.value(1, as: [UInt8].self),
                seal: try row.value(2, as: [UInt8]?.self)
            )
        }
        guard let next, sequence + 1 >= sealedFrom else { return false }
        return try isOwn(
            sequence + 1, link: EventLink.next(after: link, body: next.body), stored: next.link, seal: next.seal)
    }

    /// The link of an event that was read before: the one that the asker knows, where it is the one that was sealed.
    private func place(_ sequence: Int64, known: [UInt8]?) throws -> (link: [UInt8], fault: HistoryFault?) {
        let row = try database.first("SELECT link, body, seal FROM runtime_events WHERE sequence = ?", sequence) {
            row in
            (
                link: try row.value(0, as: [UInt8].self), body: try row.value(1, as: [UInt8].self),
                seal: try row.value(2, as: [UInt8]?.self)
            )
        }
        guard let row else { return ([], HistoryFault(.missing, sequence)) }
        if let known, try isOwn(sequence, link: known, stored: row.link, seal: row.seal) { return (known, nil) }
        guard try isOwn(sequence, link: row.link, stored: row.link, seal: row.seal) else {
            return (row.link, wrong(row.body, at: sequence))
        }
        return (row.link, known.map { _ in HistoryFault(.forked, sequence) })
    }

    /// Computes links anew from the stored bytes, whatever links are stored beside them.
    func prove(_ request: ProveChain.Request, head: Int64) throws -> ProveChain.Reply {
        guard request.after >= 0, request.after < request.through,
            request.through - request.after <= ProveChain.limit
        else {
            throw Rejection.field(
                "/through", "out_of_range", "expected 1 to \(ProveChain.limit) more than `after`, which is 0 or more")
        }
        guard var link = Base64URL.decode(request.link) else {
            throw Rejection.field("/link", "invalid_format", "expected a hash in base64url")
        }
        var (last, fault, links) = (request.after, HistoryFault?.none, [String]())
        try database.each(
            """
            SELECT sequence, body, seal FROM runtime_events WHERE sequence > ? AND sequence <= ? ORDER BY sequence
            """, request.after, request.through
        ) { row in
            guard try row.value(0) == last + 1 else { return false }
            last += 1
            let body: [UInt8] = try row.value(1)
            link = EventLink.next(after: link, body: body)
            links.append(Base64URL.encode(link))
            if fault == nil, !(try isOwn(last, link: link, stored: link, seal: try row.value(2))) {
                fault = wrong(body, at: last)
            }
            return true
        }
        if fault == nil, last < request.through {
            fault = HistoryFault(last < head ? .missing : .truncated, last + 1)
        }
        note(fault, from: request.after + 1, through: request.through)
        let isExpected = links.last == request.expected && last == request.through
        return ProveChain.Reply(fault: fault, links: isExpected ? [] : links)
    }
}

extension ProveChain: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        try context.effects.history.prove(request, head: context.effects.lastSequence)
    }
}

extension CommandContext {
    /// What the service's own event of that number tells; nil where there is none, or it is no such event.
    public func told<E: Event>(_ type: E.Type, at sequence: Int64) throws -> E? {
        let body: [UInt8]? = try database.first("SELECT body FROM runtime_events WHERE sequence = ?", sequence) {
            try $0.value(0)
        }
        return body.flatMap { (try? EventPage.Entry(sequence: sequence, link: [], body: $0).data(type)) ?? nil }
    }

    /// The service's own events of a type, whether or not they are as it wrote them. Goes through all that it has: for
    /// what is rarely asked.
    public func allTold<E: Event>(_ type: E.Type) throws -> [(sequence: Int64, event: E)] {
        let end = Array("\"type\":\"\(E.type)\"}".utf8)
        let numbers = try database.rows(
            "SELECT sequence FROM runtime_events WHERE substr(body, -length(?1)) = ?1 ORDER BY sequence", end
        ) { try $0.value(0, as: Int64.self) }
        return try numbers.compactMap { number in try told(type, at: number).map { (number, $0) } }
    }

    /// A keyed hash that only this service can make: what the database keeps beside a row, to see later whether somebody
    /// else has changed it.
    /// - Parameter purpose: what it is a seal of, so that one made for this is none of that.
    public func seal(_ bytes: [UInt8], as purpose: String) throws -> [UInt8] {
        try effects.history.seals.seal(bytes, as: "service/\(purpose)")
    }
}
