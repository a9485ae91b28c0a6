/// The currencies of the platform, by code.
public enum ListCurrencies: Query {
    public struct Request: Codable, Sendable {
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(limit: PageLimit? = nil, cursor: Cursor? = nil) { (self.limit, self.cursor) = (limit, cursor) }
    }
    public struct Item: Codable, Sendable, Equatable {
        public let code: CurrencyCode
        /// How many decimals an amount has.
        public let scale: Int

        public init(code: CurrencyCode, scale: Int) { (self.code, self.scale) = (code, scale) }
    }
    public typealias Reply = Page<Item>
    public static let name = "wallet.list-currencies"
    public static let summary = "List the currencies and their decimals"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/currencies")
}

/// How many decimals a currency's amounts have: more than eight would leave too little room before the point.
public struct CurrencyScale: Hashable, Sendable, SchemaProviding {
    public let decimals: Int

    public init?(_ decimals: Int) {
        guard (0...8).contains(decimals) else { return nil }
        self.init(trusted: decimals)
    }

    private init(trusted decimals: Int) { self.decimals = decimals }

    public init(from decoder: any Decoder) throws {
        guard let scale = CurrencyScale(try decoder.singleValueContainer().decode(Int.self)) else {
            throw decoder.invalid("a number of decimals from 0 to 8")
        }
        self = scale
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(decimals)
    }

    public static var schema: Schema { Schema(type: .integer, minimum: 0, maximum: 8) }
    public static var sample: CurrencyScale { CurrencyScale(trusted: 2) }
}

/// One currency.
public enum GetCurrency: Query {
    public struct Request: Codable, Sendable {
        public let code: CurrencyCode

        public init(code: CurrencyCode) { self.code = code }
    }
    public typealias Reply = ListCurrencies.Item
    public static let name = "wallet.get-currency"
    public static let summary = "Show a currency"
    public static let access = Access.anyone
    public static let route: Route? = .get("/v1/currencies/{code}")
}

/// Adds a currency. Neither its code nor its decimals ever change, since amounts are kept in its smallest unit.
public enum CreateCurrency: Command {
    public struct Request: Codable, Sendable {
        public let code: CurrencyCode
        public let scale: CurrencyScale

        public init(code: CurrencyCode, scale: CurrencyScale) { (self.code, self.scale) = (code, scale) }
    }
    public typealias Reply = ListCurrencies.Item
    public enum Failure: String, DomainFailure {
        case currencyExists = "currency_exists"
        public var status: Int { 409 }
    }
    public static let name = "wallet.create-currency"
    public static let summary = "Add a currency"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/currencies")
    public static func location(of reply: Reply) -> String? { "/v1/currencies/\(reply.code.text)" }
}

/// There is a new currency.
public struct CurrencyCreated: Event {
    public static let type = "wallet.currency-created"
    public let code: CurrencyCode
    public let scale: Int
    public var subject: Subject { Subject("currency", code.text) }

    public init(code: CurrencyCode, scale: Int) { (self.code, self.scale) = (code, scale) }
}
