/// What the raffle service keeps that has a history of its own.
public enum ChangedElement: String, WireEnum {
    case jurisdiction, venue, organization, licence, contact, address, raffle
    case ticketPackage = "ticket_package"
    case prize, perk, unknown

    public static var fallback: ChangedElement? { .unknown }
}

/// Something that was done to an element, as the event of it says; the event itself is in the audit log.
public struct ElementChange: Codable, Sendable {
    /// The number of the event among those of the raffle service.
    public let sequence: Int64
    public let time: Timestamp
    public let actor: String
    public let type: String
    /// With what was before and what is after.
    public let data: RawJSON

    public init(sequence: Int64, time: Timestamp, actor: String, type: String, data: RawJSON) {
        (self.sequence, self.time, self.actor, self.type, self.data) = (sequence, time, actor, type, data)
    }
}

public enum ListElementChanges: Query {
    public struct Request: Codable, Sendable {
        public let elementType: ChangedElement
        public let elementID: Text<ElementIDRule>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case elementType = "element_type", elementID = "element_id", limit, cursor
        }

        public init(
            elementType: ChangedElement, elementID: Text<ElementIDRule>, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.elementType, self.elementID, self.limit) = (elementType, elementID, limit)
            self.cursor = cursor
        }
    }
    public typealias Reply = Page<ElementChange>
    public static let name = "raffle.list-element-changes"
    public static let summary = "What was done to a jurisdiction, a venue, a raffle and the like, the latest first"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/changes/{element_type}/{element_id}")
}
