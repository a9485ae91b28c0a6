import Transparency

/// Checks an export line by line, from the log's public key and nothing else. What it keeps does not grow with the file.
public struct ExportVerifier: Sendable {
    private let keys: LogKeys
    private var head: ExportHead?
    private var path = InclusionPath(size: 0, root: MerkleHash.empty)
    private var sources: [String: SourceChain] = [:]
    /// Where the next event stands in the log, if none is left out.
    private var next: Int64 = 0
    private var isEnded = false
    /// Nil also where the last line cannot be read.
    private var end: ExportEnd?
    private var line: Int64 = 0
    /// What follows a head that is not the log's proves nothing, and is passed over.
    private var isHopeless = false
    private var report = ExportReport()

    /// What is asked of an export beyond its being what the platform wrote.
    public struct Demands: Sendable {
        let cosignatures: Bool
        let whole: Bool
        let knownBreaks: Set<String>

        /// - Parameters:
        ///   - cosignatures: all the events must be in a head that the given witnesses have cosigned, and not the beginning of
        ///     them alone.
        ///   - whole: it must be of all the events that the head counts.
        ///   - knownBreaks: the events with which sources went on in new lives, as is known from elsewhere.
        public init(cosignatures: Bool = false, whole: Bool = false, knownBreaks: Set<String> = []) {
            (self.cosignatures, self.whole, self.knownBreaks) = (cosignatures, whole, knownBreaks)
        }
    }

    private let demands: Demands

    public init(keys: LogKeys, demands: Demands = Demands()) { (self.keys, self.demands) = (keys, demands) }

    public var events: Int64 { report.events }
    /// How many events there may be, for telling how far it is; 0 before the first line.
    public var expected: Int64 { head.map { Int64($0.range.count) } ?? 0 }

    /// - Parameter bytes: a line with its line feed.
    public mutating func take(_ bytes: [UInt8]) {
        line += 1
        if isHopeless { return }
        let text = Array(bytes.dropLast())
        if isEnded {
            isHopeless = true
            return found(.trailingData, "the export ends with the line before, and here is more")
        }
        guard line > 1 else { return takeHead(text) }
        guard !ExportEnd.isBegun(in: text) else {
            (isEnded, end) = (true, ExportEnd(text))
            if end == nil {
                found(.malformedLine, "the last line does not say how many events there are and their chain")
            }
            return
        }
        do {
            guard let entry = try ExportEntry(text) else {
                return found(.malformedLine, "this is no event with its place, hashes and proof")
            }
            take(entry)
        } catch {
            found(.notJSON, "this is not a JSON object")
        }
    }

    private mutating func takeHead(_ text: [UInt8]) {
        do {
            let head = try ExportHead(text, keys: keys)
            (self.head, next) = (head, head.range.lowerBound)
            path = InclusionPath(size: head.signed.size, root: head.signed.root)
            (report.head, report.cosigned) = (head.signed, head.cosigned)
            report.scope = (head.range, head.filters)
            if demands.whole, !report.isWhole {
                found(.notWhole, "the export says itself that it is of a part of the log's \(head.signed.size) events")
            }
            guard demands.cosignatures, let cosigned = head.cosigned, cosigned < head.range.upperBound else { return }
            found(
                .notCosigned,
                "the first \(cosigned) events of the log are cosigned, and the export goes up to \(head.range.upperBound)"
            )
        } catch {
            isHopeless = true
            report.findings.add(Finding(error.kind, error.detail, line: line))
        }
    }

    private mutating func found(_ kind: Finding.Kind, _ detail: String, _ index: Int64? = nil) {
        report.findings.add(Finding(kind, detail, line: line, index: index))
    }

    // MARK: - Events

    private mutating func take(_ entry: ExportEntry) {
        guard let head else { return }
        report.events += 1
        guard isInPlace(entry, head) else { return }
        checkBytes(of: entry)
        if !path.verifies(entry.proof, of: entry.leaf, index: entry.index) {
            found(.wrongProof, "the proof does not lead from the event to the root of the checkpoint", entry.index)
        }
        checkSource(of: entry, head)
    }

    private mutating func isInPlace(_ entry: ExportEntry, _ head: ExportHead) -> Bool {
        guard head.range.contains(entry.index) else {
            found(
                .malformedLine, "the export is said to be of \(head.range.lowerBound)..<\(head.range.upperBound)",
                entry.index)
            return false
        }
        guard entry.index >= next else {
            found(.reordered, "it comes behind event \(next - 1)", entry.index)
            return false
        }
        if head.isWhole, entry.index > next { foundMissing(next..<entry.index) }
        next = entry.index + 1
        return true
    }

    private mutating func foundMissing(_ range: Range<Int64>) {
        let events =
            range.count == 1
            ? "event \(range.lowerBound) is" : "events \(range.lowerBound) to \(range.upperBound - 1) are"
        found(.missingEvents, "\(events) missing, and no filter has left anything out")
    }

    private mutating func checkBytes(of entry: ExportEntry) {
        guard let body = entry.body else {
            report.freed += 1
            if !entry.isRetention { found(.bytesMissing, Finding.bytesMissing, entry.index) }
            return
        }
        if MerkleHash.leaf(body) != entry.leaf {
            found(.editedBody, "the bytes are not those that the leaf hash is of", entry.index)
        }
        guard let facts = EventFacts(body) else {
            report.unreadable += 1
            return
        }
        let told = FreedBytes.told(by: body, of: facts.source)
        report.freedTold = report.freedTold.addingReportingOverflow(told).partialValue
        if facts != entry.facts {
            found(.misnamedEvent, "the line says \(entry.facts.text), the event itself \(facts.text)", entry.index)
        }
    }

