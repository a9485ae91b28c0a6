import Messages
import Storage

/// The words that an event is found by. An index row holds the beginning of a word, in three lengths, so that whatever
/// somebody has typed of it leads to rows in the events' order; the rest of what was typed is compared with the event itself.
enum EventWords {
    /// In characters. What is asked for is looked up by the longest that it fills.
    private static let lengths = [1, 3, 6]
    /// Of different words in one event; what comes behind is not found.
    private static let limit = 100
    static let termLimit = 8

    /// Letters and digits, in small letters, whatever stands between them.
    static func words(of text: String) -> [String] {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    static func words(of event: StoredEvent) -> [String] {
        var seen: Set<String> = []
        let all = [event.name, event.sport, event.details].compactMap { $0 }.flatMap(words)
        return Array(all.filter { seen.insert($0).inserted }.prefix(limit))
    }

    /// Under which rows an event is found that has a word that begins so.
    static func key(of term: String) -> String {
        String(term.prefix(lengths.last { $0 <= term.count } ?? 1))
    }

    /// Whether every term is the beginning of a word of the event.
    static func match(_ terms: [String], _ event: StoredEvent) -> Bool {
        let words = words(of: event)
        return terms.allSatisfy { term in words.contains { $0.hasPrefix(term) } }
    }

    // MARK: - The index

    private static func keys(of event: StoredEvent) -> Set<String> {
        Set(
            words(of: event).flatMap { word in
                lengths.filter { $0 <= word.count }.map { String(word.prefix($0)) }
            })
    }

    static func index(_ event: StoredEvent, insteadOf former: StoredEvent? = nil, in database: Connection) throws {
        let (keys, old) = (keys(of: event), former.map(keys) ?? [])
        for key in old.subtracting(keys).sorted() {
            try database.run("DELETE FROM event_word WHERE prefix = ? AND event = ?", key, event.id)
        }
        for key in keys.subtracting(old).sorted() {
            try database.run(
                "INSERT INTO event_word (prefix, event) VALUES (?, ?) ON CONFLICT DO NOTHING", key, event.id)
        }
        if former == nil { try database.run("UPDATE event SET is_indexed = 1 WHERE id = ?", event.id) }
    }
}
