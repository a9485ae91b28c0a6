import CMicroHTTPD

extension RequestHead {
    private struct Collected {
        var layout: HeadLayout
        var fields: [(name: String, value: String)?] = []

        mutating func take(
            _ name: UnsafePointer<CChar>?, _ nameCount: Int, _ value: UnsafePointer<CChar>?, _ valueCount: Int
        ) {
            layout.takeField(
                name: UInt(bitPattern: name), nameCount: nameCount, value: UInt(bitPattern: value),
                valueCount: valueCount)
            let name = Self.text(name, nameCount)
            let value = Self.text(value, valueCount)
            fields.append(name.flatMap { name in value.map { (name, $0) } })
        }

        private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String? {
            let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
            return String(validating: bytes, as: UTF8.self)
        }
    }

    /// Collects a request's head from the library.
    init(_ exchange: Exchange, on connection: OpaquePointer, line: RequestLine, bodyLimit: Int) throws(Refusal) {
        var collected = Collected(
            layout: HeadLayout(
                connection, line: line, target: exchange.targetAddress, targetCount: exchange.target.count))
        withUnsafeMutablePointer(to: &collected) { collected in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { collected, _, name, nameCount, value, valueCount in
                    collected?.assumingMemoryBound(to: Collected.self).pointee.take(name, nameCount, value, valueCount)
                    return .YES
                }, collected)
        }
        guard collected.layout.isComplete else {
            throw .badRequest("The request line or a header line is malformed.")
        }
        try self.init(
            method: String(cString: line.method), target: exchange.target, version: String(cString: line.version),
            fields: collected.fields, bodyLimit: bodyLimit)
    }
}

extension HTTPRequest {
    init(_ id: UInt64, _ head: RequestHead, _ exchange: Exchange) {
        self.init(
            id: id, method: head.method, path: head.target.path, segments: head.target.segments,
            query: head.target.query, headers: head.headers, body: exchange.body,
            remoteAddress: exchange.peer.address)
    }
}
