import FoundationEssentials

/// A query whose answer is a page of a stream that never ends. Whoever reads it asks for the page after the place that
/// the page before led to; where there is nothing yet the service keeps the question for a while. So how fast a reader
/// takes what comes is its own affair, and nothing is kept for one that takes nothing.
///
/// Clients of the gateway get the pages one behind the other as Server-Sent Events.
public protocol LiveQuery: Query where Request: LiveRequest, Reply == LivePage {
    /// The types of its items; `*` are the events of all services.
    static var itemTypes: [String] { get }
    /// What items that are no service's events are made of, by type.
    static var itemSchemas: [String: Schema] { get }
}

extension LiveQuery {
    public static var itemSchemas: [String: Schema] { [:] }
}

public protocol LiveRequest: Codable, Sendable {
    /// The place that the asker has reached: what follows it is wanted. It goes before all else that the request says of
    /// where to begin. Clients of the gateway send it as `Last-Event-ID`.
    var after: Cursor? { get set }
    /// How long the question may wait where there is nothing yet; nil to be answered at once. The gateway's to say, not
    /// its clients'.
    var waitMilliseconds: Int64? { get }
}

/// Some items of a stream, and where it goes on behind them.
public struct LivePage: Codable, Sendable, Equatable {
    public struct Item: Codable, Sendable, Equatable {
        /// The place behind the item.
        public let id: String
        public let type: String
        /// The item's bytes as they are, where they are text.
        public let data: String?
        /// The bytes in base64, where they are not text that every reader of lines reads alike.
        public let base64: String?

        public init(id: String, type: String, bytes: [UInt8]) {
            (self.id, self.type) = (id, type)
            let text = bytes.contains(13) ? nil : String(validating: bytes, as: UTF8.self)
            (data, base64) = (text, text == nil ? Data(bytes).base64EncodedString() : nil)
        }

        public init(id: String, type: String, data: String) {
            (self.id, self.type, self.data, base64) = (id, type, data, nil)
        }

        /// What it holds; nil where it is not made as it should be.
        public var bytes: [UInt8]? {
            switch (data, base64) {
            case (let data?, nil): Array(data.utf8)
            case (nil, let base64?): Data(base64Encoded: base64).map { [UInt8]($0) }
            default: nil
            }
        }
    }

    /// How many bytes a service puts into a page, give or take an item: two of them are in the gateway's memory for each
    /// client at most.
    public static let goodSize = 128 << 10

    public let items: [Item]
    /// Where the stream goes on. It may lie beyond the last item, and beyond where was asked for in a page without items,
    /// where what lies between is not what was asked for.
    public let next: Cursor

    public init(items: [Item], next: Cursor) { (self.items, self.next) = (items, next) }
}

/// What a catalogue says of a stream.
public struct LiveDescription: Codable, Sendable, Equatable {
    public static let everyEvent = "*"
    /// The request's field that `Last-Event-ID` is.
    public static let placeField = "after"
    /// The request's field by which the gateway says how long a question may wait.
    public static let waitField = "wait_milliseconds"
    /// Fields that do not come with the query.
    public static let ownFields = [placeField, waitField]
    public static let placeHeader = "Last-Event-ID"
    public static let mediaType = "text/event-stream"

    public let itemTypes: [String]
    /// By type, for items that are no service's events.
    public let itemSchemas: [String: Schema]?

    enum CodingKeys: String, CodingKey { case itemTypes = "item_types", itemSchemas = "item_schemas" }

    public init(itemTypes: [String], itemSchemas: [String: Schema]? = nil) {
        (self.itemTypes, self.itemSchemas) = (itemTypes, itemSchemas)
    }
}
