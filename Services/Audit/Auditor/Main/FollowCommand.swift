import Auditor
import Foundation
import Messages
import Transparency

extension Option {
    static let knownBreak = Option(
        "known-break", "EVENT",
        "the event, such as wallet/2/3629, with which a service went on after its database was put back, as is known from "
            + "the operator; may be given more than once")
}

extension Command {
    static let follow = Command(
        name: "follow", words: "--verify --state DIR",
        summary: "Read the whole log, and recompute and check all that it says",
        explanation: """
            Takes every event, hashes it into a tree of its own, and recomputes each service's chain of links. Every head that the
            log signs must be signed by the known key, extend the one before, and be what follows from the events; with
            --witness-key the witness must have cosigned it in time. What was read is remembered in DIR: a later run goes on from
            there, and a log that is another one by then is found. The signed heads that show it are left there as evidence.
            """,
        options: AuditLine.options + KeySource.verifierOptions.filter { $0.name != "home" } + [
            Option("verify", nil, "what this command is for"),
            Option("state", "DIR", "the folder in which to remember what was read"),
            Option(
                "max-lag", "SECONDS",
                "how long a head may wait for the witness (default: \(WitnessWatch.standardLagSeconds))"),
            Option("once", nil, "end where the log ends now"), Option.knownBreak,
        ],
        run: runFollow)

    private static func runFollow(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect()
        guard arguments.has("verify") else {
            throw UsageFault("follow takes --verify; without verifying there is tail")
        }
        guard let folder = arguments.value("state") else {
            throw UsageFault("--state DIR says where to remember what was read")
        }
        let keys = try KeySource(arguments: arguments).logKeys()
        let lag = try arguments.number("max-lag", 0...1_000_000) ?? WitnessWatch.standardLagSeconds
        let state = try StateFolder(folder)
        let remembered = try state.read()
        let breaks = Set(arguments.all(Option.knownBreak.name))
        let watch = WitnessWatch(isNeeded: !keys.witnesses.isEmpty, lagSeconds: lag)
        let replica =
            remembered.map { LogReplica($0, keys: keys, lagSeconds: lag, knownBreaks: breaks) }
            ?? LogReplica(watch: watch, knownBreaks: breaks)
        guard let replica else {
            throw Unchecked("what is remembered in \(folder) is not whole, or not of the log with this key")
        }
        let line = try AuditLine(arguments)
        var following = LogFollowing(replica, keys: keys, line: line, output: output)
        do {
            return try following.run(isOnce: arguments.has("once")) { try state.write(FollowState($0)) }
        } catch let finding as Finding {
            let evidence = following.evidence(of: finding)
            let path = try state.keep(evidence)
            try output.finding(finding)
            if output.isJSON {
                try output.json(["evidence": path])
            } else {
                output.line(evidence.text)
                output.line("The heads that the log has signed are in \(path)")
            }
            return .violated
        }
    }
}

/// Reads the log to its end, and on.
struct LogFollowing {
    /// A remembered place is proved to be one of the log before it is written, which costs some questions.
    private static let saveMilliseconds: Int64 = 2000
    private static let waitMilliseconds: Int64 = 5000
    private static let pauseMilliseconds: UInt32 = 200
    /// What the log calls an event whose bytes are not kept any more.
    private static let freed = "audit.freed"

    private var replica: LogReplica
    private let keys: LogKeys
    private let line: AuditLine
    private let output: Output
    private var progress = Progress()
    private let sizeAtStart: Int64
    private var shown: SignedHead?
    private var toldFindings: Int64 = 0
    private var isStale = false

    init(_ replica: LogReplica, keys: LogKeys, line: AuditLine, output: Output) {
        (self.replica, self.keys, self.line, self.output) = (replica, keys, line, output)
        sizeAtStart = replica.size
    }

    // MARK: - The loop

