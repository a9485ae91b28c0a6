public import Messages
public import Runtime
import Storage

/// What an operation has caused: the events that name it as their cause, and those of other services' steps for it, which
/// share its trace.
extension GetReceipt: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = try ReceiptReader(context)
        guard let (cause, trace) = try reader.origin(of: request) else {
            throw GetReceipt.Failure.notInLog.because(
                "no event of this operation is in the log; where it is under way, its events follow within a second, "
                    + "and GET /v1/operations/{id} tells what became of it")
        }
        let page = try reader.page(
            along: .trace(trace), by: false, after: request.cursor, limit: request.limit
        ) { leaf in
            // One trace may hold several operations of a client; what another one caused is not part of this one.
            leaf.causation == cause || !OperationCause.isOperation(leaf.causation)
        }
        return Reply(causation: cause, traceID: trace, items: page.items, withheld: page.withheld, next: page.next)
    }
}

extension ListReceipts: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let trail = Trail.entity(request.entityID.text)
        // Who did it is no secret to whom it was done: settlements name their organizer, approvals their admin.
        return try ReceiptReader(context).page(
            along: trail, by: true, after: request.cursor, limit: request.limit
        ) { $0.subjectKind == request.entityType.text }
    }
}

/// Finds events, and what proves them, for somebody who may see some of them.
private struct ReceiptReader {
    /// A page of proofs is a message.
    private static let byteLimit = 200 << 10
    private static let budget = 2000

    private let viewer: ID<User>
    private let seesAll: Bool
    private let database: Connection

    init(_ context: QueryContext) throws {
        (viewer, database) = (try context.user().user, context.database)
        seesAll = context.caller.has(.auditor) || context.caller.has(.admin)
    }

    func page(
        along trail: Trail, by whoever: Bool, after cursor: Cursor?, limit: PageLimit?, isPart: (Leaf) -> Bool
    ) throws -> ListReceipts.Reply {
        let size = try StoredTree.size(in: database)
        let start = try Paging.after(cursor)
        guard start >= 0 else { throw Rejection.field("/cursor", "invalid_format", "expected the `next` of a page") }
        var search = LeafSearch(
            [[trail]], in: min(start, size)..<size, .oldestFirst, budget: ReceiptReader.budget, database: database)
        let (tree, coding) = (StoredTree.pageTree(in: database), WireCoding())
        let limit = (limit ?? .standard).count
        var (items, bytes, withheld): ([GetReceipt.Receipt], Int, Int64) = ([], 0, 0)
        func reply(next: Int64?) -> ListReceipts.Reply {
            .init(items: items, withheld: withheld, next: NextPage(next.map { String($0) }))
        }
        while true {
            switch try search.next() {
            case .end: return reply(next: nil)
            case .pause: return reply(next: search.place)
            case .found(let index):
                guard let entry = try LogEntry.find(index, in: database), isPart(entry.leaf) else { continue }
                if items.count == limit || bytes > ReceiptReader.byteLimit { return reply(next: index) }
                guard seesAll || entry.isAbout(viewer, by: whoever, coding) else {
                    withheld += 1
                    continue
                }
                let proof = try SignedHead.covering(index, in: database).proof(of: index, in: tree)
                items.append(
                    GetReceipt.Receipt(
                        type: entry.leaf.type, time: entry.leaf.time,
                        event: entry.proven(leafHash: try tree.leaf(index)), proof: proof))
                bytes += (entry.body?.count ?? 0) + proof.utf8.count
            }
        }
    }

    /// The operation as its events name it, and its trace: an operation has one, to its last step.
    func origin(of request: GetReceipt.Request) throws -> (cause: String, trace: String)? {
        let id = request.operationID.text
        guard let colon = id.firstIndex(of: ":"), colon > id.startIndex, id.index(after: colon) < id.endIndex else {
            throw Rejection.field(
                "/operation_id", "invalid_format", "expected operation:key, such as betting.place-bet:6f1c")
        }
        let user = request.userID ?? viewer
        guard seesAll || user == viewer else {
            throw CommonFailure.forbidden.because("others' receipts need the role auditor or admin")
        }
        let (operation, key) = (String(id[..<colon]), String(id[id.index(after: colon)...]))
        var causes = [OperationCause.text(operation: operation, key: key, of: user)]
        if seesAll { causes.append(id) }
        for cause in causes {
            let trace = try database.first(
                """
                SELECT trace FROM entries INDEXED BY log_cause
                WHERE substr(causation, -12) = substr(?, -12) AND causation = ? ORDER BY leaf LIMIT 1
                """, cause, cause
            ) { try $0.value(0, as: String.self) }
            if let trace { return (cause, trace) }
        }
        return nil
    }
}
