import Auditor
import Crypto
import TestSupport
import Testing
import Transparency

@Suite("An export")
struct ExportTests {
    let log: SampleLog
    let keys: LogKeys
    let witness: CosignatureSigner

    init() throws {
        log = try SampleLog(count: 21)
        keys = LogKeys(log)
        witness = try #require(
            CosignatureSigner(name: "croupier/witness", key: Ed25519SigningKey(seed: Array(repeating: 3, count: 32))))
    }

    /// Line 1 is the header, so the event of an index stands in line index + 2.
    func edited(_ index: Int64, _ change: (inout SampleLog.Line) throws -> Void) throws -> [String] {
        var (lines, line) = (try log.export(), try log.line(index))
        try change(&line)
        lines[Int(index) + 1] = line.text
        return lines
    }

    @Test("as the platform writes it is verified, in blocks of any length")
    func right() throws {
        let lines = try log.export()
        for blockSize in [1, 7, 4096, 1 << 20] {
            let report = verify(lines + [SampleLog.end(of: lines)], keys: keys, blockSize: blockSize)
            #expect(report.found == [] && report.events == 21 && report.head?.root == log.place.root)
        }
    }

    @Test("of every size and part of a log is verified", arguments: [0, 1, 2, 3, 5, 8, 17])
    func sizes(_ count: Int) throws {
        let log = try SampleLog(count: count)
        for start in 0...log.size {
            for end in start...log.size {
                #expect(verifyClosed(try log.export(start..<end), keys: keys).found == [])
            }
        }
    }

    @Test("with filters may leave events out, and with none may not")
    func filtered() throws {
        let all = try log.export()
        let wallet =
            [log.header(0..<21, filters: ["source": "wallet"])] + all.filter { $0.contains("\"source\":\"wallet\"}") }
        #expect(wallet.count == 6 && verifyClosed(wallet, keys: keys).found == [])
        let some = [log.header(0..<21, filters: ["actor": "user:x"])] + [all[2], all[3], all[11]]
        #expect(verifyClosed(some, keys: keys).found == [])
        let thinned = [log.header(0..<21)] + wallet.dropFirst()
        #expect(verifyClosed(thinned, keys: keys).found.contains("2 missing_events"))
    }

    @Test("says which part of the log it is of, and where the whole is demanded it must be that")
    func whole() throws {
        let whole = ExportVerifier.Demands(whole: true)
        #expect(verifyClosed(try log.export(), keys: keys, demands: whole).found == [])
        let part = verifyClosed(try log.export(3..<21), keys: keys)
        #expect(part.found == [] && !part.isWhole && part.scope?.range == 3..<21)
        #expect(verifyClosed(try log.export(3..<21), keys: keys, demands: whole).found == ["1 not_whole"])
        #expect(verifyClosed(try log.export(0..<20), keys: keys, demands: whole).found == ["1 not_whole"])
        let filtered = [log.header(0..<21, filters: ["source": "wallet"])] + (try log.export()).dropFirst()
        #expect(verifyClosed(filtered, keys: keys, demands: whole).found == ["1 not_whole"])
    }

    @Test("says of how many events the log tells that their bytes were freed")
    func freedTold() throws {
        let log = try SampleLog(count: 8)
        log.append(
            Array(
                String(decoding: SampleLog.body("audit", 3), as: UTF8.self)
                    .replacing("audit.something-done", with: "audit.bodies-freed")
                    .replacing("\"data\":{", with: "\"data\":{\"count\":2,").utf8), "audit", 3)
        var lines = try log.export()
        for index in [1, 2, 3] {
            var line = try log.line(Int64(index))
            line.isFreed = true
            lines[index + 1] = line.text
        }
        let report = verifyClosed(lines, keys: LogKeys(log))
        #expect(report.found == [] && report.freed == 3 && report.freedTold == 2)
    }

    @Test("with an edited event names its line, also where its hashes were made to fit")
    func editedBody() throws {
        let edit: (inout SampleLog.Line) -> Void = { $0.body = SampleLog.body($0.source, $0.sequence, note: "more") }
        #expect(verifyClosed(try edited(9, edit), keys: keys).found == ["11 edited_body", "11 wrong_link"])
        let rehashed = try edited(9) {
            edit(&$0)
            $0.leaf = MerkleHash.leaf($0.body)
        }
        #expect(verifyClosed(rehashed, keys: keys).found == ["11 wrong_proof", "11 wrong_link"])
    }

    @Test("with a wrong, short, long or unreadable proof names its line, whatever stood before it")
    func wrongProof() throws {
        for index: Int64 in [0, 9, 10, 20] {
            for step in 0..<(try log.line(index).proof.count) {
                let lines = try edited(index) { $0.proof[step] = MerkleHash.empty }
                #expect(verifyClosed(lines, keys: keys).found == ["\(index + 2) wrong_proof"])
            }
            #expect(
                verifyClosed(try edited(index) { $0.proof.removeLast() }, keys: keys).found == [
                    "\(index + 2) wrong_proof"
                ])
            #expect(
                verifyClosed(try edited(index) { $0.proof.append(MerkleHash.empty) }, keys: keys).found
                    == ["\(index + 2) wrong_proof"])
        }
        let other = try log.line(3).proof
        #expect(verifyClosed(try edited(9) { $0.proof = other }, keys: keys).found == ["11 wrong_proof"])
    }

    @Test("with a wrong link names its line, and the next event of the source")
    func wrongLink() throws {
        let lines = try edited(9) { $0.link = MerkleHash.empty }
        #expect(verifyClosed(lines, keys: keys).found == ["11 wrong_link", "15 wrong_link"])
    }

    @Test("whose lines name another event than they hold says so")
    func misnamed() throws {
        let found = verifyClosed(try edited(9) { $0.source = "wallet" }, keys: keys).found
        #expect(found.contains("11 misnamed_event"))
    }

    @Test("without a line, or with lines in another order, names what is missing")
    func droppedAndReordered() throws {
        var dropped = try log.export()
        dropped.remove(at: 10)
        let found = verifyClosed(dropped, keys: keys)
        #expect(found.found == ["11 missing_events", "14 source_gap", "14 wrong_link"])
        #expect(found.findings.first[0].detail == "event 9 is missing, and no filter has left anything out")
        var swapped = try log.export()
        swapped.swapAt(10, 11)
        #expect(verifyClosed(swapped, keys: keys).found.prefix(2) == ["11 missing_events", "12 reordered"])
        var doubled = try log.export()
        doubled.insert(doubled[10], at: 10)
        #expect(verifyClosed(doubled, keys: keys).found == ["12 reordered"])
        let cut = Array(try log.export().dropLast(2))
        #expect(verifyClosed(cut, keys: keys).found.first == "21 missing_events")
    }

    @Test("that was cut off, or goes on, or does not add up, says so")
    func ending() throws {
        let lines = try log.export()
        let end = SampleLog.end(of: lines)
        #expect(verify(lines, keys: keys).found == ["23 truncated"])
        #expect(
            verify(lines.dropLast() + [String(lines[21].prefix(100))], keys: keys, ending: "").found == ["22 truncated"]
        )
        #expect(verify([], keys: keys, ending: "").found == ["1 truncated"])
        #expect(verify(lines + [end], keys: keys, ending: "").found == ["23 truncated"])
        #expect(verify(lines + [end, lines[3]], keys: keys).found == ["24 trailing_data"])
        #expect(verify(lines + [end, end], keys: keys).found == ["24 trailing_data"])
        #expect(verify(lines + [end, "x"], keys: keys, ending: "").found == ["24 trailing_data"])
        #expect(
            verify(lines + [end.replacing("\"events\":21", with: "\"events\":20")], keys: keys).found == [
                "23 wrong_count"
            ])
        #expect(
            verify(lines + [SampleLog.end(of: lines.dropLast())], keys: keys).found == [
                "23 wrong_count", "23 edited_file",
            ])
        #expect(verify(lines + ["{\"end\":{}}"], keys: keys).found == ["23 malformed_line"])
    }

    @Test("with a line that is no JSON, none of an event, or without end names it")
    func badLines() throws {
        var lines = try log.export()
        let right = lines[5]
        for (text, kind) in [
            ("{", "not_json"), ("", "not_json"), (String(right.dropLast()), "not_json"), (right + "x", "not_json"),
            ("{\"index\":3}", "malformed_line"), ("[]", "not_json"),
            (right.replacing("\"index\":4", with: "\"index\":4,\"index\":5"), "not_json"),
            (right.replacing("\"index\":4", with: "\"index\":99"), "malformed_line"),
            (right.replacing("\"index\":4", with: "\"index\":99999999999999999999"), "not_json"),
        ] {
            lines[5] = text
            #expect(verifyClosed(lines, keys: keys).found.first == "6 \(kind)", "\(text.prefix(40))")
        }
        var reader = LineReader()
        let block = [UInt8](repeating: 0x20, count: 1 << 20)
        for _ in 0...16 { #expect(reader.take(block) == []) }
        #expect(reader.isBeyondLimit)
        var verifier = ExportVerifier(keys: keys)
        verifier.take(Array((lines[0] + "\n").utf8))
        #expect(verifier.finish(reader, chain: ExportChain()).found == ["2 line_too_long"])
    }

    @Test("with a checkpoint that is forged, of another log, of another key or none at all is refused at once")
    func forgedCheckpoint() throws {
        let (events, head) = (try log.export().dropFirst(), log.head())
        func found(_ note: SignedNote, _ keys: LogKeys) -> [String] {
            verifyClosed([log.header(0..<21, checkpoint: note)] + events, keys: keys).found
        }
        let stranger = try SampleLog(count: 21, seed: 8)
        #expect(found(stranger.head(), keys) == ["1 forged_checkpoint"])
        #expect(found(head, LogKeys(stranger)) == ["1 forged_checkpoint"])
        let edited = SignedNote(text: head.text.replacing("\n21\n", with: "\n20\n"), signatures: head.signatures)
        #expect(found(edited, keys) == ["1 forged_checkpoint"])
        let other = log.signer.sign(Checkpoint(origin: "croupier/other", size: 21, root: log.place.root, sources: []))
        #expect(found(other, keys) == ["1 other_log"])
        #expect(found(SignedNote(text: "hello\n", signatures: head.signatures), keys) == ["1 forged_checkpoint"])
        for header in [
            "{}", "x", log.header(3..<22),
            log.header(0..<21).replacing("croupier_export\":1", with: "croupier_export\":2"),
        ] {
            #expect(verifyClosed([header] + events, keys: keys).found == ["1 malformed_header"])
        }
    }

    @Test("must be cosigned by the witness that is named, and by its own key")
    func cosigned() throws {
        let events = try log.export().dropFirst()
        let head = log.head()
        let named = LogKeys(log: keys.log, witnesses: [witness.noteKey])
        func found(_ note: SignedNote) -> [String] {
            verifyClosed([log.header(0..<21, checkpoint: note)] + events, keys: named).found
        }
        #expect(found(head) == ["1 not_cosigned"])
        #expect(found(head.adding(witness.sign(head.text, at: 1_767_225_600))) == [])
        let stranger = try #require(
            CosignatureSigner(name: "croupier/witness", key: Ed25519SigningKey(seed: Array(repeating: 4, count: 32))))
        #expect(found(head.adding(stranger.sign(head.text, at: 1_767_225_600))) == ["1 not_cosigned"])
    }

    @Test(
        "that is fresher than its witness is said to be cosigned up to where it is, and refused where all of it must be"
    )
    func cosignedInPart() throws {
        let early = try SampleLog(count: 13).head()
        let seen = early.adding(witness.sign(early.text, at: 1_767_225_600))
        let proof = try log.tree.consistencyProof(from: 13, to: 21)
        let named = LogKeys(log: keys.log, witnesses: [witness.noteKey])
        func report(
            of range: Range<Int64> = 0..<21, _ witnessed: [(head: SignedNote, proof: [[UInt8]])], demand: Bool = false
        ) throws -> ExportReport {
            let lines = [log.header(range, witnessed: witnessed)] + (try log.export(range).dropFirst())
            return verifyClosed(lines, keys: named, demands: .init(cosignatures: demand))
        }
        let part = try report([(seen, proof)])
        #expect(part.found == [] && part.cosigned == 13 && part.events == 21)
        #expect(try report([(seen, proof)], demand: true).found == ["1 not_cosigned"])
        #expect(try report(of: 2..<13, [(seen, proof)], demand: true).found == [])
        #expect(try report([]).found == ["1 not_cosigned"])
        #expect(try report([(early, proof)]).found == ["1 not_cosigned"], "only the log has signed it")
        // What was cosigned is no beginning of this log.
        #expect(try report([(seen, Array(proof.dropLast()))]).found == ["1 forked"])
        let other = try SampleLog()
        for number in 0..<13 { other.append(note: number == 4 ? "another" : "") }
        let fork = other.head().adding(witness.sign(other.head().text, at: 1_767_225_600))
        #expect(try report([(fork, proof)]).found == ["1 forked"])
        #expect(
            verifyClosed([log.header(0..<21, witnessed: [(seen, proof)])] + (try log.export().dropFirst()), keys: keys)
                .cosigned == nil)
    }

    @Test("whose events contradict the sources in the signed head says so")
    func sources() throws {
        func found(_ change: (inout [SourceHead]) -> Void) throws -> [String] {
            var sources = try Checkpoint(text: log.head().text).sources
            change(&sources)
            let head = log.signer.sign(
                Checkpoint(origin: CheckpointSigner.origin, size: 21, root: log.place.root, sources: sources))
            return verifyClosed([log.header(0..<21, checkpoint: head)] + (try log.export().dropFirst()), keys: keys)
                .found
        }
        func head(_ sequence: Int64, _ link: [UInt8]) -> SourceHead {
            SourceHead(source: "wallet", incarnation: 1, sequence: sequence, link: link)
        }
        let link = try log.line(19).link
        #expect(try found { $0[3] = head(5, link) } == [])
        #expect(try found { $0[3] = head(5, MerkleHash.empty) } == ["21 source_contradicts"])
        #expect(try found { $0[3] = head(6, link) } == ["23 source_contradicts"])
        #expect(
            try found { $0[3] = head(4, link) } == [
                "17 source_contradicts", "21 source_contradicts", "23 source_contradicts",
            ])
        #expect(try found { $0.removeAll { $0.source == "audit" } }.first == "2 source_contradicts")
        #expect(
            try found { $0.append(SourceHead(source: "zoo", incarnation: 1, sequence: 1, link: link)) } == [
                "23 source_contradicts"
            ])
    }

    @Test("holds to events whose bytes are not kept any more, and counts those that are no events")
    func freed() throws {
        let freed = verifyClosed(try edited(9) { $0.isFreed = true }, keys: keys)
        #expect(freed.found == [] && freed.freed == 1)
        let lost = verifyClosed(try edited(9) { ($0.isFreed, $0.retainedUntil) = (true, nil) }, keys: keys)
        #expect(lost.found == ["11 bytes_missing"] && lost.freed == 1)
        #expect(
            verifyClosed(try edited(9) { ($0.isFreed, $0.leaf) = (true, MerkleHash.empty) }, keys: keys).found == [
                "11 wrong_proof"
            ])
        log.append(Array("no event".utf8), "wallet", 6)
        log.append(from: "wallet")
        let unreadable = verifyClosed(try log.export(), keys: keys)
        #expect(unreadable.found == [] && unreadable.unreadable == 1)
    }

    @Test("tells as many findings as somebody would read, and counts them all")
    func bounded() throws {
        let log = try SampleLog(count: 150)
        let lines = try log.export().enumerated().map { $0.offset == 0 ? $0.element : "x" }
        let report = verifyClosed(lines, keys: keys)
        #expect(report.findings.first.count == Findings.limit && report.findings.count > 150)
    }
}
