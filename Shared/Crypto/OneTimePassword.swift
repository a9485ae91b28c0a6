import CNettle

/// The codes that an authenticator app and we derive from a shared secret and the time (TOTP, RFC 6238): HMAC-SHA-1,
/// steps of 30 seconds, six digits, because that is what all apps can do.
public struct OneTimePassword: Sendable {
    /// How long a code is. Apps show six digits; the vectors that RFC 6238 publishes have eight.
    public enum Digits: Int, Sendable {
        case six = 6
        case eight = 8

        fileprivate var modulus: UInt32 {
            switch self {
            case .six: 1_000_000
            case .eight: 100_000_000
            }
        }
    }

    /// The length of a secret in bytes: that of the hash, as RFC 4226 recommends.
    public static let secretByteCount = Int(SHA1_DIGEST_SIZE)
    /// How long a step takes.
    public static let stepSeconds: Int64 = 30

    let secret: [UInt8]

    /// Takes the secret's 20 bytes.
    public init(secret: [UInt8]) throws(CryptoError) {
        try CryptoError.require(secret, count: Self.secretByteCount)
        self.secret = secret
    }

    /// The number of the step at a time in milliseconds since 1970.
    public static func step(milliseconds: Int64) -> Int64 { milliseconds / (stepSeconds * 1000) }

    /// The code of a step.
    public func code(step: Int64, digits: Digits = .six) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let hash = authenticationCode(of: counter)
        // RFC 4226 section 5.3: the last four bits choose which 31 bits become the number.
        let start = Int(hash[hash.count - 1] & 0xf)
        let number = hash[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let text = String(number % digits.modulus)
        return String(repeating: "0", count: digits.rawValue - text.utf8.count) + text
    }

    /// The step whose code this is: the one at hand or at most `skew` away, since clocks differ and people type slowly;
    /// nil if it is none's. Which of them it is, or how much of it is right, does not show in the time taken.
    ///
    /// A code is for one use: keep the step and take only later ones afterwards. Should two steps have the same code,
    /// this is the later one, so that the code is used up for both.
    public func matches(_ code: String, at step: Int64, skew: Int64 = 1) -> Int64? {
        let given = Array(code.utf8)
        var matched: Int64?
        for candidate in (step - skew)...(step + skew)
        where constantTimeEquals(given, Array(self.code(step: candidate).utf8)) {
            matched = candidate
        }
        return matched
    }

    private func authenticationCode(of message: [UInt8]) -> [UInt8] {
        var state = hmac_sha1_ctx()
        nettle_hmac_sha1_set_key(&state, secret.count, secret)
        nettle_hmac_sha1_update(&state, message.count, message)
        return Sodium.filled(Int(SHA1_DIGEST_SIZE)) {
            nettle_hmac_sha1_digest(&state, Int(SHA1_DIGEST_SIZE), $0)
        }
    }
}

extension OneTimePassword: CustomStringConvertible {
    /// Says nothing of the secret, so that it does not reach a log by accident.
    public var description: String { "OneTimePassword" }
}
