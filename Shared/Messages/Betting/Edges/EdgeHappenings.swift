// What betting tells of edges. What people wrote about them is in none of it.

/// What an edge is, as far as others may know.
public struct EdgeFacts: Codable, Sendable, Equatable {
    public let sport: String
    public let eventKey: String
    public let marketType: String
    public let player: String?
    public let side: String
    public let line: LineText?
    public let book: String
    public let quote: ID<Quote>?
    /// As a fraction, which is exact.
    public let odds: String
    public let probability: ProbabilityText
    public let status: EdgeStatus
    public let staleAt: Timestamp
    public let expiresAt: Timestamp
    public let isShared: Bool

    public init(_ edge: Edge) {
        (sport, eventKey, marketType, player) = (edge.sport, edge.eventKey, edge.marketType, edge.player)
        (side, line, book, quote) = (edge.side, edge.line, edge.book, edge.quote)
        (odds, probability, status) = (edge.bestOdds.fractional, edge.probability, edge.status)
        (staleAt, expiresAt, isShared) = (edge.staleAt, edge.expiresAt, edge.isShared)
    }
}

public struct EdgeCreated: Event {
    public static let type = "betting.edge-created"
    public let edge: ID<Edge>
    public let user: ID<User>
    public let after: EdgeFacts
    public var subject: Subject { Subject("edge", edge) }
    public init(edge: ID<Edge>, user: ID<User>, after: EdgeFacts) {
        (self.edge, self.user, self.after) = (edge, user, after)
    }
}

public struct EdgeChanged: Event {
    public static let type = "betting.edge-changed"
    public let edge: ID<Edge>
    public let before: EdgeFacts
    public let after: EdgeFacts
    public var subject: Subject { Subject("edge", edge) }
    public init(edge: ID<Edge>, before: EdgeFacts, after: EdgeFacts) {
        (self.edge, self.before, self.after) = (edge, before, after)
    }
}

/// It became stale, expired or used.
public struct EdgeMoved: Event {
    public static let type = "betting.edge-moved"
    public let edge: ID<Edge>
    public let before: EdgeStatus
    public let after: EdgeStatus
    public var subject: Subject { Subject("edge", edge) }
    public init(edge: ID<Edge>, before: EdgeStatus, after: EdgeStatus) {
        (self.edge, self.before, self.after) = (edge, before, after)
    }
}

/// It is shown to nobody any more.
public struct EdgePutAway: Event {
    public static let type = "betting.edge-put-away"
    public let edge: ID<Edge>
    public let status: EdgeStatus
    public var subject: Subject { Subject("edge", edge) }
    public init(edge: ID<Edge>, status: EdgeStatus) { (self.edge, self.status) = (edge, status) }
}
