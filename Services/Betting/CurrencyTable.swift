import Messages
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

    static func find(_ code: CurrencyCode, in database: Connection) throws -> Currency? {
        try database.first("SELECT scale FROM currency WHERE code = ?", code.text) {
            Currency(code: code.text, scale: try $0.value(0))
        }
    }
}
