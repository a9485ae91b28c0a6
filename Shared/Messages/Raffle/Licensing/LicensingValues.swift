// What the world that raffles are licensed in is made of. `Organization` stands beside the statements that name one.
public enum Jurisdiction {}
public enum Venue {}
public enum Licence {}
public enum LicensingContact {}
public enum Address {}
public enum Regulations {}
public enum OrganizationSettings {}
public enum OrganizationVenue {}

public enum JurisdictionKind: String, WireEnum {
    case state, province, country, local, unknown

    public static var fallback: JurisdictionKind? { .unknown }
}

public enum OrganizationKind: String, WireEnum {
    case nonprofit, charity, club, unknown

    public static var fallback: OrganizationKind? { .unknown }
}

/// Where a licence stands. What is expired or revoked stays so: a new one is a licence of its own.
public enum LicenceStatus: String, WireEnum {
    case active, suspended, expired, revoked, unknown

    public static var fallback: LicenceStatus? { .unknown }
}

public enum ContactKind: String, WireEnum {
    case primary, regulatory, emergency, unknown

    public static var fallback: ContactKind? { .unknown }
}

public enum AddressKind: String, WireEnum {
    case physical, mailing, unknown

    public static var fallback: AddressKind? { .unknown }
}

/// How an organization is allowed to use a venue; one at most is its primary one.
public enum VenueRelation: String, WireEnum {
    case primary, authorized, unknown

    public static var fallback: VenueRelation? { .unknown }
}

/// What attributes are of.
public enum AttributedElement: String, WireEnum {
    case jurisdiction, venue, organization, unknown

    public static var fallback: AttributedElement? { .unknown }
}

public enum AttributeType: String, WireEnum {
    case string, number, boolean, json, unknown

    public static var fallback: AttributeType? { .unknown }
}

public enum ElementNameRule: NameRule {
    public static let length = 1...255
    public static let sample = "Northside Community Club"
}

public enum JurisdictionCodeRule: TextRule {
    public static let length = 2...50
    public static let pattern: String? = "^[A-Z0-9]+(-[A-Z0-9]+)*$"
    public static let sample = "SF-CA-US"
    public static let expected = "capital letters and digits joined by hyphens, such as SF-CA-US"

    public static func accepts(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty && part.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) }
        }
    }
}

public enum StreetRule: NameRule {
    public static let length = 1...500
    public static let sample = "12 Harbour Street"
}

public enum PostalCodeRule: TextRule {
    public static let length = 1...20
    public static let sample = "94103"
}

public enum TaxNumberRule: TextRule {
    public static let length = 1...50
    public static let sample = "12-3456789"
}

/// A name that can stand in a path as it is.
public enum AttributeNameRule: TextRule {
    public static let length = 1...100
    public static let pattern: String? = "^[A-Za-z0-9_.-]+$"
    public static let sample = "parking_spaces"
    public static let expected = "1 to 100 of A-Z, a-z, 0-9, _, . and -"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x41...0x5a).contains(byte & 0xdf) || (0x30...0x39).contains(byte) || "_.-".utf8.contains(byte)
        }
    }
}

public enum AttributeValueRule: TextRule {
    public static let length = 0...4000
    public static let sample = "100"
}

public typealias ElementName = Text<ElementNameRule>
public typealias JurisdictionCode = Text<JurisdictionCodeRule>
public typealias Street = Text<StreetRule>
public typealias PostalCode = Text<PostalCodeRule>
public typealias TaxNumber = Text<TaxNumberRule>
public typealias AttributeName = Text<AttributeNameRule>
public typealias AttributeValue = Text<AttributeValueRule>
/// Up to ten years.
public typealias EventHours = WholeNumber<1, 87_600>

/// Why something in the licensing world is not made or changed as asked.
public enum LicensingFailure: String, DomainFailure {
    case codeTaken = "code_taken"
    case identifierTaken = "identifier_taken"
    case licenceTaken = "licence_taken"
    case inUse = "in_use"
    case switchedOff = "switched_off"
    case wrongState = "wrong_state"
    case unknownJurisdiction = "unknown_jurisdiction"
    case unknownVenue = "unknown_venue"
    case unknownLicence = "unknown_licence"
    case unknownContact = "unknown_contact"
    case unknownAddress = "unknown_address"
    case unknownCurrency = "unknown_currency"
    case unknownTimeZone = "unknown_time_zone"
    case unknownKind = "unknown_kind"
    case wrongLicenceType = "wrong_licence_type"
    case wrongAddressType = "wrong_address_type"
    case venueNotAuthorized = "venue_not_authorized"
    case cyclicHierarchy = "cyclic_hierarchy"
    case hierarchyTooDeep = "hierarchy_too_deep"
    case datesOutOfOrder = "dates_out_of_order"
    case currenciesDiffer = "currencies_differ"
    case wrongValue = "wrong_value"
    case tooMany = "too_many"

    public var status: Int {
        switch self {
        case .codeTaken, .identifierTaken, .licenceTaken, .inUse, .switchedOff, .wrongState: 409
        default: 422
        }
    }
}
