import Messages
import Runtime
import Storage

/// The currencies that events may be in, each with its scale.
enum CurrencyTable {
    static func prepare(in database: Connection) throws {
        for currency in Currency.initial {
            try database.run(
                "INSERT INTO currency (code, scale) VALUES (?, ?) ON CONFLICT DO NOTHING", currency.code,
                currency.scale)
        }
    }

    /// The wallet tells of currencies that are added later. It tells far more of other things, which are passed over without
    /// being read.
    static let follower = Follower(.wallet) { page, context in
        for entry in page.entries where entry.mentions(CurrencyCreated.type) {
            guard let created = try entry.data(CurrencyCreated.self) else { continue }
            try context.database.run(
                "INSERT INTO currency (code, scale) VALUES (?, ?) ON CONFLICT DO NOTHING", created.code.text,
                created.scale)
        }
    }

    static func find(_ code: CurrencyCode, in database: Connection) throws -> Currency? {
        try database.first("SELECT scale FROM currency WHERE code = ?", code.text) {
            Currency(code: code.text, scale: try $0.value(0))
        }
    }
}

extension EventPage.Entry {
    /// Whether a type's name stands anywhere in the event: what does not mention it is not of it.
    fileprivate func mentions(_ type: String) -> Bool {
        let name = Array(type.utf8)
        guard body.count >= name.count else { return false }
        return body.withUnsafeBufferPointer { body in
            (0...body.count - name.count).contains { start in
                body[start] == name[0] && body[start..<start + name.count].elementsEqual(name)
            }
        }
    }
}
