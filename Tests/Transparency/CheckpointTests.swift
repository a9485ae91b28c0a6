import Crypto
import Testing
import Transparency

@Suite("A checkpoint")
struct CheckpointTests {
    let logger: CheckpointSigner
    let witness: CosignatureSigner
    let stored = MerkleTests.Stored()
    let reference = ReferenceTree(count: 5)

    init() throws {
        logger = CheckpointSigner(key: try Ed25519SigningKey(seed: .sevens))
        witness = try #require(CosignatureSigner(name: "croupier/witness", key: Ed25519SigningKey(seed: .zeros)))
        for leaf in reference.leaves { stored.append(leaf) }
    }

    func head(_ sources: [SourceHead] = []) -> Checkpoint {
        Checkpoint(origin: CheckpointSigner.origin, size: 5, root: stored.frontier.root, sources: sources)
    }

    static let sources = ["betting", "audit", "identity"].map {
        SourceHead(source: $0, incarnation: 1, sequence: 12, link: MerkleHash.leaf(Array($0.utf8)))
    }

    @Test("says origin, size, root and each source's last event by name, and is read back as it was")
    func form() throws {
        let text = head(Self.sources).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(3) == ["croupier/audit", "5", Substring(Base64.encode(stored.frontier.root))])
        #expect(lines[3] == "audit 1 12 \(Base64.encode(MerkleHash.leaf(Array("audit".utf8))))")
        #expect(lines.dropFirst(3).map { $0.prefix { $0 != " " } } == ["audit", "betting", "identity", ""])
        #expect(try Checkpoint(text: text) == head(Self.sources))
        #expect(try Checkpoint(text: text).source("betting")?.sequence == 12)
    }

    @Test("in any other form is refused")
    func malformed() {
        let root = Base64.encode(stored.frontier.root)
        for text in [
            "", "\n", "o\n5\n\(root)", "o\n\(root)\n", "o\n05\n\(root)\n", "o\n-5\n\(root)\n", "o\n+5\n\(root)\n",
            "o\n9223372036854775808\n\(root)\n", "o\n5\nAAAA\n", "o\n5\n\(root)=\n", "\n5\n\(root)\n",
            "o o\n5\n\(root)\n",
        ] {
            #expect(throws: NoteFault.malformedCheckpoint) { try Checkpoint(text: text) }
        }
        for line in [
            "", "audit", "audit 1 12", "audit 1 12 AAAA", "Audit 1 12 \(root)", "audit 01 12 \(root)",
            "audit  1 12 \(root)", "audit 1 12 \(root) x", "b 1 12 \(root)\na 1 12 \(root)",
            "a 1 12 \(root)\na 1 13 \(root)",
        ] {
            #expect(throws: NoteFault.malformedSource) { try Checkpoint(text: "o\n5\n\(root)\n\(line)\n") }
        }
    }

    @Test("is taken only with the log's signature, over every line of it, and from the log of that name")
    func signed() throws {
        let note = logger.sign(head(Self.sources))
        #expect(try Checkpoint(SignedNote(note.note), signedBy: logger.noteKey) == head(Self.sources))
        let edited = try SignedNote(note.note.replacing("betting 1 12 ", with: "betting 1 11 "))
        #expect(throws: NoteFault.notSigned) { try Checkpoint(edited, signedBy: logger.noteKey) }
        let stranger = CheckpointSigner(key: try Ed25519SigningKey(seed: .zeros)).noteKey
        #expect(throws: NoteFault.notSigned) { try Checkpoint(note, signedBy: stranger) }
        let other = logger.sign(Checkpoint(origin: "croupier/other", size: 5, root: .zeros, sources: []))
        #expect(throws: NoteFault.otherLog) { try Checkpoint(other, signedBy: logger.noteKey) }
    }

    @Test("is cosigned over its text and a time, always alike, and by no other time or text")
    func cosigned() throws {
        let note = logger.sign(head(Self.sources))
        let signature = witness.sign(note.text, at: 1_800_000_000)
        #expect(signature == witness.sign(note.text, at: 1_800_000_000))
        #expect(Cosignature(signature)?.time == 1_800_000_000)
        let whole = try SignedNote(note.adding(signature).note)
        #expect(whole.isSigned(by: witness.noteKey) && whole.isSigned(by: logger.noteKey))
        #expect(!logger.sign(head()).adding(signature).isSigned(by: witness.noteKey))
        var bytes = try #require(Base64.decode(String(signature.line.split(separator: " ")[2])))
        bytes[11] ^= 1
        let later = try #require(NoteSignature(line: "\u{2014} croupier/witness \(Base64.encode(bytes))"))
        #expect(Cosignature(later)?.time == 1_800_000_001)
        #expect(!note.adding(later).isSigned(by: witness.noteKey))
        bytes[4] = 0x80
        #expect(NoteSignature(line: "\u{2014} n \(Base64.encode(bytes))").flatMap(Cosignature.init) == nil)
    }

    @Test("proves a leaf in one text, with the witness where it is asked for")
    func proof() throws {
        let note = logger.sign(head(Self.sources)).adding(witness.sign(head(Self.sources).text, at: 1_800_000_000))
        let hashes = try stored.tree.inclusionProof(index: 3, size: 5)
        let leaf = MerkleHash.leaf(reference.leaves[3])
        for extra in [nil, Array("more".utf8)] {
            let proof = try TlogProof(TlogProof(index: 3, hashes: hashes, checkpoint: note, extra: extra).text)
            #expect(proof.extra == extra && proof.index == 3 && proof.hashes == hashes && proof.checkpoint == note)
            let found = try proof.verify(leaf: leaf, logKey: logger.noteKey, witnesses: [witness.noteKey])
            #expect(found == head(Self.sources))
            #expect(throws: NoteFault.notIncluded) { try proof.verify(leaf: .zeros, logKey: logger.noteKey) }
        }
        let bare = TlogProof(index: 3, hashes: hashes, checkpoint: logger.sign(head()))
        #expect(try bare.verify(leaf: leaf, logKey: logger.noteKey) == head())
        #expect(throws: NoteFault.notSigned) {
            try bare.verify(leaf: leaf, logKey: logger.noteKey, witnesses: [witness.noteKey])
        }
        #expect(throws: NoteFault.notIncluded) {
            try TlogProof(index: 2, hashes: hashes, checkpoint: note).verify(leaf: leaf, logKey: logger.noteKey)
        }
    }

    @Test("in a proof of any other form is refused")
    func malformedProof() throws {
        let note = logger.sign(head()).note
        let (first, hash) = ("c2sp.org/tlog-proof@v1\n", Base64.encode(.zeros))
        #expect(try TlogProof("\(first)index 0\n\(hash)\n\n\(note)").hashes.count == 1)
        for text in [
            "", first, "c2sp.org/tlog-proof@v2\nindex 0\n\n\(note)", "\(first)\n\(note)", "\(first)index -1\n\n\(note)",
            "\(first)index 01\n\n\(note)", "\(first)index 0\nAAAA\n\n\(note)", "\(first)index 0\n\(hash)\n\(note)",
            "\(first)index 0\n\(hash)", "\(first)extra !\nindex 0\n\n\(note)", "\(first)extra AAAA\n\n\(note)",
            "\(first)index 0\n\(String(repeating: hash + "\n", count: 64))\n\(note)",
        ] {
            #expect(throws: NoteFault.malformedProof) { try TlogProof(text) }
        }
        #expect(throws: NoteFault.noSignatures) { try TlogProof("\(first)index 0\n\nrest\n") }
        #expect(throws: NoteFault.tooLong) { try TlogProof(first + String(repeating: "a", count: 1 << 18)) }
    }

    @Test("has a place in the log, in one form only")
    func place() {
        let place = LogPlace(size: 5, root: stored.frontier.root)
        #expect(LogPlace(text: place.text) == place)
        #expect(LogPlace.start.text == "0.47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")
        for text in ["", "5", "5.", "05.\(place.text.dropFirst(2))", "\(place.text).", "5.AAAA", "-1.\(place.text)"] {
            #expect(LogPlace(text: text) == nil)
        }
    }
}
