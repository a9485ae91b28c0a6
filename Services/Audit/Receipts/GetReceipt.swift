public import Messages
public import Runtime
import Storage

extension GetReceipt: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let reader = ReceiptReader(
            viewer: try context.user().user, seesAll: context.caller.has(.auditor) || context.caller.has(.admin),
            database: context.database)
        return try reader.page(request)
    }
}

/// Finds what an operation has caused: the events that name it as their cause, and those of other services' steps for
/// it, which share its trace.
struct ReceiptReader {
    /// A page of proofs is a message.
    private static let byteLimit = 200 << 10
    private static let budget = 2000

    let viewer: ID<User>
    let seesAll: Bool
    let database: Connection

    func page(_ request: GetReceipt.Request) throws -> GetReceipt.Reply {
        guard let (cause, trace) = try origin(of: request) else {
            throw GetReceipt.Failure.notInLog.because(
                "no event of this operation is in the log; where it is under way, its events follow within a second, "
                    + "and GET /v1/operations/{id} tells what became of it")
        }
        let size = try StoredTree.size(in: database)
        let start = try Paging.after(request.cursor)
        guard start >= 0 else { throw Rejection.field("/cursor", "invalid_format", "expected the `next` of a page") }
        var search = LeafSearch(
            [[.trace(trace)]], in: min(start, size)..<size, .oldestFirst, budget: ReceiptReader.budget,
            database: database)
        let (tree, coding) = (StoredTree.pageTree(in: database), WireCoding())
        let limit = (request.limit ?? .standard).count
        var (items, bytes, withheld): ([GetReceipt.Receipt], Int, Int64) = ([], 0, 0)
        func reply(next: Int64?) -> GetReceipt.Reply {
            .init(
                causation: cause, traceID: trace, items: items, withheld: withheld,
                next: NextPage(next.map { String($0) }))
        }
        while true {
            switch try search.next() {
            case .end: return reply(next: nil)
            case .pause: return reply(next: search.place)
            case .found(let index):
                guard let entry = try LogEntry.find(index, in: database), isPart(entry.leaf, of: cause) else {
                    continue
                }
                if items.count == limit || bytes > ReceiptReader.byteLimit { return reply(next: index) }
                guard seesAll || entry.isAbout(viewer, coding) else {
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

    /// One trace may hold several operations of a client; what another one caused is not part of this one.
    private func isPart(_ leaf: Leaf, of cause: String) -> Bool {
        leaf.causation == cause || !OperationCause.isOperation(leaf.causation)
    }

    // MARK: - Finding it

    /// The operation as its events name it, and its trace: an operation has one, to its last step.
    private func origin(of request: GetReceipt.Request) throws -> (cause: String, trace: String)? {
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
