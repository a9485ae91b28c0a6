import Foundation
import Storage
import Testing
import Transparency
import Witness

@Suite("A witness")
struct WitnessTests {
    /// A witness on a real database, that a log is shown to.
    final class Stand {
        let directory = FileManager.default.temporaryDirectory.appending(path: "witness-\(UUID().uuidString)")
        let signer: CosignatureSigner
        private(set) var witness: Witness
        /// What was handed over, whether or not it arrived.
        private(set) var submitted: [SignedNote] = []
        var time: Int64 = 1_800_000_000

        init() throws {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            signer = try #require(CosignatureSigner(name: "croupier/witness", key: OfferedLog.seeded(3)))
            witness = try Self.open(directory, signer)
        }

        deinit { try? FileManager.default.removeItem(at: directory) }

        private static func open(_ directory: URL, _ signer: CosignatureSigner) throws -> Witness {
            try Witness(
                rule: WitnessRule(logKeys: [CheckpointSigner.noteKey(OfferedLog.key.publicKey)]), signer: signer,
                database: try .openWriter(at: directory.appending(path: "witness.db").path))
        }

        /// Ends it without a goodbye and starts it again.
        func restart() throws { witness = try Self.open(directory, signer) }

        func evidence() throws -> [String] {
            try Connection.openReader(at: directory.appending(path: "witness.db").path)
                .rows("SELECT kind FROM evidence ORDER BY number") { try $0.value(0) }
        }

        /// One round with a log, up to a question at which the witness is left without an answer.
        func round(with log: OfferedLog, until isLeft: (Witness.Question) -> Bool = { _ in false }) throws
            -> Witness.Turn?
        {
            var question = witness.begin()
            while true {
                if case .submit(let note) = question { submitted.append(try SignedNote(note)) }
                if isLeft(question) { return nil }
                let turn = try witness.hear(try Self.answer(log, question), at: time)
                guard case .ask(let next) = turn else { return turn }
                question = next
            }
        }

        private static func answer(_ log: OfferedLog, _ question: Witness.Question) throws -> Witness.Answer {
            switch question {
            case .head: .head(log.note)
            case .growth(let from, let to) where to == log.head.size: .growth(try log.growth(from: from))
            case .growth: .refused("size_out_of_range")
            case .submit: .taken
            }
        }
    }

    let stand: Stand
    var log = OfferedLog(3)

    init() throws { stand = try Stand() }

    static func isSubmission(_ question: Witness.Question) -> Bool {
        if case .submit = question { true } else { false }
    }

    @Test("cosigns head after head, each once and with its time, and verifiably by both keys")
    mutating func cosigns() throws {
        for round in 1...5 {
            stand.time += 1
            #expect(try stand.round(with: log) == .rest(size: log.head.size))
            #expect(try stand.round(with: log) == .rest(size: log.head.size))
            #expect(stand.submitted.count == round)
            let note = try #require(stand.submitted.last)
            #expect(note.text == log.head.text)
            #expect(note.isSigned(by: stand.signer.noteKey))
            #expect(note.isSigned(by: CheckpointSigner.noteKey(OfferedLog.key.publicKey)))
            #expect(note.signatures.compactMap(Cosignature.init).map(\.time) == [stand.time])
            log.append(round)
        }
    }

    @Test("that is killed between storing and handing over hands the same signature over when it is back")
    mutating func resubmits() throws {
        #expect(try stand.round(with: log, until: Self.isSubmission) == nil)
        stand.time += 60
        try stand.restart()
        log.append(4)
        #expect(try stand.round(with: log) == .rest(size: 7))
        try #require(stand.submitted.count == 3)
        #expect(stand.submitted[0] == stand.submitted[1])
        #expect(stand.submitted[2].text == log.head.text)
    }

