import Testing
import Transparency
import Witness

@Suite("A witness's rule")
struct WitnessRuleTests {
    let rule = WitnessRule(logKeys: [CheckpointSigner.noteKey(OfferedLog.key.publicKey)])
    let log = OfferedLog(5)

    func refusal(_ verdict: WitnessRule.Verdict) -> Refusal.Kind? {
        if case .refuse(let refusal) = verdict { refusal.kind } else { nil }
    }

    func cosigned(_ verdict: WitnessRule.Verdict) -> Checkpoint? {
        if case .cosign(_, let head) = verdict { head } else { nil }
    }

    @Test("takes the first head that the log has signed, and then each that is proved to extend the last")
    func growth() throws {
        #expect(cosigned(rule.judge(log.note, after: nil)) == log.head)
        var longer = log
        for _ in 1...20 {
            let last = longer.head
            longer.append(3)
            longer.append(1, to: "wallet")
            #expect(rule.judge(longer.note, after: last) == .prove(from: last.size, to: longer.head.size))
            let proof = try longer.growth(from: last.size)
            #expect(cosigned(rule.judge(longer.note, after: last, growth: proof)) == longer.head)
        }
        let (empty, grown) = (OfferedLog(), try log.growth(from: 0))
        #expect(cosigned(rule.judge(empty.note, after: nil)) == empty.head)
        #expect(cosigned(rule.judge(log.note, after: empty.head, growth: grown)) == log.head)
    }

    @Test("has nothing to say of the head that it took last")
    func known() {
        #expect(rule.judge(log.note, after: log.head) == .known)
        #expect(rule.judge(log.note, after: log.head, growth: []) == .known)
    }

    @Test("refuses a fork that the log's own key has signed, however long, with whatever proof")
    func fork() throws {
        var fork = OfferedLog(2)
        fork.append(3, story: "as it should have been")
        // Of the same size it is told from the root, before anything is proved.
        #expect(refusal(rule.judge(fork.note, after: log.head)) == .forked)
        fork.sources = log.sources
        #expect(refusal(rule.judge(fork.note, after: log.head)) == .forked)
        for extra in 1...12 {
            fork.append(1, story: "as it should have been")
            var honest = log
            honest.append(extra)
            fork.sources = honest.sources
            let offers = [try fork.growth(from: 5), try honest.growth(from: 5), [], [log.head.root], [[]]]
            for proof in offers {
                #expect(refusal(rule.judge(fork.note, after: log.head, growth: proof)) == .forked)
            }
        }
    }

    @Test("refuses a log that has shrunk, and an older head of its own, which changes nothing")
    func shrunk() throws {
        for size in 0..<5 {
            let older = OfferedLog(size)
            #expect(refusal(rule.judge(older.note, after: log.head)) == .shrunk)
            #expect(refusal(rule.judge(older.note, after: log.head, growth: [])) == .shrunk)
        }
    }

    @Test("refuses what the configured key has not signed, though it says that it is the log")
    func forged() throws {
        var stranger = log
        stranger.signer = CheckpointSigner(key: OfferedLog.otherKey)
        #expect(refusal(rule.judge(stranger.note, after: nil)) == .forged)
        let edited = log.note.replacing("\n5\n", with: "\n6\n")
        #expect(refusal(rule.judge(edited, after: nil)) == .forged)
        let both = try SignedNote(log.note).adding(try #require(try SignedNote(stranger.note).signatures.first))
        // What others add is left out of what is cosigned.
        #expect(rule.judge(both.note, after: nil) == .cosign(try SignedNote(log.note), log.head))
        #expect(refusal(rule.judge("", after: log.head)) == .malformed)
        #expect(refusal(rule.judge(log.head.text, after: log.head)) == .malformed)
        #expect(refusal(rule.judge(String(repeating: "a", count: 1 << 20), after: nil)) == .malformed)
    }

    @Test("refuses a log of another name by the same key, and an empty log with a root")
    func others() {
        let (signer, root) = (log.signer, log.head.root)
        let other = signer.sign(Checkpoint(origin: "croupier/other", size: 5, root: root, sources: []))
        #expect(refusal(rule.judge(other.note, after: nil)) == .otherLog)
        let empty = signer.sign(Checkpoint(origin: CheckpointSigner.origin, size: 0, root: root, sources: []))
        #expect(refusal(rule.judge(empty.note, after: nil)) == .forked)
    }

    @Test("refuses a head in which a source went back, is gone, or has another event where it stood")
    func sources() throws {
        var honest = log
        honest.append(2, to: "wallet")
        let proof = try honest.growth(from: 5)
        let known = try #require(log.sources["betting"])
        func bent(_ incarnation: Int64, _ sequence: Int64, _ link: [UInt8]) -> String {
            var bent = honest
            bent.sources["betting"] = SourceHead(
                source: "betting", incarnation: incarnation, sequence: sequence, link: link)
            return bent.note
        }
        func judge(_ note: String) -> WitnessRule.Verdict { rule.judge(note, after: log.head, growth: proof) }
        #expect(refusal(judge(bent(1, 4, known.link))) == .sourceWentBack)
        #expect(refusal(judge(bent(0, 9, known.link))) == .sourceWentBack)
        #expect(refusal(judge(bent(1, 5, MerkleHash.empty))) == .sourceForked)
        var gone = honest
        gone.sources["betting"] = nil
        #expect(refusal(judge(gone.note)) == .sourceWentBack)
        // A later life of its database may begin its numbers anew.
        #expect(cosigned(judge(bent(2, 1, MerkleHash.empty))) != nil)
        #expect(cosigned(judge(honest.note)) == honest.head)
        var same = log
        same.sources["wallet"] = SourceHead(source: "wallet", incarnation: 1, sequence: 1, link: known.link)
        #expect(refusal(rule.judge(same.note, after: log.head)) == .sourceForked)
    }

    @Test("believes each of several log keys, while one takes another's place")
    func keys() {
        let both = WitnessRule(
            logKeys: [OfferedLog.otherKey, OfferedLog.key].map { CheckpointSigner.noteKey($0.publicKey) })
        var renewed = log
        renewed.signer = CheckpointSigner(key: OfferedLog.otherKey)
        #expect(cosigned(both.judge(renewed.note, after: nil)) == log.head)
        #expect(both.judge(renewed.note, after: log.head) == .known)
    }
}
