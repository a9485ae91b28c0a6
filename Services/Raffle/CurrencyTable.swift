import Messages
import Runtime
import Storage

/// The currencies that raffles and limits may be in, each with its scale: those of the start, and what the wallet tells of since.
enum CurrencyTable {
    static func prepare(in database: Connection) throws {
        for currency in Currency.initial { try note(currency.code, currency.scale, in: database) }
    }

    private static func note(_ code: String, _ scale: Int, in database: Connection) throws {
        try database.run("INSERT INTO currency (code, scale) VALUES (?, ?) ON CONFLICT DO NOTHING", code, scale)
    }

    static let follower = Follower(.wallet) { page, context in
        for entry in page.entries {
            guard let created = try entry.data(CurrencyCreated.self) else { continue }
            try note(created.code.text, created.scale, in: context.database)
        }
    }

    static func find(_ code: String, in database: Connection) throws -> Currency? {
        try database.first("SELECT scale FROM currency WHERE code = ?", code) {
            Currency(code: code, scale: try $0.value(0))
        }
    }
}
