import Crypto
import TestSupport
import Testing
import Transparency

@testable import Auditor

@Suite("An auditor's replica")
struct ReplicaTests {
    let log: SampleLog
    let keys: LogKeys

    init() throws {
        log = try SampleLog(count: 10)
        keys = LogKeys(log)
    }

    func fresh() -> LogReplica { LogReplica(watch: WitnessWatch(isNeeded: false)) }

    /// Reads all that the log has.
    func read(_ log: SampleLog, into replica: inout LogReplica) throws {
        for body in log.bodies.dropFirst(Int(replica.size)) {
            try replica.append(body, try #require(EventFacts(body)))
        }
    }

    /// Has it take the log's head with the proofs that it wants.
    func accept(_ log: SampleLog, into replica: inout LogReplica) throws {
        let head = try keys.head(log.head().note)
        let proofs = try replica.proofsNeeded(for: head).map {
            try log.tree.consistencyProof(from: $0.size, to: log.size)
        }
        try replica.accept(head, proofs: proofs)
    }

    func kind(_ work: () throws -> Void) -> Finding.Kind? {
        do {
            try work()
            return nil
        } catch {
            return (error as? Finding)?.kind
        }
    }

    @Test("recomputes every head from the events, before and after they are read, and from what it remembered")
    func growth() throws {
        var replica = fresh()
        try accept(log, into: &replica)
        #expect(replica.recomputed == 0)
        try read(log, into: &replica)
        #expect(replica.recomputed == 10 && replica.place == log.place)
        for count in 1...9 {
            for _ in 0..<count { log.append() }
            if count % 2 == 0 { try accept(log, into: &replica) }
            try read(log, into: &replica)
            try accept(log, into: &replica)
            let state = FollowState(replica)
            replica = try #require(LogReplica(state, keys: keys, lagSeconds: 60))
            #expect(FollowState(replica) == state && replica.place == log.place && replica.findings.count == 0)
        }
    }

    @Test("counts events whose bytes are gone, and flags those of which nothing says that they were to go")
    func freed() throws {
        var replica = fresh()
        for index in 0..<log.size {
            let line = try log.line(index)
            let facts = EventFacts(source: line.source, incarnation: line.incarnation, sequence: line.sequence)
            try replica.append(freed: line.leaf, facts, link: line.link, isRetention: index != 4)
        }
        try accept(log, into: &replica)
        #expect(replica.freed == 10 && replica.recomputed == 10)
        #expect(replica.findings.first.map(\.kind) == [.bytesMissing] && replica.findings.first.first?.index == 4)
        let again = try #require(LogReplica(FollowState(replica), keys: keys, lagSeconds: 60))
        #expect(again.freed == 10 && again.findings.count == 1)
    }

    @Test("finds a log that has another past, whichever way it looks")
    func forked() throws {
        var replica = fresh()
        try read(log, into: &replica)
        try accept(log, into: &replica)
        // The same key has signed a log in which one event is another one.
        let other = try SampleLog(count: 3)
        other.append(note: "another")
        for _ in 0..<6 { other.append() }
        #expect(kind { try accept(other, into: &replica) } == .forked)
        for _ in 0..<5 { other.append() }
        #expect(kind { try accept(other, into: &replica) } == .forked)
        let evidence = ForkEvidence(
            Finding(.forked, "x"), known: replica, shown: try keys.head(other.head().note), growth: nil, at: 0)
        #expect(evidence.knownCheckpoint == log.head().note && evidence.shownCheckpoint == other.head().note)
        #expect(replica.place == log.place)
    }

    @Test("finds a log that has less than before")
    func shrunk() throws {
        var replica = fresh()
        try accept(log, into: &replica)
        #expect(kind { try accept(try SampleLog(count: 9), into: &replica) } == .shrunk)
    }

    @Test("finds events that are not those of the signed root, and a place that does not follow from them")
    func editedEvents() throws {
        var replica = fresh()
        try accept(log, into: &replica)
        let forged = try SampleLog(count: 9)
        forged.append(note: "edited")
        #expect(kind { try read(forged, into: &replica) } == .wrongRoot)
        var other = fresh()
        try read(forged, into: &other)
        #expect(kind { try other.require(log.place) } == .wrongRoot)
        try other.require(forged.place)
    }

    @Test("finds heads that are not signed by the known key, and takes those of every known key")
    func signatures() throws {
        let other = try SampleLog(count: 10, seed: 8)
        #expect(kind { _ = try keys.head(other.head().note) } == .forgedCheckpoint)
        #expect(kind { _ = try keys.head("hello") } == .malformedCheckpoint)
        #expect(try LogKeys(log: keys.log + [other.signer.noteKey]).head(other.head().note).size == 10)
    }

    @Test("notes a missing event of a source for good, and reads on")
    func gap() throws {
        log.append(from: "wallet", skipping: 2)
        log.append(from: "wallet")
        var replica = fresh()
        try read(log, into: &replica)
        try accept(log, into: &replica)
        #expect(replica.findings.first.map(\.text) == ["event 10: source_gap: events 3 to 4 of wallet are missing"])
        let again = try #require(LogReplica(FollowState(replica), keys: keys, lagSeconds: 60))
        #expect(again.findings.first == replica.findings.first)
    }

    @Test(
        "takes the break that is known, also when it is told later, and no other; what is missing within one life is none"
    )
    func knownBreak() throws {
        func found(_ facts: EventFacts, knowing breaks: Set<String>) throws -> LogReplica {
            var replica = LogReplica(watch: WitnessWatch(isNeeded: false), knownBreaks: breaks)
            try read(log, into: &replica)
            try replica.append(leaf: MerkleHash.leaf([1]), facts, link: SourceChain.firstLink)
            return replica
        }
        let restored = EventFacts(source: "wallet", incarnation: 2, sequence: 2)
        #expect(try found(restored, knowing: ["wallet/2/2"]).findings.count == 0)
        #expect(try found(restored, knowing: ["wallet/2/3", "identity/2/2"]).findings.count == 1)
        let missing = EventFacts(source: "wallet", incarnation: 1, sequence: 9)
        #expect(try found(missing, knowing: ["wallet/1/9"]).findings.count == 1)
        let gap = FollowState(try found(missing, knowing: []))
        let told = try #require(LogReplica(gap, keys: keys, lagSeconds: 60, knownBreaks: ["wallet/1/9"]))
        #expect(told.findings.count == 1)
        let state = FollowState(try found(restored, knowing: []))
        for (known, count) in [("wallet/2/2", 0), ("wallet/2/3", 1)] {
            let later = try #require(LogReplica(state, keys: keys, lagSeconds: 60, knownBreaks: [known]))
            #expect(later.findings.count == count)
        }
    }

    @Test("finds a head whose source is not at the event that was read last, or has another link")
    func sourceContradicts() throws {
        for (sequence, link) in [(3, [UInt8](repeating: 1, count: 32)), (2, [UInt8](repeating: 1, count: 32))] {
            var replica = fresh()
            try read(log, into: &replica)
            var sources = try Checkpoint(text: log.head().text).sources
            sources[3] = SourceHead(source: "wallet", incarnation: 1, sequence: Int64(sequence), link: link)
            let head = log.signer.sign(
                Checkpoint(origin: CheckpointSigner.origin, size: 10, root: log.place.root, sources: sources))
            try replica.accept(try keys.head(head.note), proofs: [])
            #expect(replica.findings.first.map(\.kind) == [.sourceContradicts])
        }
    }

    @Test("does not believe what it remembered under another key, or in pieces")
    func brokenState() throws {
        var replica = fresh()
        try read(log, into: &replica)
        try accept(log, into: &replica)
        let other = try SampleLog(count: 1, seed: 8)
        #expect(LogReplica(FollowState(replica), keys: LogKeys(other), lagSeconds: 60) == nil)
    }
}

@Suite("The watch on a witness")
struct WitnessWatchTests {
    @Test("finds a head that waits for its cosignature too long, and no other")
    func stale() throws {
        let log = try SampleLog(count: 4)
        let keys = LogKeys(log)
        let first = try keys.head(log.head().note)
        log.append()
        let second = try keys.head(log.head().note)
        var watch = WitnessWatch(isNeeded: true, lagSeconds: 60)
        #expect(watch.see(head: first, cosigned: nil, at: 0) == nil && !watch.isSettled)
        #expect(watch.see(head: first, cosigned: nil, at: 60_999) == nil)
        #expect(watch.see(head: second, cosigned: nil, at: 61_000)?.kind == .staleCosignature)
        // A cosigned head settles all before it, and the time of those after it begins when they are seen.
        #expect(watch.see(head: first, cosigned: first, at: 70_000) == nil && watch.isSettled)
        #expect(watch.see(head: second, cosigned: first, at: 500_000) == nil && !watch.isSettled)
        #expect(watch.see(head: second, cosigned: nil, at: 561_000)?.detail.contains("has 4 events") == true)
        #expect(watch.see(head: second, cosigned: second, at: 562_000) == nil && watch.isSettled)
    }

    @Test("asks for nothing where no witness is named")
    func notNeeded() throws {
        let log = try SampleLog(count: 4)
        var watch = WitnessWatch(isNeeded: false)
        #expect(
            watch.see(head: try LogKeys(log).head(log.head().note), cosigned: nil, at: .max) == nil && watch.isSettled)
    }
}
