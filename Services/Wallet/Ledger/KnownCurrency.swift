import Messages
import Runtime
import Storage

/// A currency with the number that the ledger's rows name it by.
struct KnownCurrency: Hashable, Sendable {
    let number: Int64
    let currency: Currency

    static func find(_ code: CurrencyCode, in database: Connection) throws -> KnownCurrency? {
        try database.first("SELECT number, code, scale FROM currencies WHERE code = ?", code.text) { row in
            KnownCurrency(
                number: try row.value(0), currency: Currency(code: try row.value(1), scale: try row.value(2)))
        }
    }

    func money(_ amount: Amount) -> Money { Money(amount, currency) }
    func text(_ amount: Amount) -> String { "\(money(amount).amount.text) \(currency.code)" }
}

extension Money {
    /// The currency of this money, or the operation's refusal of one that there is not.
    func known(_ unknown: some DomainFailure, at pointer: String, in database: Connection) throws -> KnownCurrency {
        if let known = try KnownCurrency.find(currency, in: database) { return known }
        throw unknown.because("there is no currency \(currency.text)", at: pointer + "/currency")
    }
}
