import CSodium

/// Bytes as hexadecimal text.
public enum Hex {
    /// The bytes in lower case.
    public static func encode(_ bytes: [UInt8]) -> String {
        let capacity = bytes.count * 2 + 1
        return SodiumText.ascii(capacity: capacity) { sodium_bin2hex($0, capacity, bytes, bytes.count) }
    }

    /// The bytes of a text in lower or upper case; nil if anything else is in it, or half a byte.
    public static func decode(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: text.utf8.count / 2)
        guard sodium_hex2bin(&bytes, bytes.count, text, text.utf8.count, nil, nil, nil) == 0 else { return nil }
        return bytes
    }
}
