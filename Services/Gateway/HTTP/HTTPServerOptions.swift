/// What a server listens on and the bounds it keeps.
public struct HTTPServerOptions: Sendable {
    /// A numeric IPv4 or IPv6 address; `::` listens on both families.
    public var address = "127.0.0.1"

    /// 0 takes any free port; see ``HTTPServer/port``.
    public var port: UInt16 = 0

    /// Connections open at once; more wait in the backlog. The process needs that many descriptors and some.
    public var connectionLimit = 4096

    /// Connections open at once from one address, more are closed at once; 0 for no limit (behind a reverse proxy all
    /// clients share one address).
    public var perAddressLimit = 0

    /// How long a connection may stay open between one answer and the end of the next request's first line.
    public var idleTimeout: Duration = .seconds(60)

    /// How long a client may take to send a request: from being accepted, or from the end of the first line on a
    /// connection kept alive. Bytes that trickle in do not extend it.
    public var requestTimeout: Duration = .seconds(15)

    /// How long a client may take to read an answer, or a part of one that is written part by part.
    public var responseTimeout: Duration = .seconds(60)

    /// Bytes of a request's body.
    public var bodyLimit = 1 << 20

    /// Bytes of memory per connection for the first line, the headers and the read buffer; a few kilobytes of it hold no
    /// headers.
    public var headerMemory = 32 << 10

    public init() {}
}
