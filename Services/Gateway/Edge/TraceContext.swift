import Crypto

/// W3C trace context as clients send it.
enum TraceContext {
    /// The client's where it is valid, else a new one.
    static func of(_ text: String?, _ entropy: any Entropy) -> String {
        if let text, isValid(text) { return text }
        return "00-\(Hex.encode(entropy.bytes(16)))-\(Hex.encode(entropy.bytes(8)))-01"
    }

    static func traceID(of traceparent: String) -> String { String(traceparent.dropFirst(3).prefix(32)) }

    private static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [2, 32, 16, 2] && parts[0] == "00"
            && parts.allSatisfy { $0.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) } }
            && parts[1].contains { $0 != "0" } && parts[2].contains { $0 != "0" }
    }
}
