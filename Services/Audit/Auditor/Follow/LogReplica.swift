public import Transparency

/// An auditor's own picture of the log, made from the events themselves: the tree's right edge, each source's chain, and the
/// last head that the log has signed. It takes events one after the other and holds every head against what it has itself.
public struct LogReplica: Sendable {
    public private(set) var frontier: MerkleFrontier
    private(set) var sources: [String: SourceChain]
    /// The latest head of the log that follows from all before it.
    public private(set) var accepted: SignedHead?
    public var watch: WitnessWatch
    /// What is wrong with what the log holds; that a log is another one is thrown instead.
    public private(set) var findings = Findings()
    /// Up to which size the head's root was recomputed.
    public private(set) var recomputed: Int64 = 0
    /// Of how many events the bytes are not kept any more: their places are proved, and what was in them cannot be.
    public private(set) var freed: Int64 = 0

    /// The events with which sources went on in new lives, as is known from elsewhere.
    private let knownBreaks: Set<String>

    public init(watch: WitnessWatch, knownBreaks: Set<String> = []) {
        (frontier, sources, self.watch, self.knownBreaks) = (MerkleFrontier(), [:], watch, knownBreaks)
    }

    public var size: Int64 { frontier.size }
    /// What is named when more is asked for.
    public var place: LogPlace { LogPlace(size: frontier.size, root: frontier.root) }

    // MARK: - Events

    /// Whether the event is not the one that was to come from its source.
    public func breaks(at facts: EventFacts) -> Bool {
        (sources[facts.source] ?? SourceChain()).gap(before: facts) != nil
    }

    /// The next event of the log, by its own bytes.
    public mutating func append(_ body: [UInt8], _ facts: EventFacts) throws(Finding) {
        let link = SourceChain.link(after: sources[facts.source]?.link ?? SourceChain.firstLink, body)
        try append(leaf: MerkleHash.leaf(body), facts, link: link)
    }

    /// The next event, by what the log says of it: where its bytes are not kept any more, or say nothing. The signed heads tell
    /// whether that was true.
    public mutating func append(leaf: [UInt8], _ facts: EventFacts, link: [UInt8]) throws(Finding) {
        var chain = sources[facts.source] ?? SourceChain()
        if let finding = chain.finding(before: facts, at: size, known: knownBreaks) { findings.add(finding) }
        chain.advance(to: facts, link: link)
        sources[facts.source] = chain
        frontier.append(leaf: leaf) { _, _ in }
        if let head = accepted, head.size == size { try compare(with: head) }
    }

    /// The log says where its page led to.
    public func require(_ place: LogPlace) throws(Finding) {
        guard place.size > size || place == self.place else {
            throw Finding(
                .wrongRoot,
                "the log says that its first \(place.size) events have the root \(Base64.encode(place.root)), "
                    + "and those that it gave out have \(Base64.encode(frontier.root))")
        }
    }

    /// The next event, of which the bytes are not kept any more.
    /// - Parameter isRetention: whether the log says until when they were.
    public mutating func append(
        freed leaf: [UInt8], _ facts: EventFacts, link: [UInt8], isRetention: Bool
    ) throws(Finding) {
        freed += 1
        if !isRetention { findings.add(Finding(.bytesMissing, Finding.bytesMissing, index: size)) }
        try append(leaf: leaf, facts, link: link)
    }

    // MARK: - Heads

    /// What has to be proved before a head is believed: that the last one is its beginning, and so is what was read.
    public func proofsNeeded(for head: SignedHead) -> [LogPlace] {
        let former = accepted.map { LogPlace(size: $0.size, root: $0.root) }
        var places: [LogPlace] = []
        for place in [former, self.place].compactMap({ $0 }) {
            if place.size > 0, place.size < head.size, !places.contains(place) { places.append(place) }
        }
        return places
    }