    @Test("remembers across restarts what it has cosigned, and refuses a fork for as long as it is shown")
    mutating func refusesForever() throws {
        #expect(try stand.round(with: log) == .rest(size: 3))
        var fork = OfferedLog(2)
        fork.append(5, story: "as it should have been")
        for _ in 1...3 {
            try stand.restart()
            guard case .alarm(let refusal) = try stand.round(with: fork) else {
                Issue.record("a fork was not refused")
                return
            }
            #expect(refusal.kind == .forked)
        }
        #expect(stand.submitted.count == 1 && stand.witness.size == 3)
        #expect(try stand.evidence() == ["forked"])
        // The log that it knows is still cosigned.
        log.append(1)
        #expect(try stand.round(with: log) == .rest(size: 4))
    }

    @Test("is not moved by older heads, forged ones and nonsense, and keeps as evidence only what the log signed")
    mutating func unmoved() throws {
        let older = log
        log.append(2)
        #expect(try stand.round(with: log) == .rest(size: 5))
        var forged = log
        forged.append(1)
        forged.signer = CheckpointSigner(key: OfferedLog.otherKey)
        for offer in [older, forged] {
            guard case .alarm = try stand.round(with: offer) else {
                Issue.record("it was not refused")
                return
            }
        }
        for answer in [Witness.Answer.taken, .growth([]), .head(""), .refused("forbidden")] {
            #expect(stand.witness.begin() == .head)
            guard case .alarm = try stand.witness.hear(answer, at: stand.time) else {
                Issue.record("nonsense was believed")
                return
            }
        }
        #expect(stand.witness.size == 5 && stand.submitted.count == 1)
        #expect(try stand.evidence() == ["shrunk"])
        #expect(try stand.round(with: log) == .rest(size: 5))
    }

    @Test("takes a log that has no proof of its growth for a fork")
    mutating func noProof() throws {
        #expect(try stand.round(with: log) == .rest(size: 3))
        log.append(1)
        #expect(stand.witness.begin() == .head)
        #expect(try stand.witness.hear(.head(log.note), at: stand.time) == .ask(.growth(from: 3, to: 4)))
        guard case .alarm(let refusal) = try stand.witness.hear(.refused("size_out_of_range"), at: stand.time) else {
            Issue.record("it was not refused")
            return
        }
        #expect(refusal.kind == .forked)
        #expect(try stand.evidence() == ["forked"])
    }

    @Test("alarms while the log does not take its signature, and goes on once a later head is taken")
    mutating func notTaken() throws {
        #expect(try stand.round(with: log, until: Self.isSubmission) == nil)
        for _ in 1...2 {
            guard case .submit = stand.witness.begin() else {
                Issue.record("it did not hand over what is not known to have arrived")
                return
            }
            #expect(try stand.witness.hear(.refused("unknown_head"), at: stand.time) == .ask(.head))
            guard case .alarm(let refusal) = try stand.witness.hear(.head(log.note), at: stand.time) else {
                Issue.record("all was well")
                return
            }
            #expect(refusal.kind == .cosignatureRefused)
        }
        log.append(1)
        _ = stand.witness.begin()
        #expect(try stand.witness.hear(.refused("unknown_head"), at: stand.time) == .ask(.head))
        #expect(try stand.witness.hear(.head(log.note), at: stand.time) == .ask(.growth(from: 3, to: 4)))
        guard case .ask(.submit) = try stand.witness.hear(.growth(log.growth(from: 3)), at: stand.time) else {
            Issue.record("the later head was not cosigned")
            return
        }
    }

    @Test("never dates a signature before its last one, whatever its clock does")
    mutating func clock() throws {
        #expect(try stand.round(with: log) == .rest(size: 3))
        log.append(1)
        stand.time -= 3600
        #expect(try stand.round(with: log) == .rest(size: 4))
        #expect(
            stand.submitted.flatMap(\.signatures).compactMap(Cosignature.init).map(\.time) == [
                1_800_000_000, 1_800_000_000,
            ])
    }
}
