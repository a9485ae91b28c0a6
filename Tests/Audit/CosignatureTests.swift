import Audit
import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing
import Transparency
import Witness

@Suite("Heads that a witness cosigns")
struct CosignatureTests {
    let desk: Desk
    let signer: CosignatureSigner

    init() throws {
        let key = try Ed25519SigningKey(seed: Array(repeating: 9, count: 32))
        signer = try #require(CosignatureSigner(name: CosignatureSigner.keyName(of: "witness"), key: key))
        desk = try Desk(witnesses: [AuditWitness(peer: "witness", publicKey: key.publicKey.bytes)])
        try desk.service.deliver(events: try Desk.events(1...3), from: .betting)
    }

    var seconds: Int64 { desk.service.now.milliseconds / 1000 }

    /// The present head, cosigned.
    func cosigned() throws -> SignedNote {
        let note = try SignedNote(desk.head().checkpoint)
        return note.adding(signer.sign(note.text, at: seconds))
    }

    func add(_ note: String, as peer: String = "witness") throws -> ServiceUnderTest.Answer<AddCosignature.Reply> {
        try desk.service.ask(AddCosignature.self, .init(checkpoint: try #require(NoteText(note))), from: peer)
    }

    @Test("are shown beside the present one, with both signatures, and replaced by later ones")
    func shown() throws {
        #expect(try desk.head().witnessed.isEmpty)
        for size in [3, 5] {
            let note = try cosigned()
            #expect(try add(note.note).get().size == Int64(size))
            #expect(try add(note.note).get().size == Int64(size))
            try desk.service.deliver(events: try Desk.events(Int64(size + 1)...Int64(size + 2)), from: .betting)
            let head = try desk.head()
            #expect(head.size == Int64(size + 2) && head.witnessed.map(\.size) == [Int64(size)])
            let witnessed = try #require(head.witnessed.first)
            #expect(witnessed.witness == "croupier/witness" && witnessed.verifierKey == signer.noteKey.text)
            #expect(witnessed.witnessedAt == Timestamp(milliseconds: seconds * 1000))
            #expect(try SignedNote(witnessed.checkpoint) == note)
        }
        try desk.service.restart()
        #expect(try desk.head().witnessed.map(\.size) == [5])
    }

    @Test("are in an export that has grown since, with the proof that it goes on from them")
    func exported() throws {
        func first() throws -> ExportAuditEvents.Head {
            let page = try desk.service.ask(ExportAuditEvents.self, .init(), by: Desk.auditor).get()
            let line = try #require(page.bytes?.split(separator: 10).first)
            return try WireCoding().decode(ExportAuditEvents.Head.self, from: Array(line))
        }
        #expect(try first().witnessed == nil)
        let note = try cosigned()
        _ = try add(note.note).get()
        #expect(try first().witnessed == nil && first().checkpoint == note.note, "its own head is cosigned")
        try desk.service.deliver(events: try Desk.events(4...9), from: .betting)
        let head = try first()
        let witnessed = try #require(head.witnessed?.first)
        #expect(head.witnessed?.count == 1 && witnessed.checkpoint == note.note)
        let (old, new) = (try Checkpoint(text: note.text), try Checkpoint(text: SignedNote(head.checkpoint).text))
        #expect(
            MerkleProof.verifiesConsistency(
                try witnessed.consistency.map { try #require(Base64.decode($0)) }, from: old.size, root: old.root,
                to: new.size, root: new.root))
    }

    @Test("are those that receipts are proved under, as soon as they cover the event")
    func receipts() throws {
        let receipts = try ReceiptTests()
        func event(_ sequence: Int64) throws -> [UInt8] {
            try receipts.event(sequence, from: .wallet, about: ReceiptTests.ada)
        }
        try desk.service.deliver(events: [event(1)], from: .wallet)
        let note = try cosigned()
        _ = try add(note.note).get()
        try desk.service.deliver(events: [event(2)], from: .wallet)
        let request = GetReceipt.Request(operationID: Text(trusted: "\(ReceiptTests.operation):my-key"))
        let reply = try desk.service.ask(GetReceipt.self, request, by: ReceiptTests.ada).get()
        let present = try SignedNote(desk.head().checkpoint)
        #expect(try reply.items.map { try TlogProof($0.proof).checkpoint } == [note, present])
        let logKey = CheckpointSigner(key: try Ed25519SigningKey(seed: Desk.seed)).noteKey
        let leaf = MerkleHash.leaf(try event(1))
        let proof = try TlogProof(try #require(reply.items.first).proof)
        #expect(try proof.verify(leaf: leaf, logKey: logKey, witnesses: [signer.noteKey]).size == 4)
    }

    @Test("are taken without an event, or the log would never come to rest")
    func noEvents() throws {
        let before = try desk.service.events().count
        _ = try add(cosigned().note).get()
        #expect(try desk.service.events().count == before)
    }

    @Test("are taken from the configured witness only, by its connection's key and its signature")
    func others() throws {
        let note = try cosigned()
        for peer in ["somebody", "wallet", "gateway"] { #expect(try add(note.note, as: peer).code == "forbidden") }
        let stranger = try #require(
            CosignatureSigner(name: "croupier/witness", key: Ed25519SigningKey(seed: Array(repeating: 8, count: 32))))
        let bare = try SignedNote(desk.head().checkpoint)
        #expect(try add(bare.note).code == "wrong_signature")
        #expect(try add(bare.adding(stranger.sign(bare.text, at: seconds)).note).code == "wrong_signature")
        #expect(try add(bare.adding(signer.sign(bare.text + "more\n", at: seconds)).note).code == "wrong_signature")
        let player = try desk.service.ask(
            AddCosignature.self, .init(checkpoint: try #require(NoteText(note.note))), by: TestUsers.statement(2))
        #expect(player.code == "forbidden")
        #expect(try desk.head().witnessed.isEmpty)
    }

    @Test("are refused where the log never had them, though its own key has signed them")
    func unknown() throws {
        let logger = CheckpointSigner(key: try Ed25519SigningKey(seed: Desk.seed))
        let known = try Checkpoint(text: SignedNote(desk.head().checkpoint).text)
        let others = [
            (known.size, MerkleHash.empty), (known.size + 1, known.root), (Int64.max, known.root), (0, known.root),
        ]
        for (size, root) in others {
            let fork = logger.sign(Checkpoint(origin: known.origin, size: size, root: root, sources: known.sources))
            #expect(try add(fork.adding(signer.sign(fork.text, at: seconds)).note).code == "unknown_head")
        }
        // Its own words, not signed by it.
        let unsigned = SignedNote(text: known.text, signatures: [signer.sign(known.text, at: seconds)])
        #expect(try add(unsigned.note).code == "unknown_head")
        #expect(try add("nothing of the kind").code == "malformed_checkpoint")
        #expect(try add("text\n\n\u{2014} n AAAAAAA=\n").code == "malformed_checkpoint")
        #expect(try desk.head().witnessed.isEmpty)
    }

    @Test("are refused where a later one is known, and where the time has not come")
    func older() throws {
        let first = try cosigned()
        try desk.service.deliver(events: try Desk.events(4...4), from: .betting)
        let note = try SignedNote(desk.head().checkpoint)
        for time in [seconds + 90_000, Int64.max] {
            #expect(try add(note.adding(signer.sign(note.text, at: time)).note).code == "wrong_time")
        }
        #expect(try add(cosigned().note).status == 200)
        let late = try add(first.note)
        #expect(late.code == "older_head" && late.status == 409)
        #expect(try desk.head().witnessed.map(\.size) == [4])
    }

    @Test("come about between the service and a witness that knows the log's key, page after page")
    func together() throws {
        let path = desk.service.directory.appending(path: "witness.db").path
        let logKey = CheckpointSigner.noteKey(try Ed25519SigningKey(seed: Desk.seed).publicKey)
        let witness = try Witness(
            rule: WitnessRule(logKeys: [logKey]), signer: signer, database: .openWriter(at: path))
        for page in 1...6 {
            var question = witness.begin()
            var turn = try witness.hear(answer(question), at: seconds)
            while case .ask(let next) = turn {
                question = next
                turn = try witness.hear(answer(question), at: seconds)
            }
            let size = try desk.head().size
            #expect(turn == .rest(size: size))
            #expect(try desk.head().witnessed.map(\.size) == [size])
            let source = ServiceName.allCases[page % 6]
            if source != .betting {
                try desk.service.deliver(events: try Desk.events(1...Int64(page), from: source), from: source)
            }
        }
        try desk.expectSound()
    }

    private func answer(_ question: Witness.Question) throws -> Witness.Answer {
        switch question {
        case .head:
            return .head(try desk.head().checkpoint)
        case .growth(let from, let to):
            let proof = try desk.service.ask(ProveConsistency.self, .init(from: from, to: to), from: "witness").get()
            return .growth(proof.hashes.map { Base64.decode($0) ?? [] })
        case .submit(let note):
            let reply = try add(note)
            return reply.code.map { .refused($0) } ?? .taken
        }
    }
}
