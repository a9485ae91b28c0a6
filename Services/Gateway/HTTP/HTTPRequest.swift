/// A complete request, body and all, as a value that any thread may keep.
public struct HTTPRequest: Sendable, Equatable {
    /// Names the request to ``HTTPServer/respond(to:with:)``; never used twice by one server.
    public let id: UInt64

    /// As sent; methods are case-sensitive and all are passed on. The body of an answer to HEAD is dropped on the way out.
    public let method: String

    /// The path as sent, percent-encoding left in place, so that `%2F` is no separator. Always begins with `/`
    /// (or is `*`), and its encoding is known to be good.
    public let path: String

    /// The path's parts between the slashes, each percent-decoded: `/v1/a%2Fb/` gives `["v1", "a/b", ""]` and `/` gives `[""]`.
    /// None holds a control character, `.` or `..`.
    public let segments: [String]

    /// The query's pairs in the order sent, percent-decoded, `+` meaning a space; a name without `=` has no value.
    public let query: [QueryItem]

    /// In the order sent, names in lower case.
    public let headers: [Header]

    public let body: [UInt8]

    /// The peer's numeric address, without the port. Behind a reverse proxy it is the proxy's.
    public let remoteAddress: String

    public struct QueryItem: Sendable, Equatable {
        public let name: String
        public let value: String?
    }

    public struct Header: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    /// The first value of a header, by its name in lower case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