    mutating func run(isOnce: Bool, save: (LogReplica) throws -> Void) throws -> ExitCode {
        for finding in replica.findings.first { try tell(finding) }
        toldFindings = Int64(replica.findings.first.count)
        try takeHead()
        var savedAt = Clock.milliseconds
        while true {
            do {
                // All that the accepted head has is read before the next one is asked for.
                let isAtHead = replica.size >= replica.accepted?.size ?? 0
                let count = try takePage(waiting: isAtHead && !isOnce)
                progress.tell(replica.size, of: replica.accepted?.size ?? 0, from: sizeAtStart)
                let isDue = Clock.milliseconds - savedAt > LogFollowing.saveMilliseconds
                if replica.size >= replica.accepted?.size ?? 0 || isDue {
                    try takeHead()
                    if isDue || count == 0 || isOnce {
                        try save(replica)
                        savedAt = Clock.milliseconds
                    }
                    try tellStanding(isOnce: isOnce)
                }
                if isOnce, isAtEnd {
                    if replica.watch.isSettled || isStale { return try end() }
                    usleep(LogFollowing.pauseMilliseconds * 1000)
                }
            } catch let fault as Unchecked where !isOnce {
                progress.clear()
                Output.warn("\(fault.reason) Trying again.")
                usleep(LogFollowing.pauseMilliseconds * 1000)
            }
        }
    }

    /// Whether the head that is accepted was recomputed.
    private var isAtEnd: Bool {
        replica.size == replica.accepted?.size && (replica.size == 0 || replica.recomputed == replica.size)
    }

    /// Returns how many events came.
    private mutating func takePage(waiting: Bool) throws -> Int {
        let wait = waiting ? LogFollowing.waitMilliseconds : 0
        let page: LivePage
        do {
            page = try line.ask(
                FollowAuditLog.self,
                .init(after: Cursor(trusted: replica.place.text), limit: .most, waitMilliseconds: wait),
                waiting: wait / 1000)
        } catch let refusal as AuditLine.Refused {
            switch refusal.problem.code {
            case FollowAuditLog.Failure.forkedLog.rawValue:
                throw Finding(
                    .forked, "the log says itself that it does not begin with the \(replica.size) events that were read"
                )
            case FollowAuditLog.Failure.beyondLog.rawValue:
                throw Finding(
                    .shrunk, "the log says itself that it has fewer than the \(replica.size) events that were read")
            default: throw Unchecked("\(refusal.operation) is refused: \(refusal.problem.code)")
            }
        }
        for item in page.items { try take(item) }
        guard let next = LogPlace(text: page.next.text) else {
            throw Unchecked("the log answers with a place that is none")
        }
        try replica.require(next)
        try tellNewFindings()
        return page.items.count
    }

    private mutating func take(_ item: LivePage.Item) throws {
        guard let place = LogPlace(text: item.id), place.size == replica.size + 1 else {
            throw Finding(
                .missingEvents, "event \(replica.size) is left out: the log goes on with the place \(item.id)")
        }
        if let bytes = item.bytes, let facts = EventFacts(bytes) {
            guard replica.breaks(at: facts) else { return try replica.append(bytes, facts) }
            // What the event is linked to was not read, as where its source goes on from an older copy: that there is a
            // break is found, and where the source's links go on is the log's word until a head confirms it.
            guard let link = Base64.decode(try unreadable(item).link), link.count == MerkleHash.byteCount else {
                throw Unchecked("the log answers with hashes that are none")
            }
            return try replica.append(leaf: MerkleHash.leaf(bytes), facts, link: link)
        }
        // Where bytes belong that are kept no more, or are no event, is the log's word until a head confirms it.
        let event = try unreadable(item)
        let facts = EventFacts(source: event.source, incarnation: event.incarnation, sequence: event.sequence)
        guard let leaf = Base64.decode(event.leafHash), let link = Base64.decode(event.link),
            leaf.count == MerkleHash.byteCount, link.count == MerkleHash.byteCount
        else { throw Unchecked("the log answers with hashes that are none") }
        guard event.isFreed else { return try replica.append(leaf: leaf, facts, link: link) }
        try replica.append(freed: leaf, facts, link: link, isRetention: event.isRetention)
    }

    private struct Unreadable {
        let source: String
        let incarnation, sequence: Int64
        let leafHash, link: String
        var isFreed = false
        var isRetention = false
    }

    private func unreadable(_ item: LivePage.Item) throws -> Unreadable {
        if let bytes = item.bytes, item.type == LogFollowing.freed,
            let event = try? WireCoding().decode(ProvenEvent.self, from: bytes), event.index == replica.size
        {
            return Unreadable(
                source: event.source.rawValue, incarnation: event.incarnation, sequence: event.sequence,
                leafHash: event.leafHash, link: event.link, isFreed: true, isRetention: event.retainedUntil != nil)
        }
        let reply = try line.ask(GetAuditEvent.self, .init(index: replica.size))
        guard let bytes = item.bytes, Base64.encode(MerkleHash.leaf(bytes)) == reply.leafHash else {
            throw Finding(.editedBody, "the bytes are not those that the leaf hash is of", index: replica.size)
        }
        return Unreadable(
            source: reply.event.source.rawValue, incarnation: reply.event.incarnation, sequence: reply.event.sequence,
            leafHash: reply.leafHash, link: reply.link)
    }

