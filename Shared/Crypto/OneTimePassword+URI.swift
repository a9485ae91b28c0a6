extension OneTimePassword {
    /// What an authenticator app reads from a picture or a link to take the secret in: it *is* the secret, for its
    /// owner's eyes alone.
    ///
    /// - Parameters:
    ///   - issuer: who asks for the codes.
    ///   - account: whose codes they are; the app shows both.
    public func otpauthURI(issuer: String, account: String) -> String {
        let issuer = percentEncoded(issuer)
        let query = [
            "secret=\(Base32.encode(secret))", "issuer=\(issuer)", "algorithm=SHA1", "digits=\(Digits.six.rawValue)",
            "period=\(Self.stepSeconds)",
        ]
        return "otpauth://totp/\(issuer):\(percentEncoded(account))?\(query.joined(separator: "&"))"
    }
}

/// The text with every byte escaped that RFC 3986 does not call unreserved: it fits into any part of a URI.
private func percentEncoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            encoded += "%" + Hex.encode([byte]).uppercased()
        }
    }
    return encoded
}
