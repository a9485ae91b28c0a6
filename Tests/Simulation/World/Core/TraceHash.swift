import Crypto

/// A hash over everything that happened, in its order: two runs that agree in it were the same run.
struct TraceHash {
    private(set) var value = [UInt8](repeating: 0, count: SHA256.byteCount)

    mutating func add(_ label: String, at time: Int64, _ first: [UInt8] = [], _ second: [UInt8] = []) {
        value = SHA256.hash(
            parts: value, Array("\(label)\n\(time)\n\(first.count)\n\(second.count)\n".utf8), first, second)
    }

    var text: String { Hex.encode(value) }
}
