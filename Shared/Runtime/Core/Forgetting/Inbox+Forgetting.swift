import Messages
import Storage

extension Inbox {
    /// Those whom a late answer is to, or names, and whose stored answers were looked through after the question came. What
    /// is asked afterwards is answered from tables that know nothing of them any more.
    func forgottenPeople(in reply: EncodedReply, to number: Int64) throws -> [ID<User>] {
        guard try database.first("SELECT 1 FROM runtime_forgotten LIMIT 1", read: { _ in true }) == true else {
            return []
        }
        let asked = try database.first(
            "SELECT person, received FROM runtime_inbox WHERE number = ? AND operation <> ?", number, ForgetUser.name
        ) { (by: try $0.value(0, as: ID<User>?.self), at: try $0.value(1, as: Timestamp.self)) }
        guard let asked else { return [] }
        return try ([asked.by].compactMap { $0 } + Inbox.ids(in: reply.body)).filter { person in
            try database.first(
                """
                SELECT 1 FROM runtime_forgotten WHERE person = ?
                    AND (state IN ('tables', 'answers') OR coalesce(erased_at, forgotten_at) >= ?)
                """, person, asked.at
            ) { _ in true } ?? false
        }
    }

    /// All that reads as an id in a text, told by where its hyphens are.
    private static func ids(in text: [UInt8]) -> [ID<User>] {
        let (hyphen, first, length) = (UInt8(ascii: "-"), 8, 36)
        guard text.count >= length else { return [] }
        return (0...(text.count - length)).compactMap { start in
            guard text[start + first] == hyphen, text[start + 13] == hyphen else { return nil }
            return ID(String(decoding: text[start..<(start + length)], as: UTF8.self))
        }
    }
}
