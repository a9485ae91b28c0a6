/// Something more that is known of a jurisdiction, a venue or an organization. Not for what is known of people.
public struct AttributeView: Codable, Sendable, Equatable {
    public let entityType: AttributedElement
    /// The id of what it is of.
    public let entityID: Text<ElementIDRule>
    public let name: String
    public var value: String?
    public var dataType: AttributeType
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case entityType = "entity_type", entityID = "entity_id", name = "attribute_name"
        case value = "attribute_value", dataType = "data_type", createdAt = "created_at"
        case createdBy = "created_by", updatedAt = "updated_at", updatedBy = "updated_by"
    }

    public init(
        entityType: AttributedElement, entityID: Text<ElementIDRule>, name: String, value: String? = nil,
        dataType: AttributeType, createdAt: Timestamp, createdBy: ID<User>, updatedAt: Timestamp, updatedBy: ID<User>
    ) {
        (self.entityType, self.entityID, self.name, self.value) = (entityType, entityID, name, value)
        (self.dataType, self.createdAt, self.createdBy) = (dataType, createdAt, createdBy)
        (self.updatedAt, self.updatedBy) = (updatedAt, updatedBy)
    }
}

/// The id of an element of any kind.
public enum ElementIDRule: TextRule {
    public static let length = 36...36
    public static let format: String? = "uuid"
    public static let sample = ID<Organization>.sample.text
    public static let expected = "a UUID such as \(sample)"

    public static func accepts(_ text: String) -> Bool { ID<Organization>(text) != nil }
}

/// Says what an attribute is, for the first time or anew.
public enum SetAttribute: Command {
    public struct Request: Codable, Sendable {
        public let entityType: AttributedElement
        public let entityID: Text<ElementIDRule>
        public let name: AttributeName
        /// Nothing where it is left out: it is known that there is none.
        public let attributeValue: AttributeValue?
        /// Text where nothing is said. A value that is none of its type is refused.
        public let dataType: AttributeType?

        enum CodingKeys: String, CodingKey {
            case entityType = "entity_type", entityID = "entity_id", name
            case attributeValue = "attribute_value", dataType = "data_type"
        }

        public init(
            entityType: AttributedElement, entityID: Text<ElementIDRule>, name: AttributeName,
            attributeValue: AttributeValue? = nil, dataType: AttributeType? = nil
        ) {
            (self.entityType, self.entityID, self.name) = (entityType, entityID, name)
            (self.attributeValue, self.dataType) = (attributeValue, dataType)
        }
    }
    public typealias Reply = AttributeView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.set-attribute"
    public static let summary = "Say an attribute of a jurisdiction, a venue or an organization"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .put("/v1/attributes/{entity_type}/{entity_id}/{name}")
}

public enum DropAttribute: Command {
    public struct Request: Codable, Sendable {
        public let entityType: AttributedElement
        public let entityID: Text<ElementIDRule>
        public let name: AttributeName

        enum CodingKeys: String, CodingKey {
            case entityType = "entity_type", entityID = "entity_id", name
        }

        public init(entityType: AttributedElement, entityID: Text<ElementIDRule>, name: AttributeName) {
            (self.entityType, self.entityID, self.name) = (entityType, entityID, name)
        }
    }
    public typealias Reply = AttributeView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.drop-attribute"
    public static let summary = "Take an attribute away"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .delete("/v1/attributes/{entity_type}/{entity_id}/{name}")
}

public enum GetAttribute: Query {
    public struct Request: Codable, Sendable {
        public let entityType: AttributedElement
        public let entityID: Text<ElementIDRule>
        public let name: AttributeName

        enum CodingKeys: String, CodingKey {
            case entityType = "entity_type", entityID = "entity_id", name
        }

        public init(entityType: AttributedElement, entityID: Text<ElementIDRule>, name: AttributeName) {
            (self.entityType, self.entityID, self.name) = (entityType, entityID, name)
        }
    }
    public typealias Reply = AttributeView
    public static let name = "raffle.get-attribute"
    public static let summary = "One attribute"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/attributes/{entity_type}/{entity_id}/{name}")
}

public enum ListAttributes: Query {
    public struct Request: Codable, Sendable {
        public let entityType: AttributedElement
        public let entityID: Text<ElementIDRule>
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case entityType = "entity_type", entityID = "entity_id", limit, cursor
        }

        public init(
            entityType: AttributedElement, entityID: Text<ElementIDRule>, limit: PageLimit? = nil, cursor: Cursor? = nil
        ) {
            (self.entityType, self.entityID, self.limit, self.cursor) = (entityType, entityID, limit, cursor)
        }
    }
    public typealias Reply = Page<AttributeView>
    public static let name = "raffle.list-attributes"
    public static let summary = "Attributes of a jurisdiction, a venue or an organization, by their names"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/attributes/{entity_type}/{entity_id}")
}
