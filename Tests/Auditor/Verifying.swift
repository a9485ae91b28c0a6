import Auditor
import TestSupport

/// Has lines checked as a file's would be.
func verify(
    _ lines: [String], keys: LogKeys, ending: String = "\n", blockSize: Int = 1 << 20,
    demands: ExportVerifier.Demands = .init()
) -> ExportReport {
    let bytes = Array((lines.joined(separator: "\n") + ending).utf8)
    var (reader, chain) = (LineReader(), ExportChain())
    var verifier = ExportVerifier(keys: keys, demands: demands)
    for start in stride(from: 0, to: bytes.count, by: blockSize) {
        for line in reader.take(Array(bytes[start..<min(start + blockSize, bytes.count)])) {
            chain.take(line)
            verifier.take(line)
        }
    }
    return verifier.finish(reader, chain: chain)
}

/// With the last line that belongs to them, as whoever forges them would write it.
func verifyClosed(
    _ lines: [String], keys: LogKeys, demands: ExportVerifier.Demands = .init()
) -> ExportReport {
    verify(lines + [SampleLog.end(of: lines)], keys: keys, demands: demands)
}

extension ExportReport {
    /// Each finding with its line.
    var found: [String] { findings.first.map { "\($0.line ?? 0) \($0.kind.rawValue)" } }
}

extension LogKeys {
    init(_ log: SampleLog) { self.init(log: [log.signer.noteKey]) }
}
