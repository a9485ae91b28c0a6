import FoundationEssentials

/// Base64 with padding, as the formats of transparency logs have it.
public enum Base64 {
    public static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes of exactly the text that they are encoded as; nil for any other, also where it would decode.
    public static func decode(_ text: String) -> [UInt8]? {
        guard let data = Data(base64Encoded: text) else { return nil }
        let bytes = [UInt8](data)
        return encode(bytes).utf8.elementsEqual(text.utf8) ? bytes : nil
    }

    /// A hash; nil where it is none.
    static func hash(_ text: some StringProtocol) -> [UInt8]? {
        guard let bytes = decode(String(text)), bytes.count == MerkleHash.byteCount else { return nil }
        return bytes
    }
}

extension Int64 {
    /// The number of exactly the text that it is written as: not negative, no sign, no leading zero.
    init?(canonical text: some StringProtocol) {
        guard text.utf8.count <= 19, let number = Int64(text), number >= 0,
            String(number).utf8.elementsEqual(text.utf8)
        else { return nil }
        self = number
    }
}
