import CZeroMQ

/// A CURVE key as text and as bytes.
enum CurveKey {
    static let byteCount = 32
    static let textCount = 40
    /// ZeroMQ writes the text with a closing NUL.
    static let textCapacity = 41

    static func bytes(_ text: String) throws(TransportError) -> [UInt8] {
        guard text.utf8.count == textCount else { throw .invalidKey }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        guard zmq_z85_decode(&bytes, text) != nil else { throw .invalidKey }
        return bytes
    }

    /// Nil for what is no key.
    static func text(of bytes: [UInt8]) -> String? {
        guard bytes.count == byteCount else { return nil }
        var characters = [CChar](repeating: 0, count: textCapacity)
        return zmq_z85_encode(&characters, bytes, byteCount) == nil ? nil : text(characters)
    }

    static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix(textCount).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
