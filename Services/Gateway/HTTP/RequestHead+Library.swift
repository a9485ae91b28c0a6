import CMicroHTTPD
import Glibc

extension RequestHead {
    /// Collects a request's head from the library.
    init(_ exchange: Exchange, on connection: OpaquePointer, line: RequestLine, bodyLimit: Int) throws(Refusal) {
        guard !Self.hidesNUL(exchange, version: line.version) else {
            throw .badRequest("The request target holds a NUL character.")
        }
        var fields: [(name: String, value: String)?] = []
        withUnsafeMutablePointer(to: &fields) { fields in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { fields, _, name, nameSize, value, valueSize in
                    let fields = fields?.assumingMemoryBound(to: [(name: String, value: String)?].self)
                    let name = RequestHead.text(name, nameSize)
                    let value = RequestHead.text(value, valueSize)
                    fields?.pointee.append(name.flatMap { name in value.map { (name, $0) } })
                    return .YES
                }, fields)
        }
        try self.init(
            method: String(cString: line.method), target: exchange.target, version: String(cString: line.version),
            fields: fields, bodyLimit: bodyLimit)
    }

    /// The library hands out the target as a C string, cut short by a NUL in it. The version follows it in the same buffer
    /// after one separator, which tells where it really ended. From 1.0 on the library refuses such a line itself.
    private static func hidesNUL(_ exchange: Exchange, version: UnsafePointer<CChar>) -> Bool {
        guard MHD_get_version().pointee == CChar(UInt8(ascii: "0")) else { return false }
        let distance = UInt(bitPattern: version) &- exchange.targetAddress
        return distance != UInt(exchange.target.count) + 1
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ size: Int) -> String? {
        let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : size)
        return String(validating: bytes, as: UTF8.self)
    }
}

extension HTTPRequest {
    init(_ id: UInt64, _ head: RequestHead, _ exchange: Exchange) {
        self.init(
            id: id, method: head.method, path: head.target.path, segments: head.target.segments,
            query: head.target.query,
            headers: head.headers, body: exchange.body, remoteAddress: exchange.peer.address)
    }
}
