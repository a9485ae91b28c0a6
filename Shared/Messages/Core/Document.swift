import FoundationEssentials

/// A query whose answer is a document that may be longer than one message: the gateway asks for a page, hands it to the
/// client, and asks for the next one once the client has taken it. Another query may have the same route and answer in
/// JSON; the parameter `format` then says which of the two is meant.
public protocol DocumentQuery: Query where Request: DocumentRequest, Reply == DocumentPage {
    /// What it may be: media types in lower case, without parameters.
    static var mediaTypes: [String] { get }
}

public protocol DocumentRequest: Codable, Sendable {
    /// Where the page begins; nil for the first. It is the service's own and comes from the gateway only, but a service
    /// believes it no more than anything else. It carries what was settled at the start, such as where the document ends.
    var cursor: Cursor? { get }
}

public enum FileNameRule: TextRule {
    public static let length = 1...100
    public static let pattern: String? = "^[A-Za-z0-9][A-Za-z0-9._-]*$"
    public static let sample = "statement.csv"
    public static let expected = "letters, digits, dots, dashes and underscores"

    public static func accepts(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || "._-".utf8.contains(byte)
        }
        return isPlain && !"._-".contains(text.prefix(1))
    }
}

public typealias FileName = Text<FileNameRule>

/// A piece of a document. Pages may be of any length, and empty, as long as a message holds them.
public struct DocumentPage: Codable, Sendable {
    /// How many bytes a service puts into a page, give or take a line: two of them are in the gateway's memory for each
    /// client at most.
    public static let goodSize = 128 << 10

    /// One of the query's media types, with parameters where there are any.
    public let contentType: String
    /// What the document is called where it is kept.
    public let fileName: FileName
    /// The piece, as text or in base64.
    public let text: String?
    public let base64: String?
    /// Where the next page begins; nil at the end.
    public let next: Cursor?

    enum CodingKeys: String, CodingKey {
        case contentType = "content_type", fileName = "file_name", text, base64, next
    }

    public init(_ contentType: String, named fileName: FileName, text: String, next: Cursor?) {
        (self.contentType, self.fileName, self.text, base64, self.next) = (contentType, fileName, text, nil, next)
    }

    public init(_ contentType: String, named fileName: FileName, bytes: [UInt8], next: Cursor?) {
        (self.contentType, self.fileName, text, self.next) = (contentType, fileName, nil, next)
        base64 = Data(bytes).base64EncodedString()
    }

    /// The piece itself; nil where the page is not made as it should be.
    public var bytes: [UInt8]? {
        switch (text, base64) {
        case (let text?, nil): Array(text.utf8)
        case (nil, let base64?): Data(base64Encoded: base64).map { [UInt8]($0) }
        default: nil
        }
    }
}
