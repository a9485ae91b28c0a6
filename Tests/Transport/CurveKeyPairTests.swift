import Testing
import Transport

struct CurveKeyPairTests {
    @Test("makes pairs of 40 characters that differ, and finds the public half again from the secret one")
    func pairs() throws {
        let pair = try CurveKeyPair.generate()
        let other = try CurveKeyPair.generate()
        #expect(pair.publicKey.utf8.count == 40 && pair.secretKey.utf8.count == 40)
        #expect(pair.publicKey != other.publicKey && pair.secretKey != other.secretKey)
        #expect(try CurveKeyPair(secretKey: pair.secretKey).publicKey == pair.publicKey)
    }

    @Test("finds the public key of the documented pair")
    func published() throws {
        let pair = try CurveKeyPair(secretKey: "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs")
        #expect(pair.publicKey == "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID")
    }

    @Test(
        "refuses text that is no key",
        arguments: [
            "", "short", String(repeating: "a", count: 41), String(repeating: " ", count: 40),
            String(repeating: "é", count: 20), String(repeating: "#", count: 40), String(repeating: "\0", count: 40),
        ])
    func nonsense(text: String) {
        #expect(throws: TransportError.invalidKey) { try CurveKeyPair(secretKey: text) }
    }

    @Test("describes a pair by its public half alone")
    func description() throws {
        let pair = try CurveKeyPair.generate()
        #expect("\([pair])".contains(pair.publicKey) && !"\([pair])".contains(pair.secretKey))
    }
}
