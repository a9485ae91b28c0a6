/// A currency as the platform keeps it: its code and how many decimals its smallest unit has.
public struct Currency: Hashable, Sendable {
    public let code: String
    public let scale: Int

    public init(code: String, scale: Int) { (self.code, self.scale) = (code, scale) }

    /// The currencies that exist from the start.
    public static let initial = [
        Currency(code: "EUR", scale: 2), Currency(code: "GBP", scale: 2), Currency(code: "POINTS", scale: 0),
        Currency(code: "USD", scale: 2), Currency(code: "USDT", scale: 8),
    ]
}

/// Money on the wire: exact decimal text and a currency's code, `{"amount":"12.50","currency":"EUR"}`.
public struct Money: Hashable, Sendable, Codable {
    public let amount: DecimalText
    public let currency: CurrencyCode

    public init(amount: DecimalText, currency: CurrencyCode) { (self.amount, self.currency) = (amount, currency) }

    public init(_ amount: Amount, _ currency: Currency) {
        self.amount = DecimalText(units: amount.units, scale: currency.scale)
        self.currency = CurrencyCode(trusted: currency.code)
    }

    /// What is wrong with an amount of money, by a stable code.
    public enum Fault: String, Error {
        case wrongCurrency = "wrong_currency"
        case tooManyDecimals = "too_many_decimals"
        case notPositive = "not_positive"
        case tooLarge = "too_large"
    }

    /// The exact number of smallest units in that currency.
    public func exact(in expected: Currency) throws(Fault) -> Amount {
        if currency.text != expected.code { throw .wrongCurrency }
        return Amount(try amount.units(scale: expected.scale))
    }

    /// The same, for what must be more than nothing.
    public func positive(in expected: Currency) throws(Fault) -> Amount {
        let amount = try exact(in: expected)
        if amount <= .zero { throw .notPositive }
        return amount
    }
}

/// A currency's code: three to eight capital letters or digits.
public struct CurrencyCode: Hashable, Sendable, SchemaProviding {
    public let text: String

    public init?(_ text: String) {
        let isCode = text.utf8.allSatisfy { ($0 >= 0x41 && $0 <= 0x5a) || ($0 >= 0x30 && $0 <= 0x39) }
        guard (3...8).contains(text.utf8.count), isCode else { return nil }
        self.text = text
    }

    /// For a code that comes from the platform's own storage.
    public init(trusted text: String) { self.text = text }

    public static var schema: Schema { Schema(type: .string, pattern: "^[A-Z0-9]{3,8}$", minLength: 3, maxLength: 8) }
    public static var sample: CurrencyCode { CurrencyCode(trusted: "EUR") }
}

extension CurrencyCode: Codable {
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let code = CurrencyCode(text) else { throw decoder.invalid("a currency code such as EUR") }
        self = code
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
