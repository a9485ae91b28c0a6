import CSodium

/// Bytes as base64 in the alphabet for URLs, without padding (RFC 4648 section 5).
public enum Base64URL {
    /// The one text of the bytes.
    public static func encode(_ bytes: [UInt8]) -> String {
        SodiumText.base64(bytes, variant: sodium_base64_VARIANT_URLSAFE_NO_PADDING)
    }

    /// The bytes of exactly such a text; nil for padding, spaces, the other alphabet, or left-over bits that are set.
    public static func decode(_ text: String) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: text.utf8.count * 3 / 4)
        let failed = sodium_base642bin(
            &bytes, bytes.count, text, text.utf8.count, nil, nil, nil, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        return failed == 0 ? bytes : nil
    }
}
