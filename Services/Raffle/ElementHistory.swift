public import Messages
public import Runtime
public import Storage

/// What was done to each thing that the service keeps: its events, found by what they are about. They stand in the service's
/// own history, so that nothing is kept twice and none can be changed unseen.
enum ElementHistory {
    /// Tells of a change, and notes it with what it was made to.
    /// - Returns: The event's number.
    @discardableResult
    static func tell<E: Event, Element>(
        _ event: E, of kind: ChangedElement, _ id: ID<Element>, in context: CommandContext
    ) throws -> Int64 {
        if let user = context.caller.statement?.user { try UserReferences.note(user, in: context) }
        let sequence = try context.emit(event)
        try note(sequence, of: kind, id, in: context.database)
        return sequence
    }

    /// Notes an event with one element more that it is about.
    static func note<Element>(
        _ sequence: Int64, of kind: ChangedElement, _ id: ID<Element>, in database: Connection
    ) throws {
        try database.run(
            "INSERT INTO element_change (element_type, element_id, sequence) VALUES (?, ?, ?)", kind, id, sequence)
    }
}

extension ChangedElement: StorageValue {}

/// Of a stored event what its history shows.
private struct ToldChange: Decodable {
    let time: Timestamp
    let actor: String
    let type: String
    let data: RawJSON
}

extension ListElementChanges: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        guard request.elementType != .unknown else {
            throw Rejection.field(
                "/element_type", "invalid_format", "expected jurisdiction, venue, raffle and the like")
        }
        guard let id = ID<Raffle>(request.elementID.text) else { throw Rejection.notFound("element") }
        try check(request.elementType, id, in: context)
        let limit = Paging.limit(request.limit)
        let before = request.cursor == nil ? Int64.max : try Paging.after(request.cursor)
        let coding = WireCoding()
        let found = try context.database.rows(
            """
            SELECT c.sequence, e.body FROM element_change c JOIN runtime_events e ON e.sequence = c.sequence
            WHERE c.element_type = ? AND c.element_id = ? AND c.sequence < ? ORDER BY c.sequence DESC LIMIT ?
            """, request.elementType, id, before, limit + 1
        ) { row in
            let told = try coding.decode(ToldChange.self, from: try row.value(1))
            return ElementChange(
                sequence: try row.value(0), time: told.time, actor: told.actor, type: told.type, data: told.data)
        }
        let page = Paging.page(found, limit: limit) { String($0.sequence) }
        return Page(items: page.items, next: page.next)
    }

    /// An organization's people see what was done to what is theirs; what all live by, whoever works for one sees.
    private static func check(_ kind: ChangedElement, _ id: ID<Raffle>, in context: QueryContext) throws {
        switch kind {
        case .jurisdiction, .venue, .licence: try Staff.look(in: context)
        case .organization: try Staff.look(at: ID(high: id.high, low: id.low), in: context)
        case .raffle, .ticketPackage, .prize, .perk:
            try Staff.look(in: context)
            try Staff.look(at: try owner(of: kind, id, in: context.database), in: context)
        case .contact, .address, .unknown: try Staff.look(at: nil, in: context)
        }
    }

    private static func owner(
        of kind: ChangedElement, _ id: ID<Raffle>, in database: Connection
    ) throws -> ID<Organization>? {
        let read = { (row: borrowing Row) in try row.value(0, as: ID<Organization>?.self) }
        switch kind {
        case .raffle:
            return try database.first("SELECT organization_id FROM raffles WHERE id = ?", id, read: read) ?? nil
        case .ticketPackage:
            return try database.first("SELECT organization_id FROM ticket_package WHERE id = ?", id, read: read) ?? nil
        case .prize:
            return try database.first(
                "SELECT organization_id FROM prize p JOIN raffles r ON r.id = p.raffle WHERE p.id = ?", id, read: read)
                ?? nil
        case .perk:
            return try database.first(
                "SELECT organization_id FROM perk p JOIN raffles r ON r.id = p.raffle WHERE p.id = ?", id, read: read)
                ?? nil
        default: return nil
        }
    }
}
