import Transparency

/// A hash as text: 44 characters of base64. Read by the million, so by a table.
enum HashText {
    static let length = 44

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xff, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    /// Nil for all but the one text that a hash has.
    static func decode(_ text: some RandomAccessCollection<UInt8>) -> [UInt8]? {
        guard text.count == length, text.last == UInt8(ascii: "=") else { return nil }
        var hash: [UInt8] = []
        hash.reserveCapacity(MerkleHash.byteCount)
        var (pending, bits): (UInt32, UInt32) = (0, 0)
        for character in text.dropLast() {
            let value = values[Int(character)]
            guard value != 0xff else { return nil }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                hash.append(UInt8(truncatingIfNeeded: pending >> bits))
                pending &= (1 << bits) - 1
            }
        }
        return pending == 0 ? hash : nil
    }
}
