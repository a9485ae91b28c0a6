/// An answer. Its framing is the server's: `Content-Length`, `Transfer-Encoding` and `Date` are set on the way out.
public struct HTTPResponse: Sendable {
    /// 200 to 599.
    public var status: Int

    /// In the order given. `Connection: close` ends the connection after this answer.
    public var headers: [(name: String, value: String)]

    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
