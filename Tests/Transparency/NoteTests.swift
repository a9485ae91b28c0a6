import Crypto
import Testing
import Transparency

@Suite("A signed note")
struct NoteTests {
    // The example of the Go implementation's documentation, and the cosignature's specification's.
    static let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let published = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

        """
    static let sofa = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """

    @Test("of others is read, verified by its published key, and written as it was")
    func publishedNote() throws {
        let (note, key) = (try SignedNote(Self.published), try #require(NoteKey(text: Self.peter)))
        #expect(note.isSigned(by: key) && note.note == Self.published && key.text == Self.peter)
        let changed = try SignedNote(Self.published.replacing("cryptography", with: "steganography"))
        #expect(!changed.isSigned(by: key))
        let stranger = NoteKey(name: "PeterNeumann", kind: .note, key: try Ed25519SigningKey(seed: .sevens).publicKey)
        #expect(!note.isSigned(by: try #require(stranger)))
    }

    @Test("of the specification is read with its cosignature's time")
    func publishedCosignature() throws {
        let note = try SignedNote(Self.sofa)
        #expect(note.note == Self.sofa && note.signatures.map(\.name).last == "witness.example.com/w1")
        #expect(note.signatures.map(Cosignature.init).map { $0?.time } == [nil, 1_679_315_147])
        let head = try Checkpoint(text: note.text)
        #expect(head.origin == "example.com/behind-the-sofa" && head.size == 20_852_163 && head.sources.isEmpty)
        #expect(head.text == note.text)
        let remora = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
        #expect(try #require(NoteKey(text: remora)).kind == .cosignature)
    }

    @Test("may have empty lines in its text, and ends its text at the last")
    func emptyLines() throws {
        let note = try SignedNote("one\n\ntwo\n\n\u{2014} n AAAAAAA=\n")
        #expect(note.text == "one\n\ntwo\n" && note.signatures.count == 1)
    }

    @Test(
        "in any other form is refused, by what is wrong with it",
        arguments: [
            ("", .notPlainText), ("text\n\n\u{2014} n AAAAAAA=", .notPlainText),
            ("te\u{0}xt\n\n\u{2014} n AAAAAAA=\n", .notPlainText),
            ("text\r\n\r\n\u{2014} n AAAAAAA=\r\n", .notPlainText),
            ("text\n", .noSignatures), ("text\n\n", .noSignatures), ("\n\u{2014} n AAAAAAA=\n", .noSignatures),
            ("text\n\n- n AAAAAAA=\n", .malformedSignature), ("text\n\n\u{2014}n AAAAAAA=\n", .malformedSignature),
            ("text\n\n\u{2014} n  AAAAAAA=\n", .malformedSignature),
            ("text\n\n\u{2014} n AAAAAA==\n", .malformedSignature),
            ("text\n\n\u{2014} n AAAAAAB=\n", .malformedSignature),
            ("text\n\n\u{2014} n AAAAAAA\n", .malformedSignature),
            ("text\n\n\u{2014} n+m AAAAAAA=\n", .malformedSignature),
            ("text\n\n\u{2014} n AAAAAAA= x\n", .malformedSignature),
            ("text\n\n\u{2014} n AAAAAAA=\nrest\n", .malformedSignature),
            ("text\n\n\u{2014} \u{2003} AAAAAAA=\n", .malformedSignature),
            ("text\n\n" + String(repeating: "\u{2014} n AAAAAAA=\n", count: 33), .tooManySignatures),
            (String(repeating: "a", count: 1 << 16) + "\n\n\u{2014} n AAAAAAA=\n", .tooLong),
        ] as [(String, NoteFault)])
    func malformed(note: String, fault: NoteFault) {
        #expect(throws: fault) { try SignedNote(note) }
    }

    @Test("counts as signed by a key only where every signature under the key's name is right")
    func mixed() throws {
        let signer = CheckpointSigner(key: try Ed25519SigningKey(seed: .sevens))
        let note = signer.sign(Checkpoint(origin: CheckpointSigner.origin, size: 1, root: .zeros, sources: []))
        let wrong = signer.sign(Checkpoint(origin: CheckpointSigner.origin, size: 2, root: .zeros, sources: []))
        let stranger = try #require(try SignedNote(Self.published).signatures.first)
        #expect(note.adding(stranger).isSigned(by: signer.noteKey))
        #expect(note.adding(stranger).keeping([signer.noteKey]) == note)
        #expect(!note.adding(try #require(wrong.signatures.first)).isSigned(by: signer.noteKey))
        #expect(!SignedNote(text: note.text, signatures: []).isSigned(by: signer.noteKey))
    }

    @Test("names keys in one form only")
    func keys() {
        for text in [
            "", "PeterNeumann", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+AxpcxQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann+c74f20a3+AQ==",
            "PeterNeumann+c74f20a3+",
        ] {
            #expect(NoteKey(text: text) == nil)
        }
    }
}

extension [UInt8] {
    static let zeros = [UInt8](repeating: 0, count: 32)
    static let sevens = [UInt8](repeating: 7, count: 32)
}
