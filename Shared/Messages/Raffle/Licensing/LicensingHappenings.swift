/// A jurisdiction was added or changed; nothing was before where it was added.
public struct JurisdictionChanged: Event {
    public static let type = "raffle.jurisdiction-changed"
    public static let severity = Severity.warning
    public let before: JurisdictionView?
    public let after: JurisdictionView
    public var subject: Subject { Subject("jurisdiction", after.id) }

    public init(before: JurisdictionView? = nil, after: JurisdictionView) {
        (self.before, self.after) = (before, after)
    }
}

/// A jurisdiction's regulations have a new version.
public struct RegulationsSet: Event {
    public static let type = "raffle.regulations-set"
    public static let severity = Severity.warning
    public let before: RegulationsView?
    public let after: RegulationsView
    public var subject: Subject { Subject("jurisdiction", after.jurisdictionID) }

    public init(before: RegulationsView? = nil, after: RegulationsView) {
        (self.before, self.after) = (before, after)
    }
}

/// A venue was added or changed.
public struct VenueChanged: Event {
    public static let type = "raffle.venue-changed"
    public static let severity = Severity.warning
    public let before: VenueView?
    public let after: VenueView
    public var subject: Subject { Subject("venue", after.id) }

    public init(before: VenueView? = nil, after: VenueView) {
        (self.before, self.after) = (before, after)
    }
}

/// An organization was added or changed.
public struct OrganizationChanged: Event {
    public static let type = "raffle.organization-changed"
    public static let severity = Severity.warning
    public let before: OrganizationView?
    public let after: OrganizationView
    public var subject: Subject { Subject("organization", after.id) }

    public init(before: OrganizationView? = nil, after: OrganizationView) {
        (self.before, self.after) = (before, after)
    }
}

/// An organization's settings have a new version.
public struct OrganizationSettingsSet: Event {
    public static let type = "raffle.organization-settings-set"
    public static let severity = Severity.warning
    public let before: OrganizationSettingsView?
    public let after: OrganizationSettingsView
    public var subject: Subject { Subject("organization", after.organizationID) }

    public init(before: OrganizationSettingsView? = nil, after: OrganizationSettingsView) {
        (self.before, self.after) = (before, after)
    }
}

/// An organization may use a venue, or may no more, or otherwise than before.
public struct VenueAuthorizationChanged: Event {
    public static let type = "raffle.venue-authorization-changed"
    public static let severity = Severity.warning
    public let before: OrganizationVenueView?
    public let after: OrganizationVenueView
    public var subject: Subject { Subject("organization", after.organizationID) }

    public init(before: OrganizationVenueView? = nil, after: OrganizationVenueView) {
        (self.before, self.after) = (before, after)
    }
}

/// A licence was added or changed.
public struct LicenceChanged: Event {
    public static let type = "raffle.licence-changed"
    public static let severity = Severity.warning
    public let before: LicenceView?
    public let after: LicenceView
    public var subject: Subject { Subject("licence", after.id) }

    public init(before: LicenceView? = nil, after: LicenceView) {
        (self.before, self.after) = (before, after)
    }
}

/// An attribute was said, changed or taken away; nothing is after where it was taken away.
public struct AttributeChanged: Event {
    public static let type = "raffle.attribute-changed"
    public let entityType: AttributedElement
    public let entityID: String
    public let name: String
    public let before: AttributeView?
    public let after: AttributeView?
    public var subject: Subject { Subject(entityType.rawValue, entityID) }

    enum CodingKeys: String, CodingKey {
        case entityType = "entity_type", entityID = "entity_id", name, before, after
    }

    public init(
        entityType: AttributedElement, entityID: String, name: String, before: AttributeView? = nil,
        after: AttributeView? = nil
    ) {
        (self.entityType, self.entityID, self.name, self.before) = (entityType, entityID, name, before)
        self.after = after
    }
}

/// A contact was added, changed or erased: which of its fields, and never what they say of a person.
public struct ContactChanged: Event {
    public static let type = "raffle.contact-changed"
    public let contact: ID<LicensingContact>
    public let contactType: ContactKind
    public let fields: [String]
    public let isNew: Bool
    public let isErased: Bool
    public var subject: Subject { Subject("contact", contact) }

    enum CodingKeys: String, CodingKey {
        case contact, contactType = "contact_type", fields, isNew = "is_new", isErased = "is_erased"
    }

    public init(contact: ID<LicensingContact>, contactType: ContactKind, fields: [String], isNew: Bool, isErased: Bool)
    {
        (self.contact, self.contactType, self.fields, self.isNew) = (contact, contactType, fields, isNew)
        self.isErased = isErased
    }
}

/// An address was added or changed: which of its fields, and never its lines.
public struct AddressChanged: Event {
    public static let type = "raffle.address-changed"
    public let address: ID<Address>
    public let addressType: AddressKind
    public let country: String
    public let fields: [String]
    public let isNew: Bool
    public var subject: Subject { Subject("address", address) }

    enum CodingKeys: String, CodingKey {
        case address, addressType = "address_type", country, fields, isNew = "is_new"
    }

    public init(address: ID<Address>, addressType: AddressKind, country: String, fields: [String], isNew: Bool) {
        (self.address, self.addressType, self.country) = (address, addressType, country)
        (self.fields, self.isNew) = (fields, isNew)
    }
}
