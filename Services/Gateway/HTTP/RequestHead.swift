/// All of a request but its body, checked.
struct RequestHead {
    let method: String
    let target: RequestTarget
    let headers: [HTTPRequest.Header]

    /// Known when the client announced it; a chunked body's length is not.
    let contentLength: Int?

    /// - Parameter fields: raw, in the order sent; nil where one was not UTF-8.
    init(
        method: String, target: [UInt8], version: String, fields: [(name: String, value: String)?], bodyLimit: Int
    ) throws(Refusal) {
        guard FieldRules.isName(method) else {
            throw .badRequest("The method is not a token.")
        }
        var headers: [HTTPRequest.Header] = []
        headers.reserveCapacity(fields.count)
        for field in fields {
            guard let field, FieldRules.isName(field.name), FieldRules.isValue(field.value) else {
                throw .badRequest("A header's name or value is malformed.")
            }
            headers.append(HTTPRequest.Header(name: field.name.lowercased(), value: Self.trimmed(field.value)))
        }
        self.method = method
        self.target = try RequestTarget(target)
        self.headers = headers
        try Self.checkHost(headers, version: version)
        contentLength = try Self.length(headers, version: version)
        if let contentLength, contentLength > bodyLimit {
            throw .bodyTooLarge
        }
    }

    private static func checkHost(_ headers: [HTTPRequest.Header], version: String) throws(Refusal) {
        let hosts = headers.count { $0.name == "host" }
        guard hosts == 1 || hosts == 0 && version == "HTTP/1.0" else {
            throw .badRequest("Exactly one Host header is required.")
        }
    }

    /// Where two servers could disagree on a body's end a request can be smuggled past one of them, so that anything but
    /// one plain length or one plain `chunked` is refused.
    private static func length(_ headers: [HTTPRequest.Header], version: String) throws(Refusal) -> Int? {
        let lengths = headers.filter { $0.name == "content-length" }
        let codings = headers.filter { $0.name == "transfer-encoding" }
        guard lengths.count + codings.count <= 1 else {
            throw .badRequest("The body's length is given more than once.")
        }
        if let coding = codings.first {
            guard version == "HTTP/1.1", coding.value.lowercased() == "chunked" else {
                throw .badRequest("The only transfer coding understood is chunked, in HTTP/1.1.")
            }
        }
        guard let length = lengths.first?.value else { return nil }
        guard length.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let count = Int(length)
        else { throw .badRequest("The Content-Length is not a number.") }
        return count
    }

    private static func trimmed(_ value: String) -> String {
        guard value.utf8.last == 0x20 || value.utf8.last == 0x09 else { return value }
        let kept = value.utf8.reversed().drop { $0 == 0x20 || $0 == 0x09 }.count
        return String(decoding: value.utf8.prefix(kept), as: UTF8.self)
    }
}
