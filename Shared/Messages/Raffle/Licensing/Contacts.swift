/// Whom to reach about a jurisdiction, a venue or an organization. What it says of a person is in no event and can be erased.
public struct ContactView: Codable, Sendable, Equatable {
    public let id: ID<LicensingContact>
    public var contactType: ContactKind
    /// Nothing where it was erased.
    public var name: String?
    public var email: String?
    public var phone: String?
    public var isErased: Bool
    public let createdAt: Timestamp
    public let createdBy: ID<User>
    public var updatedAt: Timestamp
    public var updatedBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case id, contactType = "contact_type", name, email, phone, isErased = "is_erased"
        case createdAt = "created_at", createdBy = "created_by", updatedAt = "updated_at"
        case updatedBy = "updated_by"
    }

    public init(
        id: ID<LicensingContact>, contactType: ContactKind, name: String? = nil, email: String? = nil,
        phone: String? = nil, isErased: Bool, createdAt: Timestamp, createdBy: ID<User>, updatedAt: Timestamp,
        updatedBy: ID<User>
    ) {
        (self.id, self.contactType, self.name, self.email) = (id, contactType, name, email)
        (self.phone, self.isErased, self.createdAt) = (phone, isErased, createdAt)
        (self.createdBy, self.updatedAt, self.updatedBy) = (createdBy, updatedAt, updatedBy)
    }
}

public enum CreateContact: Command {
    public struct Request: Codable, Sendable {
        public let contactType: ContactKind
        public let name: ElementName
        public let email: Email?
        public let phone: Text<PhoneRule>?

        enum CodingKeys: String, CodingKey {
            case contactType = "contact_type", name, email, phone
        }

        public init(contactType: ContactKind, name: ElementName, email: Email? = nil, phone: Text<PhoneRule>? = nil) {
            (self.contactType, self.name, self.email, self.phone) = (contactType, name, email, phone)
        }
    }
    public typealias Reply = ContactView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.create-contact"
    public static let summary = "Add a contact"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .create("/v1/contacts")
    public static func location(of reply: Reply) -> String? { "/v1/contacts/\(reply.id)" }
}

public enum ChangeContact: Command {
    public struct Request: Codable, Sendable {
        public let contactID: ID<LicensingContact>
        public let contactType: ContactKind?
        public let name: ElementName?
        public let email: Change<Email>
        public let phone: Change<Text<PhoneRule>>

        enum CodingKeys: String, CodingKey {
            case contactID = "contact_id", contactType = "contact_type", name, email, phone
        }

        public init(
            contactID: ID<LicensingContact>, contactType: ContactKind? = nil, name: ElementName? = nil,
            email: Change<Email> = .keep, phone: Change<Text<PhoneRule>> = .keep
        ) {
            (self.contactID, self.contactType, self.name, self.email) = (contactID, contactType, name, email)
            self.phone = phone
        }
    }
    public typealias Reply = ContactView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.change-contact"
    public static let summary = "Change a contact"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .patch("/v1/contacts/{contact_id}")
}

public enum EraseContact: Command {
    public struct Request: Codable, Sendable {
        public let contactID: ID<LicensingContact>

        enum CodingKeys: String, CodingKey {
            case contactID = "contact_id"
        }

        public init(contactID: ID<LicensingContact>) {
            self.contactID = contactID
        }
    }
    public typealias Reply = ContactView
    public typealias Failure = LicensingFailure
    public static let name = "raffle.erase-contact"
    public static let summary = "Erase what a contact says of a person"
    public static let access = Access.roles([.admin])
    public static let route: Route? = .delete("/v1/contacts/{contact_id}")
}

public enum GetContact: Query {
    public struct Request: Codable, Sendable {
        public let contactID: ID<LicensingContact>

        enum CodingKeys: String, CodingKey {
            case contactID = "contact_id"
        }

        public init(contactID: ID<LicensingContact>) {
            self.contactID = contactID
        }
    }
    public typealias Reply = ContactView
    public static let name = "raffle.get-contact"
    public static let summary = "One contact"
    public static let access = Access.signedIn
    public static let route: Route? = .get("/v1/contacts/{contact_id}")
}

public enum ListContacts: Query {
    public struct Request: Codable, Sendable {
        public let contactType: ContactKind?
        public let limit: PageLimit?
        public let cursor: Cursor?

        enum CodingKeys: String, CodingKey {
            case contactType = "contact_type", limit, cursor
        }

        public init(contactType: ContactKind? = nil, limit: PageLimit? = nil, cursor: Cursor? = nil) {
            (self.contactType, self.limit, self.cursor) = (contactType, limit, cursor)
        }
    }
    public typealias Reply = Page<ContactView>
    public static let name = "raffle.list-contacts"
    public static let summary = "Contacts, the latest added first"
    public static let access = Access.roles([.operator_, .admin, .auditor])
    public static let route: Route? = .get("/v1/contacts")
}
