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