    /// Takes a head that the log's key has signed.
    /// - Parameter proofs: for each place that was asked for, the hashes that lead from it to the head.
    public mutating func accept(_ head: SignedHead, proofs: [[[UInt8]]]) throws(Finding) {
        let former = max(accepted?.size ?? 0, size)
        guard head.size >= former else {
            throw Finding(.shrunk, "the log's head has \(head.size) events, and it had \(former) before")
        }
        if let accepted, accepted.size == head.size, accepted.root != head.root {
            throw Finding(.forked, "two roots are signed for \(head.size) events: \(roots(accepted, head))")
        }
        for (place, proof) in zip(proofsNeeded(for: head), proofs) {
            let isExtension = MerkleProof.verifiesConsistency(
                proof, from: place.size, root: place.root, to: head.size, root: head.root)
            guard isExtension else {
                throw Finding(
                    .forked,
                    "the log of \(head.size) events does not begin with the \(place.size) that were read of it, "
                        + "whose root is \(Base64.encode(place.root))")
            }
        }
        try requireSources(of: head, after: accepted)
        accepted = head
        if head.size == size { try compare(with: head) }
    }

    private func roots(_ one: SignedHead, _ other: SignedHead) -> String {
        "\(Base64.encode(one.root)) and \(Base64.encode(other.root))"
    }

    /// No source goes back from one head to the next.
    private func requireSources(of head: SignedHead, after former: SignedHead?) throws(Finding) {
        for last in former?.checkpoint.sources ?? [] {
            guard let now = head.checkpoint.source(last.source), !now.isBefore(last) else {
                throw Finding(
                    .sourceContradicts,
                    "the log had \(last.source) up to \(last.incarnation)/\(last.sequence), and has less of it now")
            }
            if !last.isBefore(now), now.link != last.link {
                throw Finding(
                    .sourceContradicts,
                    "the log names another link for \(last.source)/\(last.incarnation)/\(last.sequence)")
            }
        }
    }

    /// All the events of the head have been read: what follows from them must be what is signed.
    private mutating func compare(with head: SignedHead) throws(Finding) {
        guard frontier.root == head.root else {
            throw Finding(
                .wrongRoot,
                "the \(head.size) events that were read have the root \(Base64.encode(frontier.root)), and "
                    + "\(Base64.encode(head.root)) is signed")
        }
        recomputed = head.size
        // Heads from before the sources were named in them say less.
        guard !head.checkpoint.sources.isEmpty else { return }
        for name in Set(sources.keys).union(head.checkpoint.sources.map(\.source)).sorted() {
            let chain = sources[name] ?? SourceChain()
            let read = SourceHead(
                source: name, incarnation: chain.incarnation, sequence: chain.sequence, link: chain.headLink)
            guard read != head.checkpoint.source(name) else { continue }
            let signed = head.checkpoint.source(name).map { "\($0.incarnation)/\($0.sequence)" } ?? "no event"
            let detail = "of \(name), \(read.incarnation)/\(read.sequence) was read last and \(signed) is signed"
            let finding = Finding(
                .sourceContradicts,
                read.sequence == head.checkpoint.source(name)?.sequence
                    ? "the log has signed another link for \(name)/\(read.incarnation)/\(read.sequence)" : detail)
            if !findings.first.contains(finding) { findings.add(finding) }
        }
    }

    // MARK: - Going on

    /// From what was remembered. Nil where that is not whole.
    /// - Parameter keys: by which the heads in it must still be signed.
    public init?(_ state: FollowState, keys: LogKeys, lagSeconds: Int64, knownBreaks: Set<String> = []) {
        self.knownBreaks = knownBreaks
        let peaks = state.peaks.compactMap { HashText.decode(Array($0.utf8)) }
        guard state.version == FollowState.version, peaks.count == state.peaks.count,
            let frontier = MerkleFrontier(size: state.size, peaks: peaks)
        else { return nil }
        self.frontier = frontier
        sources = [:]
        for source in state.sources {
            guard let link = HashText.decode(Array(source.link.utf8)),
                let headLink = HashText.decode(Array(source.headLink.utf8))
            else { return nil }
            sources[source.source] = SourceChain(
                incarnation: source.incarnation, sequence: source.sequence, link: link, headLink: headLink)
        }
        let heads = [state.checkpoint, state.witnessed].map { $0.flatMap { try? keys.head($0) } }
        guard (heads[0] == nil) == (state.checkpoint == nil), (heads[1] == nil) == (state.witnessed == nil) else {
            return nil
        }
        accepted = heads[0]
        watch = WitnessWatch(
            isNeeded: !keys.witnesses.isEmpty, lagSeconds: lagSeconds, witnessed: heads[1], awaited: state.awaited)
        for finding in state.findings where !(finding.event.map(knownBreaks.contains) ?? false) {
            findings.add(finding)
        }
        freed = state.freed ?? 0
    }
}
