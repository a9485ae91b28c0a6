import Messages

/// What every service answers for its own operations, at the paths where clients ask the gateway for it.
enum OwnOperations {
    static let forwarded: [OperationDescription] = {
        do {
            return [try OperationDescription(OutcomeByPath.self), try OperationDescription(FenceByPath.self)]
        } catch {
            preconditionFailure("the gateway's own operations have schemas: \(error)")
        }
    }()

    /// Answered by the gateway itself; described for the documents.
    static let pages: [OperationDescription] = {
        do {
            return [
                try OperationDescription(GetHealth.self), try OperationDescription(GetPlatform.self),
                try OperationDescription(GetReadiness.self),
            ]
        } catch {
            preconditionFailure("the gateway's own operations have schemas: \(error)")
        }
    }()
}

private enum OutcomeByPath: Query {
    typealias Request = GetOutcome.Request
    typealias Reply = GetOutcome.Reply
    static let name = GetOutcome.name
    static let summary = GetOutcome.summary
    static let access = GetOutcome.access
    static var route: Route? { .get("/v1/operations/{id}") }
}

private enum FenceByPath: Command {
    typealias Request = FenceOperation.Request
    typealias Reply = FenceOperation.Reply
    static let name = FenceOperation.name
    static let summary = FenceOperation.summary
    static let access = FenceOperation.access
    static var route: Route? { .act("/v1/operations/{id}/fence") }
}
