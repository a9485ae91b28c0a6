/// What the server answers on its own, without asking anyone.
struct Refusal: Error, Equatable {
    let status: Int
    let code: StaticString
    let title: StaticString
    let detail: StaticString
    var retryAfterSeconds: Int?

    static func == (one: Refusal, other: Refusal) -> Bool {
        one.status == other.status && one.code.description == other.code.description
            && one.detail.description == other.detail.description
    }

    static func badRequest(_ detail: StaticString) -> Refusal {
        Refusal(status: 400, code: "bad_request", title: "Bad Request", detail: detail)
    }

    static let bodyTooLarge = Refusal(
        status: 413, code: "content_too_large", title: "Content Too Large",
        detail: "The body is larger than this server accepts.")

    static let overloaded = Refusal(
        status: 503, code: "overloaded", title: "Service Unavailable",
        detail: "Too many requests are waiting. Nothing was done; try again.", retryAfterSeconds: 1)

    static let stopping = Refusal(
        status: 503, code: "stopping", title: "Service Unavailable",
        detail: "The server is stopping. Nothing was done; try again.", retryAfterSeconds: 1)

    static let cutOff = Refusal(
        status: 504, code: "outcome_unknown", title: "Gateway Timeout",
        detail: "The server stopped before the answer came. The request may have been carried out.")

    static let unsendable = Refusal(
        status: 500, code: "internal_error", title: "Internal Server Error", detail: "The answer could not be sent.")

    /// The literals hold nothing that JSON would escape. Nothing is read of a request that is refused so early, so the trace is
    /// a new one: by it a client's report names this answer and no other.
    var response: HTTPResponse {
        let trace = Refusal.digits(32)
        var headers = [
            (name: "Content-Type", value: "application/problem+json"),
            (name: "traceparent", value: "00-\(trace)-\(Refusal.digits(16))-01"),
        ]
        if let retryAfterSeconds {
            headers.append((name: "Retry-After", value: "\(retryAfterSeconds)"))
        }
        let body = """
            {"type":"urn:croupier:problem:\(code)","title":"\(title)","status":\(status),"code":"\(code)","detail":"\(detail)","errors":[],"trace_id":"\(trace)"}
            """
        return HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    private static func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
    }

    /// The whole closing answer as bytes, for a moment at which the library takes none.
    var bytes: [UInt8] {
        let response = response
        let fields = response.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let head =
            "HTTP/1.1 \(status) \(title)\r\n\(fields)Content-Length: \(response.body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + response.body
    }
}
