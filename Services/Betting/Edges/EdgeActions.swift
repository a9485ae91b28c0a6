public import Messages
public import Runtime
import Storage

extension MarkEdgeStale: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Edge {
        let caller = try context.user()
        let edge = try StoredEdge.acted(on: request.edge, by: caller, in: context.database)
        let status = edge.status(at: context.now)
        guard !status.isOver else {
            throw Failure.wrongState.because("an edge is stale until it is used or expired; this is \(status)")
        }
        if edge.status != .stale { try edge.become(.stale, in: context) }
        return try edge.reloaded(in: context.database).view(for: caller, at: context.now)
    }
}

extension UseEdge: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Edge {
        let caller = try context.user()
        _ = try StoredEdge.acted(on: request.edge, by: caller, in: context.database)
        guard let edge = try EdgeUse.use(request.edge, by: caller, in: context) else {
            throw Failure.wrongState.because("an edge is used once, and not after it has expired")
        }
        return try edge.view(for: caller, at: context.now)
    }
}

/// What a bet at an outside book does to the edge that it was made on.
enum EdgeUse {
    /// A bet of who found the edge uses it, and others leave it as it is: what is shared is not ended by strangers.
    /// - Returns: The edge as it is then; nil where it cannot be bet on any more, to the millisecond of its end.
    static func use(_ id: ID<Edge>, by caller: Statement, in context: CommandContext) throws -> StoredEdge? {
        let edge = try StoredEdge.seen(id, by: caller, in: context.database)
        guard !edge.status(at: context.now).isOver else { return nil }
        guard edge.belongs(to: caller) else { return edge }
        try edge.become(.used, in: context)
        return try edge.reloaded(in: context.database)
    }
}

extension DeleteEdge: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let edge = try StoredEdge.acted(on: request.edge, by: try context.user(), in: context.database)
        try edge.putAway(in: context)
        return Nothing()
    }
}

extension CleanUpEdges: CommandHandler {
    static let most = Chunk.size

    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let due: [ID<Edge>] = try context.database.rows(
            """
            SELECT id FROM edge WHERE status IN ('active','stale') AND expires_at <= ? ORDER BY expires_at LIMIT ?
            """, context.now, most
        ) { try $0.value(0) }
        for id in due { try StoredEdge.find(id, in: context.database)?.become(.expired, in: context) }
        let days = request.days?.value ?? EdgeClock.keptDays
        let over: [ID<Edge>] = try context.database.rows(
            """
            SELECT id FROM edge WHERE status = 'expired' AND deleted_at IS NULL AND expires_at <= ?
            ORDER BY expires_at LIMIT ?
            """, context.now.adding(seconds: -days * 86_400), most + 1 - due.count
        ) { try $0.value(0) }
        let now = over.prefix(most - due.count)
        for id in now { try StoredEdge.find(id, in: context.database)?.putAway(in: context) }
        return Reply(expired: due.count, putAway: now.count, hasMore: due.count == most || over.count > now.count)
    }
}

/// What happens to edges by themselves: each has a timer for the next thing that does.
enum EdgeClock {
    static let timer = "betting.edge-due"
    /// For so long an expired edge is shown.
    static let keptDays: Int64 = 30

    static func set(_ edge: StoredEdge, in context: CommandContext) throws {
        let next = edge.status == .active ? min(edge.staleAt, edge.expiresAt) : edge.expiresAt
        try context.schedule(timer, at: next, state: edge.id.text)
    }

    /// It may have been overtaken by what people did: then the clock is set anew, if something is still to come.
    static func strike(_ state: String, _ context: CommandContext) throws {
        guard let id = ID<Edge>(state), let edge = try StoredEdge.find(id, in: context.database), edge.deletedAt == nil
        else { return }
        let (now, status) = (context.now, edge.status(at: context.now))
        switch status {
        case .used, .unknown: return
        case .active: return  // a later timer stands for its new price
        case .stale:
            if edge.status != .stale { try edge.become(.stale, in: context) }
            try set(try edge.reloaded(in: context.database), in: context)
        case .expired:
            if edge.status != .expired { try edge.become(.expired, in: context) }
            let end = edge.expiresAt.adding(seconds: keptDays * 86_400)
            if now >= end { return try edge.putAway(in: context) }
            try context.schedule(timer, at: end, state: state)
        }
    }
}