    // MARK: - Sources

    private mutating func checkSource(of entry: ExportEntry, _ head: ExportHead) {
        let (facts, known) = (entry.facts, sources[entry.facts.source])
        var chain = known ?? SourceChain()
        let isBeginning = known == nil && facts.incarnation == 1 && facts.sequence == 1
        let isHeld = known != nil || head.range.lowerBound == 0
        let isGap = isHeld && chain.gap(before: facts) != nil
        if head.isDense, isHeld,
            var finding = chain.finding(before: facts, at: entry.index, known: demands.knownBreaks)
        {
            finding.line = line
            report.findings.add(finding)
        }
        // Where others may have been left out between, or a database was put back, nobody can tell what the link goes on from.
        let isRestored = isGap && facts.incarnation > chain.incarnation
        let isNext = known != nil && !isRestored && (head.isDense || !isGap)
        if isNext || isBeginning, let body = entry.body, SourceChain.link(after: chain.link, body) != entry.link {
            found(.wrongLink, "the link of \(facts.text) does not bind it to the event before it", entry.index)
        }
        chain.advance(to: facts, link: entry.link)
        sources[facts.source] = chain
        holdAgainstHead(entry, head.signed.checkpoint)
    }

    /// The signed head names the last event of each source.
    private mutating func holdAgainstHead(_ entry: ExportEntry, _ checkpoint: Checkpoint) {
        guard !checkpoint.sources.isEmpty else { return }
        let facts = entry.facts
        guard let last = checkpoint.source(facts.source) else {
            return found(.sourceContradicts, "the checkpoint knows no events of \(facts.source)", entry.index)
        }
        if (facts.incarnation, facts.sequence) > (last.incarnation, last.sequence) {
            found(
                .sourceContradicts,
                "the checkpoint's last event of \(facts.source) is \(last.incarnation)/\(last.sequence), and this is "
                    + "\(facts.incarnation)/\(facts.sequence)", entry.index)
        } else if (facts.incarnation, facts.sequence) == (last.incarnation, last.sequence), entry.link != last.link {
            found(.sourceContradicts, "the checkpoint names another link for \(facts.text)", entry.index)
        }
    }

    // MARK: - The end

    /// - Parameters:
    ///   - reader: what the lines came from, and what was left in it.
    ///   - chain: over all of the lines.
    public mutating func finish(_ reader: LineReader, chain: ExportChain) -> ExportReport {
        line += 1
        if reader.isBeyondLimit {
            found(.lineTooLong, "the line has more than \(LineReader.lineLimit) bytes; no event is so long")
        } else if isHopeless {
            return report
        } else if !isEnded {
            let isCut = !reader.remainder.isEmpty
            found(
                .truncated,
                isCut
                    ? "the file ends in the middle of a line"
                    : "the last line is missing, which says how many events there are")
        } else if !reader.remainder.isEmpty {
            found(.trailingData, "the export ends with the line before, and here is more")
        } else if let end {
            checkEnd(end, chain)
        }
        return report
    }

    private mutating func checkEnd(_ end: ExportEnd, _ chain: ExportChain) {
        line -= 1
        if end.events != report.events {
            found(.wrongCount, "there are \(report.events) events, and the last line says \(end.events)")
        }
        if !end.isOf(chain) {
            found(.editedFile, "the lines are not those that the platform wrote: their hash is another one")
        }
        guard let head else { return }
        if head.isWhole, next < head.range.upperBound { foundMissing(next..<head.range.upperBound) }
        guard head.isWhole, head.range.upperBound == head.signed.size else { return }
        for last in head.signed.checkpoint.sources {
            let chain = sources[last.source]
            if chain == nil, head.range.lowerBound > 0 { continue }
            if chain?.sequence != last.sequence || chain?.incarnation != last.incarnation {
                found(
                    .sourceContradicts,
                    "the checkpoint's last event of \(last.source) is \(last.incarnation)/\(last.sequence), and the "
                        + "last one here is \(chain.map { "\($0.incarnation)/\($0.sequence)" } ?? "none")")
            }
        }
    }
}

/// What came of an export.
public struct ExportReport: Sendable {
    public internal(set) var events: Int64 = 0
    /// Events whose bytes are not kept any more: their places are proved, and what was in them cannot be.
    public internal(set) var freed: Int64 = 0
    /// Of how many events the log itself tells, in this export, that their bytes were freed.
    public internal(set) var freedTold: Int64 = 0
    /// Events that are none by their bytes.
    public internal(set) var unreadable: Int64 = 0
    public internal(set) var head: SignedHead?
    /// Up to which size of the log all the given witnesses have cosigned; nil where none is given.
    public internal(set) var cosigned: Int64?
    public internal(set) var findings = Findings()
    /// Which events were asked for, by the file's own word.
    public internal(set) var scope: (range: Range<Int64>, filters: [String: String])?
    /// Whether it is of all that the head counts, and nothing was left out.
    public var isWhole: Bool { scope?.filters.isEmpty == true && scope?.range == 0..<(head?.size ?? 0) }
}
