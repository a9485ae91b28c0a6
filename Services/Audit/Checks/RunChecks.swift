public import Messages
public import Runtime
import Storage

extension ListAuditChecks: QueryHandler {
    public static func run(_ request: Nothing, in context: QueryContext) throws -> AuditChecks {
        try AuditChecks(in: context.database, at: context.now)
    }
}

extension AuditChecks {
    fileprivate init(in database: Connection, at now: Timestamp) throws {
        let asked = try CheckRecord.all(in: database).map { try $0.check() }
        let log = try CheckRun(.log, of: .audit, in: database).check()
        let histories = try ServiceName.allCases.map { try CheckRun(.history, of: $0, in: database).check() }
        self.init(items: asked + [try OwnCheck(database: database).check(at: now), log] + histories)
    }
}

extension RunAuditChecks: WorkflowHandler {
    public static func begin(_ request: Request, in context: CommandContext) throws {
        func isWanted(_ check: AuditCheck.Kind, of service: ServiceName) -> Bool {
            request.service.map { $0 == service } ?? true && request.check.map { $0 == check } ?? true
        }
        let records = try CheckRecord.all(in: context.database)
        let known =
            records.map { ($0.service, AuditCheck.Kind.books) } + [(.audit, .sources), (.audit, .log)]
            + ServiceName.allCases.map { ($0, .history) }
        guard known.contains(where: { isWanted($0.1, of: $0.0) }) else {
            let checks = known.filter { $0.0 == request.service ?? .audit }.map(\.1.rawValue).joined(separator: ", ")
            throw Failure.noCheck.because("there is no such check; expected one of \(checks)", at: "/check")
        }
        if isWanted(.log, of: .audit) { try LogCheck.begin(context) }
        for source in ServiceName.allCases where isWanted(.history, of: source) {
            try HistoryCheck.begin(source, context)
        }
        let asked = records.filter { isWanted(.books, of: $0.service) }
        for record in asked { try record.ask() }
        for service in ServiceName.allCases where asked.contains(where: { $0.service == service }) {
            try context.emit(CheckRequested(service: service))
            // Of those that make more than the ledger's.
            guard asked.contains(where: { $0.service == service && !$0.isOfLedger }) else { continue }
            try context.call(service, RunServiceChecks.self, Nothing())
        }
        try context.begin(CheckSaga.saga, CheckSaga(services: asked.filter(\.isOfLedger).map(\.service)))
    }
}

/// Services are asked to check their books. Whoever wants that is answered once they have begun, or soon in any case.
struct CheckSaga: Codable, Sendable {
    let services: [ServiceName]

    private static let patience: Int64 = 3000

    static let saga = Saga<CheckSaga>(
        "audit.run-checks", version: 1,
        steps: [
            .call(
                "ask", .wallet, RunProof.self,
                request: { state, _ in state.services.contains(.wallet) ? Nothing() : nil })
        ],
        end: .answerAtEnd(patience: patience) { _, _, context in
            SagaAnswer(RunAuditChecks.self, try AuditChecks(in: context.database, at: context.now))
        })
}
