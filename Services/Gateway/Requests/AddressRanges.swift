/// Addresses and ranges of addresses, as `192.0.2.7` and `2001:db8::/32`.
public struct AddressRanges: Sendable {
    private struct Range: Sendable {
        let high: UInt64
        let low: UInt64
        let highMask: UInt64
        let lowMask: UInt64

        init(_ address: MachineAddress, bits: Int) {
            highMask = bits == 0 ? 0 : .max << UInt64(max(0, 64 - bits))
            lowMask = bits <= 64 ? 0 : .max << UInt64(128 - bits)
            (high, low) = (address.high & highMask, address.low & lowMask)
        }

        init?(_ text: Substring) {
            let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let address = parts.first.flatMap({ MachineAddress($0) }) else { return nil }
            let isShort = address.isIPv4 && !parts[0].contains(":")
            let width = isShort ? 32 : 128
            guard let bits = parts.count == 1 ? width : Int(parts[1]), (0...width).contains(bits) else { return nil }
            self.init(address, bits: isShort ? 96 + bits : bits)
        }

        func contains(_ address: MachineAddress) -> Bool {
            address.high & highMask == high && address.low & lowMask == low
        }
    }

    public struct Malformed: Error, CustomStringConvertible {
        public let description: String
    }

    private var ranges: [Range] = []

    public init() {}

    /// Reads a list with commas.
    public init(_ text: String) throws(Malformed) {
        for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let range = Range(part) else {
                throw Malformed(description: "\(part) is no address, and no range such as 10.0.0.0/8 or 2001:db8::/32")
            }
            ranges.append(range)
        }
    }

    func contains(_ address: MachineAddress) -> Bool { ranges.contains { $0.contains(address) } }
}
