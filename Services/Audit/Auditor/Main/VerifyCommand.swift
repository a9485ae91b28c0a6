import Auditor
import Dispatch
import Foundation
import Glibc
import Transparency

extension Command {
    static let verify = Command(
        name: "verify", words: "FILE --key KEY",
        summary: "Check an export without a connection",
        explanation: """
            FILE is what GET /v1/audit/export answered; - is standard input. Checked are the signature of its checkpoint, every event's
            hash, proof, number and link, and that the file is whole. Each fault is named with its line. A file of any length is read
            in the same memory. What filters left out cannot be missed: that nothing is missing shows in an export without them.
            A witness cosigns a moment after the log signs, so that the latest of an export may wait for it: with --witness-key it
            is said how far the cosignatures go, and with --all-cosigned they must go to the end.
            """,
        options: KeySource.verifierOptions + [
            Option("all-cosigned", nil, "the witnesses must have cosigned all of it, and not the beginning alone")
        ], run: runVerify)

    private static func runVerify(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect("FILE")
        let keys = try KeySource(arguments: arguments).logKeys()
        let isDemanded = arguments.has("all-cosigned")
        guard !isDemanded || !keys.witnesses.isEmpty else {
            throw UsageFault("--all-cosigned takes --witness-key, which says whose cosignatures are meant")
        }
        let report = try ExportFile(arguments.words[0]).verify(keys, demandsCosignatures: isDemanded)
        for finding in report.findings.first { try output.finding(finding) }
        try output.result(summary(of: report), Summary(report))
        return report.findings.count == 0 ? .verified : .violated
    }

    private struct Summary: Encodable {
        let verified: Bool
        let events: Int64
        let freed: Int64
        let unreadable: Int64
        let size: Int64?
        let root: String?
        let cosigned: Int64?
        let findings: Int64

        init(_ report: ExportReport) {
            (events, freed, unreadable) = (report.events, report.freed, report.unreadable)
            (size, root) = (report.head?.size, report.head.map { Base64.encode($0.root) })
            cosigned = report.cosigned
            (findings, verified) = (report.findings.count, report.findings.count == 0)
        }
    }

    private static func summary(of report: ExportReport) -> String {
        let count = report.findings.count
        guard let head = report.head else { return "nothing could be verified: the checkpoint is not one of this log" }
        let root = "of the log of \(head.size) events with the root \(Base64.encode(head.root))"
        guard count == 0 else {
            return "\(count) \(count == 1 ? "thing is" : "things are") wrong in \(report.events) events \(root)"
        }
        let freed = report.freed == 0 ? "" : "; of \(report.freed) the bytes are not kept any more"
        let cosigned = report.cosigned.map {
            $0 == head.size ? "; all of it is cosigned" : "; the first \($0) are cosigned"
        }
        let unreadable = report.unreadable == 0 ? "" : "; \(report.unreadable) are no readable events"
        return "verified \(report.events) events \(root)\(cosigned ?? "")\(freed)\(unreadable)"
    }
}

/// Reads an export block by block. Of each block one core computes the chain over the lines, and another all the rest.
struct ExportFile {
    private static let blockSize = 1 << 20
    private let descriptor: Int32
    private let size: Int64

    init(_ path: String) throws {
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unchecked("cannot open \(path): \(String(cString: strerror(errno)))") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw Unchecked("cannot read \(path): it is not a file")
        }
        size = Int64(status.st_size)
    }

    func verify(_ keys: LogKeys, demandsCosignatures: Bool) throws -> ExportReport {
        var (reader, chain) = (LineReader(), ExportChain())
        var verifier = ExportVerifier(keys: keys, demandsCosignatures: demandsCosignatures)
        var progress = Progress()
        while !reader.isBeyondLimit, let block = try nextBlock() {
            let lines = reader.take(block)
            // Each of the two turns touches what the other does not.
            nonisolated(unsafe) var (left, right) = (chain, verifier)
            DispatchQueue.concurrentPerform(iterations: 2) { turn in
                if turn == 0 {
                    for line in lines { left.take(line) }
                } else {
                    for line in lines { right.take(line) }
                }
            }
            (chain, verifier) = (left, right)
            progress.tell(verifier.events, of: verifier.expected)
        }
        progress.clear()
        return verifier.finish(reader, chain: chain)
    }

    /// Nil at the end.
    private func nextBlock() throws -> [UInt8]? {
        var failure: Int32 = 0
        let block = [UInt8](unsafeUninitializedCapacity: ExportFile.blockSize) { buffer, count in
            var got = 0
            repeat { got = read(descriptor, buffer.baseAddress, buffer.count) } while got < 0 && errno == EINTR
            failure = got < 0 ? errno : 0
            count = max(got, 0)
        }
        guard failure == 0 else { throw Unchecked("cannot read on: \(String(cString: strerror(failure)))") }
        return block.isEmpty ? nil : block
    }
}
