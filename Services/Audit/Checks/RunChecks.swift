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
        let asked = try CheckRecord.services.map { try CheckRecord(service: $0, database: database).check() }
        self.init(items: asked + [try OwnCheck(database: database).check(at: now)])
    }
}

extension RunAuditChecks: WorkflowHandler {
    public static func begin(_ request: Request, in context: CommandContext) throws {
        let known = CheckRecord.services + [.audit]
        if let service = request.service, !known.contains(service) {
            let names = known.map(\.rawValue).joined(separator: ", ")
            throw Failure.noCheck.because("\(service.rawValue) has no check; expected one of \(names)", at: "/service")
        }
        let services = CheckRecord.services.filter { request.service == nil || request.service == $0 }
        for service in services {
            try CheckRecord(service: service, database: context.database).ask()
            try context.emit(CheckRequested(service: service))
        }
        try context.begin(CheckSaga.saga, CheckSaga(services: services))
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
