/// The statement of account as a whole table. What happens while it is sent is not in it.
public enum ExportStatement: DocumentQuery {
    public struct Request: DocumentRequest {
        /// As of the statement in pages.
        public var from: TimeOrDay?
        public var to: TimeOrDay?
        public var currency: CurrencyCode?
        public let format: TableFormat
        public var cursor: Cursor?

        public init(format: TableFormat) { self.format = format }
    }

    /// One line of it. Its members are the columns, in this order.
    public struct Row: Codable, Sendable, Equatable {
        public let time: Timestamp
        public let id: ID<LedgerTransaction>
        public let kind: TransactionKind
        public let entity: String
        public let currency: CurrencyCode
        public let amount: DecimalText
        public let balance: DecimalText

        public init(_ line: StatementLine) {
            (time, id, kind, entity) = (line.time, line.id, line.kind, line.entity)
            (currency, amount, balance) = (line.amount.currency, line.amount.amount, line.balance.amount)
        }

        public static let columns = ["time", "id", "kind", "entity", "currency", "amount", "balance"]
        public var cells: [String] {
            [time.text, id.text, kind.rawValue, entity, currency.text, amount.text, balance.text]
        }
    }
    public static let name = "wallet.export-statement"
    public static let summary = "Get your statement of account as a table"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/wallet/statement")
    public static let mediaTypes = TableFormat.mediaTypes
}
