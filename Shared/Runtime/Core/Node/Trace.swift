import Crypto
import Messages

/// W3C trace context, `00-<trace>-<parent>-01`.
enum Trace {
    static func fresh(_ entropy: any Entropy) -> String {
        "00-\(Hex.encode(entropy.bytes(16)))-\(Hex.encode(entropy.bytes(8)))-01"
    }

    /// The header's, where it has the form; anything else is replaced, since it ends up in events and logs.
    static func of(_ header: Header, _ entropy: any Entropy) -> String {
        guard let text = header[.trace], text.utf8.count == 55,
            text.utf8.allSatisfy({ $0 == 0x2d || ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66) })
        else { return fresh(entropy) }
        return text
    }
}

extension CommandContext {
    /// The trace's own id, as clients see it in problems.
    var traceID: String { String(trace.dropFirst(3).prefix(32)) }
}
