/// The second word of a request line, taken apart.
struct RequestTarget: Equatable {
    /// Several times what any operation takes.
    static let parameterLimit = 100

    let path: String
    let segments: [String]
    let query: [HTTPRequest.QueryItem]

    init(_ sent: [UInt8]) throws(Refusal) {
        guard sent.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw .badRequest("The request target holds a character that must be percent-encoded.")
        }
        let origin = Self.withoutAuthority(sent)
        let mark = origin.firstIndex(of: UInt8(ascii: "?")) ?? origin.endIndex
        let path = origin[..<mark]
        self.path = String(decoding: path, as: UTF8.self)
        segments = try Self.segments(of: path)
        query = try Self.items(of: origin[mark...].dropFirst())
    }

    /// A proxy's form (`http://host/path`) must be accepted and means the same as the path alone.
    private static func withoutAuthority(_ sent: [UInt8]) -> ArraySlice<UInt8> {
        for scheme in ["http://", "https://"] where sent.starts(with: scheme.utf8) {
            let rest = sent.dropFirst(scheme.utf8.count)
            guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) else {
                return [UInt8(ascii: "/")]
            }
            return rest[end] == UInt8(ascii: "/") ? rest[end...] : [UInt8(ascii: "/")] + rest[end...]
        }
        return sent[...]
    }

    private static func segments(of path: ArraySlice<UInt8>) throws(Refusal) -> [String] {
        if path.elementsEqual([UInt8(ascii: "*")]) {
            return ["*"]
        }
        guard path.first == UInt8(ascii: "/") else {
            throw .badRequest("The request target must begin with a slash.")
        }
        var segments: [String] = []
        for part in path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decode(part) else {
                throw .badRequest("The path is not percent-encoded UTF-8.")
            }
            guard segment.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
                throw .badRequest("The path holds a control character.")
            }
            guard segment != ".", segment != ".." else {
                throw .badRequest("The path holds a relative part.")
            }
            segments.append(segment)
        }
        return segments
    }

    private static func items(of query: ArraySlice<UInt8>) throws(Refusal) -> [HTTPRequest.QueryItem] {
        var items: [HTTPRequest.QueryItem] = []
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let value = equals.map { PercentEncoding.decode(pair[($0 + 1)...], plusIsSpace: true) }
            guard let name = PercentEncoding.decode(pair[..<(equals ?? pair.endIndex)], plusIsSpace: true),
                value != .some(nil)
            else { throw .badRequest("The query is not percent-encoded UTF-8.") }
            guard !name.utf8.contains(0), value??.utf8.contains(0) != true else {
                throw .badRequest("The query holds a NUL character.")
            }
            guard items.count < parameterLimit else {
                throw .badRequest("The query has more than 100 parameters.")
            }
            items.append(HTTPRequest.QueryItem(name: name, value: value ?? nil))
        }
        return items
    }
}
