import Messages

/// A token's SHA-256: what a session is remembered by, so that no secret stays in memory.
typealias TokenHash = [UInt8]

/// The statements that identity gave for tokens seen lately. Two generations bound it: when the younger is full the older
/// is forgotten, and whatever is used lives on in the younger.
struct SessionCache {
    struct Entry {
        let statements: [ServiceName: String]
        let session: ID<Session>
        let until: Timestamp
    }

    private struct Generation {
        var entries: [TokenHash: Entry] = [:]
        var tokens: [ID<Session>: [TokenHash]] = [:]

        mutating func put(_ token: TokenHash, _ entry: Entry) {
            if entries.updateValue(entry, forKey: token)?.session != entry.session {
                tokens[entry.session, default: []].append(token)
            }
        }

        mutating func forget(_ session: ID<Session>) {
            for token in tokens.removeValue(forKey: session) ?? [] { entries[token] = nil }
        }
    }

    private let limit: Int
    private var young = Generation()
    private var old = Generation()
    /// Sessions that ended a moment ago. An answer of identity that was under way then does not know it.
    private var ended: [ID<Session>: Timestamp] = [:]
    private var endedOrder: [(session: ID<Session>, at: Timestamp)] = []

    init(limit: Int) { self.limit = limit }

    mutating func find(_ token: TokenHash, at now: Timestamp) -> Entry? {
        if let entry = young.entries[token] { return entry.until > now ? entry : nil }
        guard let entry = old.entries[token], entry.until > now else { return nil }
        put(token, entry)
        return entry
    }

    mutating func put(_ token: TokenHash, _ entry: Entry) {
        if young.entries.count >= limit / 2 { (old, young) = (young, Generation()) }
        young.put(token, entry)
    }

    mutating func forget(_ token: TokenHash) {
        young.entries[token] = nil
        old.entries[token] = nil
    }

    mutating func forgetAll() { (young, old) = (Generation(), Generation()) }

    // MARK: - Ends

    mutating func end(_ session: ID<Session>, at now: Timestamp) {
        young.forget(session)
        old.forget(session)
        if ended.updateValue(now, forKey: session) == nil { endedOrder.append((session, now)) }
    }

    func hasEnded(_ session: ID<Session>) -> Bool { ended[session] != nil }

    /// Forgets ends from before any answer that may still come was asked for.
    mutating func forgetEnds(before time: Timestamp) {
        let past = endedOrder.prefix { $0.at < time }
        for end in past { ended[end.session] = nil }
        endedOrder.removeFirst(past.count)
    }
}
