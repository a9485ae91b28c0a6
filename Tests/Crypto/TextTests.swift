import Crypto
import Testing

struct TextTests {
    @Test(
        "base64url gives the texts of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ])
    func publishedBase64(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test("base64url uses the alphabet for URLs")
    func alphabet() {
        #expect(Base64URL.encode([0xFB, 0xFF, 0xBF]) == "-_-_")
        #expect(Base64URL.decode("-_-_") == [0xFB, 0xFF, 0xBF])
    }

    @Test(
        "base64url refuses padding, the other alphabet, spaces, left-over bits and lengths that cannot be",
        arguments: ["Zg==", "+/+/", "Zm 9v", "Zm9v\n", "Zh", "Zm9", "Z", "Zm9vY", "Zm9v\0", "é", "Zg=", "="])
    func strictBase64(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(
        "base32 gives the texts of RFC 4648, without padding, and reads small letters too",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ])
    func publishedBase32(plain: String, text: String) {
        #expect(Base32.encode(Array(plain.utf8)) == text)
        #expect(Base32.decode(text) == Array(plain.utf8))
        #expect(Base32.decode(text.lowercased()) == Array(plain.utf8))
    }

    @Test(
        "base32 refuses padding, other characters, spaces, left-over bits and lengths that cannot be",
        arguments: [
            "MY======", "M", "MZX", "MZXW6Y", "MZ", "MZXR", "MZXW7", "MZXW6YR", "MZXW 6", "MZXW6\n", "MZXW0", "MZXW1",
            "MZXW8", "MZXW9", "MZXW@", "MZXW[", "MZXW`", "MZXW{", "é", "MY\0", "ＭＹ",
        ])
    func strictBase32(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test("base32 uses the whole alphabet")
    func base32Alphabet() throws {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        let bytes = try #require(Base32.decode(alphabet))
        #expect(Hex.encode(bytes) == "00443214c74254b635cf84653a56d7c675be77df")
        #expect(Base32.encode(bytes) == alphabet)
    }

    @Test("hexadecimal goes both ways for every byte")
    func hex() {
        let bytes = Array(UInt8.min...UInt8.max)
        let text = Hex.encode(bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
        #expect(Hex.decode(text) == bytes)
        #expect(Hex.decode(text.uppercased()) == bytes)
        #expect(Hex.encode([]) == "" && Hex.decode("") == [])
    }

    @Test(
        "hexadecimal refuses half a byte, spaces and other letters",
        arguments: ["0", "000", "0g", "0x00", "00 00", "00:00", "00\n", "é", "00\0", "\0\0"])
    func strictHex(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test("all go both ways for every length up to 200 bytes")
    func lengths() {
        let entropy = SeededEntropy(seed: 1)
        for count in 0..<200 {
            let bytes = entropy.bytes(count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }
}
