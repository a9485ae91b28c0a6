import Crypto
import Foundation
import TestSupport
import Transparency

/// How fast an auditor checks an export without a connection, beside the hashing that any such check must do.
struct VerifyBenchmark {
    let folder: String
    let programs: String
    let events: Int

    func run() throws {
        let log = try SampleLog(count: events)
        let file = "\(folder)/export.jsonl"
        let bytes = try write(log, to: file)
        Report.progress("an export of \(events) events, \(bytes >> 20) MiB, is there")
        Report.title("An export of \(events) events, checked without a connection")
        var (verifying, floors): ([Figures], [Figures]) = ([], [])
        var memory = 0
        for _ in 0..<3 {
            let begun = monotonicNanoseconds()
            memory = max(memory, try verify(file, log))
            verifying.append(Figures(operations: events, nanoseconds: monotonicNanoseconds() - begun))
            floors.append(try floor(log))
        }
        guard let tool = verifying.middle, let floor = floors.middle else { return }
        Report.row("croupier-auditor verify", tool)
        Report.row("its events hashed twice, and one signature", floor)
        Report.ratio("ratio", tool.perSecond / floor.perSecond, aim: 0.2)
        Report.say(Report.padded("memory", 44) + String(format: "%10.1f MiB", Double(memory) / 1024))
    }

    /// Returns how many bytes it has.
    private func write(_ log: SampleLog, to path: String) throws -> Int {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw BenchmarkFault("cannot write \(path)") }
        defer { try? handle.close() }
        var (chain, block, count) = ([UInt8](repeating: 0, count: SHA256.byteCount), [UInt8](), 0)
        func add(_ text: String) throws {
            let line = Array((text + "\n").utf8)
            chain = SHA256.hash(parts: chain, line)
            block += line
            count += line.count
            if block.count < 1 << 20 { return }
            try handle.write(contentsOf: Data(block))
            block.removeAll(keepingCapacity: true)
        }
        try add(log.header(0..<log.size))
        for index in 0..<log.size { try add(try log.line(index).text) }
        try add("{\"end\":{\"chain\":\"\(Hex.encode(chain))\",\"events\":\(events)}}")
        try handle.write(contentsOf: Data(block))
        return count
    }

    /// Returns how much memory the program had at most, in KiB.
    private func verify(_ file: String, _ log: SampleLog) throws -> Int {
        let process = Process()
        process.executableURL = URL(filePath: "\(programs)/croupier-auditor")
        process.arguments = ["verify", file, "--key", log.signer.noteKey.text]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkFault("the export does not verify") }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        return usage.ru_maxrss
    }

    /// What cannot be done without: each event's leaf hash and link, and one signature.
    private func floor(_ log: SampleLog) throws -> Figures {
        let (head, begun) = (log.head(), monotonicNanoseconds())
        guard head.isSigned(by: log.signer.noteKey) else { throw BenchmarkFault("the head is not signed") }
        var link = [UInt8](repeating: 0, count: SHA256.byteCount)
        for body in log.bodies {
            _ = MerkleHash.leaf(body)
            link = SHA256.hash(parts: link, body)
        }
        return Figures(operations: events, nanoseconds: monotonicNanoseconds() - begun)
    }
}
