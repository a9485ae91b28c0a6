import Crypto
import Testing

struct MessageAuthenticationTests {
    @Test(
        "HMAC-SHA-256 gives the codes that RFC 4231 publishes, whatever the key's length",
        arguments: [
            (
                [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xaa, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func published(key: [UInt8], message: [UInt8], expected: String) {
        #expect(Hex.encode(MessageAuthentication.code(of: message, key: key)) == expected)
        let (head, tail) = (Array(message.prefix(3)), Array(message.dropFirst(3)))
        #expect(Hex.encode(MessageAuthentication.code(of: head, [], tail, key: key)) == expected)
    }
}
