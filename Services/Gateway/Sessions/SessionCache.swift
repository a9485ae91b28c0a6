import Messages

/// A token's SHA-256: what a session is remembered by, so that no secret stays in memory.
typealias TokenHash = [UInt8]

/// The statements that identity gave for tokens seen lately. Two generations bound it: when the younger is full the older
/// is forgotten, and whatever is used lives on in the younger.
struct SessionCache {
    struct Entry {
        let statements: [ServiceName: String]
        /// Whom it speaks of, as events name them: one about any of these ends it.
        let subjects: [String]
        let until: Timestamp
    }

    private struct Generation {
        var entries: [TokenHash: Entry] = [:]
        var tokens: [String: Set<TokenHash>] = [:]

        mutating func put(_ token: TokenHash, _ entry: Entry) {
            remove(token)
            entries[token] = entry
            for subject in entry.subjects { tokens[subject, default: []].insert(token) }
        }

        mutating func remove(_ token: TokenHash) {
            for subject in entries.removeValue(forKey: token)?.subjects ?? [] {
                tokens[subject]?.remove(token)
                if tokens[subject]?.isEmpty ?? false { tokens[subject] = nil }
            }
        }

        mutating func forget(_ subject: String) {
            for token in tokens[subject] ?? [] { remove(token) }
        }
    }

    private let limit: Int
    private var young = Generation()
    private var old = Generation()

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
        young.remove(token)
        old.remove(token)
    }

    /// Forgets all that was said of a user or a session.
    mutating func forget(about subject: String) {
        young.forget(subject)
        old.forget(subject)
    }

    mutating func forgetAll() { (young, old) = (Generation(), Generation()) }
}
