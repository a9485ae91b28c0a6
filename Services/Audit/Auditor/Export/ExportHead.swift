import Crypto
import Messages

/// The first line of an export.
struct ExportHead {
    /// Filters that leave a source's events whole: what comes of it still comes one after the other.
    private static let harmless: Set<String> = ["from", "to", "source"]

    let signed: SignedHead
    let filters: [String: String]
    let range: Range<Int64>

    /// Whether every event of the range must be there.
    var isWhole: Bool { filters.keys.allSatisfy { $0 == "from" || $0 == "to" } }
    /// Whether every event must be there of the sources that are.
    var isDense: Bool { filters.keys.allSatisfy { ExportHead.harmless.contains($0) } }

    init(_ line: [UInt8], keys: LogKeys) throws(Finding) {
        guard let head = try? WireCoding().decode(ExportAuditEvents.Head.self, from: line) else {
            throw Finding(
                .malformedHeader, "the first line is not that of an export, which begins with croupier_export")
        }
        guard head.croupierExport == 1 else {
            throw Finding(.malformedHeader, "the export has the form \(head.croupierExport); this program reads form 1")
        }
        signed = try keys.head(head.checkpoint)
        try keys.requireWitnesses(of: signed)
        guard 0 <= head.fromIndex, head.fromIndex <= head.toIndex, head.toIndex <= signed.size else {
            throw Finding(
                .malformedHeader,
                "the range \(head.fromIndex)..<\(head.toIndex) does not lie in a log of \(signed.size) events")
        }
        (filters, range) = (head.filters, head.fromIndex..<head.toIndex)
    }
}

/// The last line of an export.
struct ExportEnd {
    private static let start = Array("{\"end\":".utf8)

    let events: Int64
    let chain: String

    static func isBegun(in line: [UInt8]) -> Bool { line.starts(with: start) }

    init?(_ line: [UInt8]) {
        guard let sum = try? WireCoding().decode(ExportAuditEvents.End.self, from: line).end else { return nil }
        (events, chain) = (sum.events, sum.chain)
    }

    func isOf(_ lines: ExportChain) -> Bool { Hex.encode(lines.beforeLast) == chain }
}
