import Crypto
import Messages
import Transparency

/// The first line of an export.
struct ExportHead {
    /// Filters that leave a source's events whole: what comes of it still comes one after the other.
    private static let harmless: Set<String> = ["from", "to", "source"]

    let signed: SignedHead
    let filters: [String: String]
    let range: Range<Int64>
    /// Up to which size of the log all the given witnesses have cosigned; nil where none is given.
    let cosigned: Int64?

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
        cosigned = try ExportHead.cosigned(head, signed, keys)
        guard 0 <= head.fromIndex, head.fromIndex <= head.toIndex, head.toIndex <= signed.size else {
            throw Finding(
                .malformedHeader,
                "the range \(head.fromIndex)..<\(head.toIndex) does not lie in a log of \(signed.size) events")
        }
        (filters, range) = (head.filters, head.fromIndex..<head.toIndex)
    }

    /// A witness is behind the log by a moment. What it has cosigned last counts, if that is the beginning of what is
    /// exported; that there is nothing cosigned at all is a fault.
    private static func cosigned(
        _ head: ExportAuditEvents.Head, _ signed: SignedHead, _ keys: LogKeys
    ) throws(Finding) -> Int64? {
        guard !keys.witnesses.isEmpty, keys.missingWitness(of: signed) != nil else {
            return keys.witnesses.isEmpty ? nil : signed.size
        }
        var sizes: [String: Int64] = [:]
        for earlier in head.witnessed ?? [] {
            let witnessed = try keys.head(earlier.checkpoint)
            let proof = earlier.consistency.compactMap { HashText.decode(Array($0.utf8)) }
            let isBeginning =
                witnessed.size <= signed.size && proof.count == earlier.consistency.count
                && MerkleProof.verifiesConsistency(
                    proof, from: witnessed.size, root: witnessed.root, to: signed.size, root: signed.root)
            guard isBeginning else {
                throw Finding(
                    .forked,
                    "the cosigned head of \(witnessed.size) events is not proved to be the beginning of this log")
            }
            for witness in keys.witnesses where witnessed.note.isSigned(by: witness) {
                sizes[witness.text] = max(sizes[witness.text] ?? 0, witnessed.size)
            }
        }
        for witness in keys.witnesses where signed.note.isSigned(by: witness) { sizes[witness.text] = signed.size }
        for witness in keys.witnesses where sizes[witness.text] == nil {
            throw Finding(.notCosigned, "the export holds no head that is cosigned by the given key of \(witness.name)")
        }
        return sizes.values.min()
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
