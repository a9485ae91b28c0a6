/// The address of a machine on the Internet. An IPv4 address is held as the IPv6 one that stands for it, so that one
/// comparison serves both.
struct MachineAddress: Hashable {
    private static let mappedIPv4: UInt64 = 0xffff_0000_0000

    let high: UInt64
    let low: UInt64

    init?(_ text: some StringProtocol) {
        if !text.contains(":") {
            guard let number = MachineAddress.ipv4(text[...]) else { return nil }
            (high, low) = (0, MachineAddress.mappedIPv4 | UInt64(number))
            return
        }
        guard let words = MachineAddress.words(String(text)[...]) else { return nil }
        high = words[..<4].reduce(0) { $0 << 16 | UInt64($1) }
        low = words[4...].reduce(0) { $0 << 16 | UInt64($1) }
    }

    var isIPv4: Bool { high == 0 && low >> 32 == MachineAddress.mappedIPv4 >> 32 }

    // MARK: - Reading

    private static func ipv4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var number: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                part.utf8.count == 1 || !part.hasPrefix("0"), let byte = UInt8(part)
            else { return nil }
            number = number << 8 | UInt32(byte)
        }
        return number
    }

    private static func words(_ text: Substring) -> [UInt16]? {
        guard let gap = text.firstRange(of: "::") else {
            return group(text, isLast: true).flatMap { $0.count == 8 ? $0 : nil }
        }
        guard let left = group(text[..<gap.lowerBound], isLast: false),
            let right = group(text[gap.upperBound...], isLast: true), left.count + right.count < 8
        else { return nil }
        return left + Array(repeating: 0, count: 8 - left.count - right.count) + right
    }

    /// Words between single colons; the last two may be written as an IPv4 address.
    private static func group(_ text: Substring, isLast: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var words: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, let number = ipv4(part) {
                words += [UInt16(number >> 16), UInt16(number & 0xffff)]
                continue
            }
            guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit), let word = UInt16(part, radix: 16)
            else { return nil }
            words.append(word)
        }
        return words
    }

    // MARK: - Writing

    /// In the one form that RFC 5952 gives each address.
    var text: String {
        if isIPv4 { return (0..<4).map { String(low >> UInt64(24 - 8 * $0) & 0xff) }.joined(separator: ".") }
        let words = [high, low].flatMap { half in (0..<4).map { half >> UInt64(48 - 16 * $0) & 0xffff } }
        let texts = words.map { String($0, radix: 16) }
        guard let gap = MachineAddress.longestZeros(words) else { return texts.joined(separator: ":") }
        return texts[..<gap.lowerBound].joined(separator: ":") + "::" + texts[gap.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of two or more zeros.
    private static func longestZeros(_ words: [UInt64]) -> Range<Int>? {
        var best = 0..<1
        var start = 0
        for index in 0...words.count where index == words.count || words[index] != 0 {
            if index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best.count > 1 ? best : nil
    }
}