    // MARK: - Heads

    private mutating func takeHead() throws {
        let (head, reply) = try line.head(keys)
        shown = head
        var proofs: [[[UInt8]]] = []
        for place in replica.proofsNeeded(for: head) { proofs.append(try growth(from: place.size, to: head.size)) }
        try replica.accept(head, proofs: proofs)
        try takeCosignature(reply, head)
        try tellNewFindings()
    }

    /// A log that has no proof has none to show, which says as much as a wrong one.
    private func growth(from: Int64, to: Int64) throws -> [[UInt8]] {
        do {
            return try line.growth(from: from, to: to).proof
        } catch is AuditLine.Refused {
            return [[]]
        }
    }

    private mutating func takeCosignature(_ reply: GetTreeHead.Reply, _ head: SignedHead) throws {
        guard !keys.witnesses.isEmpty else { return }
        let cosigned = try reply.cosigned(by: keys)
        if let cosigned { try requireAgreement(of: cosigned, with: head) }
        let stale = replica.watch.see(head: head, cosigned: cosigned, at: Clock.milliseconds)
        if let stale, !isStale { try tell(stale) }
        isStale = stale != nil
    }

    /// What the witness has cosigned must be the head's beginning.
    private mutating func requireAgreement(of cosigned: SignedHead, with head: SignedHead) throws {
        let proof =
            cosigned.size > 0 && cosigned.size < head.size
            ? try growth(from: cosigned.size, to: head.size) : []
        let agrees = MerkleProof.verifiesConsistency(
            proof, from: cosigned.size, root: cosigned.root, to: head.size, root: head.root)
        guard agrees else {
            shown = cosigned
            throw Finding(.forked, "the head of \(cosigned.size) events that the witness cosigned is of another log")
        }
    }

    func evidence(of finding: Finding) -> ForkEvidence {
        let known = ForkEvidence.place(of: replica)
        let growth = shown.flatMap { shown in
            known.size < shown.size ? try? line.growth(from: known.size, to: shown.size) : nil
        }
        return ForkEvidence(
            finding, known: replica, shown: shown ?? (try? line.head(keys).head), growth: growth, at: Clock.milliseconds
        )
    }

    // MARK: - Telling

    private func tell(_ finding: Finding) throws {
        progress.clear()
        try output.finding(finding)
    }

    private mutating func tellNewFindings() throws {
        for finding in replica.findings.first.dropFirst(Int(toldFindings)) { try tell(finding) }
        toldFindings = Int64(replica.findings.first.count)
    }

    private struct Standing: Encodable {
        let verified: Int64
        let read: Int64
        let root: String
        let sources: [String: String]
        let witnessed: Int64?
        let freed: Int64
        let findings: Int64
    }

    private func tellStanding(isOnce: Bool) throws {
        guard !isOnce, isAtEnd else { return }
        progress.clear()
        try tellVerified()
    }

    private func tellVerified() throws {
        let (state, root) = (FollowState(replica), Base64.encode(replica.place.root))
        let witnessed = replica.watch.witnessed?.size
        let cosigned = keys.witnesses.isEmpty ? "" : ", \(witnessed ?? 0) of them cosigned"
        let freed = replica.freed == 0 ? "" : ", \(replica.freed) without their bytes, which are not kept any more"
        try output.result(
            "verified \(replica.size) events (\(replica.size - sizeAtStart) new)\(cosigned)\(freed), root \(root)",
            Standing(
                verified: replica.recomputed, read: replica.size - sizeAtStart, root: root,
                sources: Dictionary(
                    uniqueKeysWithValues: state.sources.map { ($0.source, "\($0.incarnation)/\($0.sequence)") }),
                witnessed: witnessed, freed: replica.freed, findings: replica.findings.count))
    }

    private func end() throws -> ExitCode {
        progress.clear()
        try tellVerified()
        return replica.findings.count == 0 && !isStale ? .verified : .violated
    }
}
