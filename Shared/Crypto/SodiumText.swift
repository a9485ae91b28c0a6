import CSodium

/// Base64 through libsodium, whose running time does not depend on the bytes: they may be secrets.
enum SodiumText {
    static func base64(_ bytes: [UInt8], variant: Int32) -> String {
        let capacity = sodium_base64_encoded_len(bytes.count, variant)
        return ascii(capacity: capacity) { sodium_bin2base64($0, capacity, bytes, bytes.count, variant) }
    }

    /// The text that a C function writes, with a closing NUL, into exactly `capacity` characters.
    static func ascii(capacity: Int, _ write: (UnsafeMutablePointer<CChar>) -> Void) -> String {
        String(unsafeUninitializedCapacity: capacity) { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            start.withMemoryRebound(to: CChar.self, capacity: capacity) { write($0) }
            return capacity - 1
        }
    }
}
