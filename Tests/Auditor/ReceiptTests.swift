import Auditor
import TestSupport
import Testing
import Transparency

@Suite("A receipt")
struct ReceiptTests {
    let log: SampleLog
    let keys: LogKeys

    init() throws {
        log = try SampleLog(count: 13)
        keys = LogKeys(log)
    }

    func receipt(
        _ index: Int64, type: String? = nil, _ change: (inout SampleLog.Line) -> Void = { _ in }
    ) throws -> String {
        var line = try log.line(index)
        let type = type ?? "\(line.source).something-done"
        let proof = TlogProof(index: index, hashes: line.proof, checkpoint: log.head()).text
        change(&line)
        return "{\"event\":\(line.text),\"proof\":\(SampleLog.quoted(Array(proof.utf8))),\"type\":\"\(type)\"}"
    }

    func kind(_ text: String, keys: LogKeys? = nil) -> Finding.Kind? {
        do {
            for item in try ReceiptFile(Array(text.utf8)).items { _ = try item.receipt.verify(keys ?? self.keys) }
            return nil
        } catch {
            return error.kind
        }
    }

    @Test("as the API answers it, alone, or as the text of a proof is verified by the log's key")
    func right() throws {
        let (one, other) = (try receipt(4), try receipt(12))
        #expect(kind(one) == nil)
        let file = try ReceiptFile(Array("{\"items\":[\(one),\(other)],\"withheld\":1,\"next\":null}".utf8))
        #expect(
            file.items.map(\.receipt.index) == [4, 12] && file.isPart
                && file.items[0].event?.type == "audit.something-done")
        for item in file.items { #expect(try item.receipt.verify(keys).size == 13) }
        let proof = TlogProof(index: 4, hashes: try log.line(4).proof, checkpoint: log.head()).text
        #expect(try ReceiptFile(Array(proof.utf8), event: log.bodies[4]).items[0].receipt.verify(keys).size == 13)
    }

    @Test("without its event proves that there was one, where it says until when it was kept")
    func freed() throws {
        let freed = try receipt(4) { $0.isFreed = true }
        let item = try #require(try ReceiptFile(Array(freed.utf8)).items.first)
        #expect(!item.receipt.isKept && item.event == nil && kind(freed) == nil)
        let gone = try receipt(4) {
            $0.isFreed = true
            $0.retainedUntil = nil
        }
        #expect(kind(gone) == .bytesMissing)
    }

    @Test("that was edited, mixed up or signed by somebody else is refused for that")
    func forged() throws {
        #expect(kind(try receipt(4) { $0.body = SampleLog.body("audit", 2, note: "more") }) == .editedBody)
        #expect(
            kind(
                try receipt(4) {
                    $0.body = SampleLog.body("audit", 2, note: "more")
                    $0.leaf = MerkleHash.leaf($0.body)
                }) == .wrongProof)
        #expect(kind(try receipt(4) { $0.index = 5 }) == .wrongProof)
        #expect(kind(try receipt(4) { $0.sequence = 9 }) == .misnamedEvent)
        #expect(kind(try receipt(4).replacing("tlog-proof@v1", with: "tlog-proof@v2")) == .wrongProof)
        #expect(kind(try receipt(4), keys: LogKeys(try SampleLog(seed: 8))) == .forgedCheckpoint)
        #expect(kind(try receipt(4, type: "audit.nothing-done")) == .misnamedEvent)
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        func answer(_ trace: String) throws -> String { "{\"items\":[\(try receipt(4))],\"trace_id\":\"\(trace)\"}" }
        #expect(kind(try answer(trace)) == nil)
        #expect(kind(try answer(trace.replacing("4b", with: "4c"))) == .misnamedEvent)
        for text in ["", "{}", "hello", "c2sp.org/tlog-proof@v1\nindex 4\n\n"] { #expect(kind(text) == .malformedLine) }
    }
}
