import Crypto
import Testing

@Suite("A one-time password") struct OneTimePasswordTests {
    /// The secret of the vectors of RFC 4226 and RFC 6238.
    static let secret = Array("12345678901234567890".utf8)

    let password: OneTimePassword

    init() throws {
        password = try OneTimePassword(secret: Self.secret)
    }

    @Test(
        "has the codes of RFC 6238, appendix B, for SHA-1",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)])
    func publishedByTime(seconds: Int64, code: String) {
        let step = OneTimePassword.step(milliseconds: seconds * 1000)
        #expect(password.code(step: step, digits: .eight) == code)
        #expect(password.code(step: step) == code.suffix(6))
    }

    @Test("has the codes of RFC 4226, appendix D")
    func publishedByCounter() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { password.code(step: $0) } == codes)
    }

    @Test("changes every 30 seconds")
    func steps() {
        #expect(OneTimePassword.step(milliseconds: 0) == 0)
        #expect(OneTimePassword.step(milliseconds: 29_999) == 0)
        #expect(OneTimePassword.step(milliseconds: 30_000) == 1)
        #expect(OneTimePassword.step(milliseconds: 1_790_000_000_000) == 59_666_666)
    }

    @Test("is accepted one step early and one late, and not two", arguments: [-2, -1, 0, 1, 2] as [Int64])
    func skew(offset: Int64) {
        let now: Int64 = 59_666_666
        let code = password.code(step: now + offset)
        #expect(password.matches(code, at: now) == (abs(offset) <= 1 ? now + offset : nil))
        #expect(password.matches(code, at: now, skew: 0) == (offset == 0 ? now : nil))
        #expect(password.matches(code, at: now, skew: 2) == now + offset)
    }

    @Test("that two steps share belongs to the later one")
    func sharedCode() throws {
        // Codes repeat: among a few thousand steps some code comes twice.
        var seen: [String: Int64] = [:]
        var pair: (early: Int64, late: Int64)?
        for step in 0..<20_000 as Range<Int64> where pair == nil {
            let code = password.code(step: step)
            pair = seen[code].map { ($0, step) }
            seen[code] = step
        }
        let (early, late) = try #require(pair)
        let code = password.code(step: early)
        #expect(password.matches(code, at: early, skew: late - early) == late)
        #expect(password.matches(code, at: late, skew: late - early) == late)
    }

    @Test(
        "is refused in any other form",
        arguments: ["", "28708", "2870822", "287082 ", " 287082", "287 082", "٢٨٧٠٨٢", "94287082", "287083", "28708\0"])
    func otherForms(code: String) {
        #expect(password.matches("287082", at: 1) == 1)
        #expect(password.matches(code, at: 1) == nil)
    }

    @Test("of another secret is refused")
    func otherSecret() throws {
        let other = try OneTimePassword(secret: Array("12345678901234567891".utf8))
        #expect(other.matches(password.code(step: 1), at: 1) == nil)
    }

    @Test("takes a secret of 20 bytes and no other", arguments: [0, 10, 19, 21, 64])
    func wrongLength(count: Int) {
        #expect(throws: CryptoError.wrongLength(expected: 20, got: count)) {
            try OneTimePassword(secret: Array(repeating: 1, count: count))
        }
    }

    @Test("is enrolled with a URI whose names are escaped")
    func uri() {
        #expect(
            password.otpauthURI(issuer: "Croupier", account: "ada@example.com")
                == "otpauth://totp/Croupier:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Croupier&algorithm=SHA1&digits=6&period=30")
        #expect(
            password.otpauthURI(issuer: "Ring & Söhne: 7/8?", account: "a+b %#~_.-")
                == "otpauth://totp/Ring%20%26%20S%C3%B6hne%3A%207%2F8%3F:a%2Bb%20%25%23~_.-"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Ring%20%26%20S%C3%B6hne%3A%207%2F8%3F&algorithm=SHA1&digits=6&period=30")
    }

    @Test("does not describe its secret")
    func description() {
        #expect("\(password)" == "OneTimePassword")
        #expect(!"\([password])".contains("49, 50") && !"\([password])".contains("GEZDG"))
    }
}
