public import Messages
public import Runtime
import Storage
import Transparency

extension ExportAuditEvents: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> DocumentPage {
        var page = try ExportPage(request, in: context.database)
        return try page.document()
    }
}

/// A page of an export, the oldest event first: bounded in bytes, in events, and in what is looked at for them.
struct ExportPage {
    /// A page takes a few milliseconds and is a little more than half of what the gateway likes to hold.
    static let byteLimit = 80 << 10
    static let eventLimit = 100
    static let budget = 2000

    private let request: ExportAuditEvents.Request
    private let database: Connection
    private let coding = WireCoding()
    private var position: ExportPosition
    private var bytes: [UInt8] = []

    init(_ request: ExportAuditEvents.Request, in database: Connection) throws {
        (self.request, self.database) = (request, database)
        let head = try SignedHead.latest(in: database)
        if let cursor = request.cursor {
            position = try ExportPosition(cursor, known: head.size)
        } else {
            let range = try EventFilter(request, size: head.size, in: database).range
            position = ExportPosition(next: range.lowerBound, end: range.upperBound, size: head.size)
            try write(
                ExportAuditEvents.Head(
                    checkpoint: head.note.note, filters: request.named, fromIndex: range.lowerBound,
                    toIndex: range.upperBound, witnessed: try ExportPage.witnessed(before: head.size, in: database)))
        }
    }

    /// Witnesses follow the log, and so are a little behind it: what they have cosigned is still the beginning of the export.
    private static func witnessed(
        before size: Int64, in database: Connection
    ) throws -> [ExportAuditEvents.Witnessed] {
        let tree = StoredTree.pageTree(in: database)
        return try WitnessedHead.all(in: database).filter { (1..<size).contains($0.size) }.map { head in
            ExportAuditEvents.Witnessed(
                checkpoint: head.checkpoint,
                consistency: try tree.consistencyProof(from: head.size, to: size).map(Base64.encode))
        }
    }

    private mutating func write(_ line: some Encodable) throws {
        let line = try coding.encode(line) + [UInt8(ascii: "\n")]
        position.take(line)
        bytes += line
    }

    mutating func document() throws -> DocumentPage {
        let isDone = try writeEvents()
        if isDone { bytes += try coding.encode(ExportAuditEvents.End(position.sum)) + [UInt8(ascii: "\n")] }
        return DocumentPage(
            "application/jsonl", named: FileName(trusted: "audit-events.jsonl"),
            text: String(decoding: bytes, as: UTF8.self), next: isDone ? nil : position.cursor)
    }

    /// Whether that was all.
    private mutating func writeEvents() throws -> Bool {
        let filter = try EventFilter(request, size: position.size, in: database)
        let tree = StoredTree.pageTree(in: database)
        var search = LeafSearch(
            filter.traits.trails, in: position.next..<position.end, .oldestFirst, budget: ExportPage.budget,
            database: database)
        var written = 0
        while bytes.count < ExportPage.byteLimit, written < ExportPage.eventLimit {
            let step = try search.next()
            guard case .found(let leaf) = step else {
                position.next = min(search.place, position.end)
                return step == .end
            }
            position.next = leaf + 1
            guard let entry = try LogEntry.find(leaf, in: database), filter.traits.holds(for: entry.leaf) else {
                continue
            }
            let proof = try tree.inclusionProof(index: leaf, size: position.size)
            position.events += 1
            written += 1
            try write(
                ExportAuditEvents.Entry(
                    event: entry.proven(leafHash: try tree.leaf(leaf)), proof: proof.map(Base64.encode)))
        }
        return false
    }
}
