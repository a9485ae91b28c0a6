/// What people sign up with where they were invited.
public enum InvitationCodeRule: TextRule {
    public static let length = 3...40
    public static let pattern: String? = "^[A-Za-z0-9_-]+$"
    public static let sample = "SPRING-2027"
    public static let expected = "3 to 40 of A-Z, a-z, 0-9, _ and -"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

public typealias InvitationCode = Text<InvitationCodeRule>

/// How often a code may be used: 1 to 1,000,000.
public struct UseCount: Hashable, Sendable, SchemaProviding {
    public static let range: ClosedRange<Int64> = 1...1_000_000
    public let count: Int64

    public init?(_ count: Int64) {
        guard UseCount.range.contains(count) else { return nil }
        self.count = count
    }

    public init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int64.self)
        guard let count = UseCount(number) else { throw decoder.invalid("a number from 1 to 1000000") }
        self = count
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    private init(trusted count: Int64) { self.count = count }

    public static var schema: Schema { Schema(type: .integer, minimum: range.lowerBound, maximum: range.upperBound) }
    public static var sample: UseCount { UseCount(trusted: 100) }
}

/// A code with which so many people may sign up.
public struct Invitation: Codable, Sendable {
    public let code: InvitationCode
    public let maxUses: Int64
    public let uses: Int64
    public let expiresAt: Timestamp?
    public let isEnabled: Bool
    /// What everybody who signs up with it is given to play with.
    public let bonus: Money?
    public let createdAt: Timestamp
    public let createdBy: ID<User>

    enum CodingKeys: String, CodingKey {
        case code, maxUses = "max_uses", uses, expiresAt = "expires_at", isEnabled = "enabled", bonus
        case createdAt = "created_at", createdBy = "created_by"
    }

    public init(
        code: InvitationCode, maxUses: Int64, uses: Int64, expiresAt: Timestamp?, isEnabled: Bool, bonus: Money?,
        createdAt: Timestamp, createdBy: ID<User>
    ) {
        (self.code, self.maxUses, self.uses, self.expiresAt) = (code, maxUses, uses, expiresAt)
        (self.isEnabled, self.bonus) = (isEnabled, bonus)
        (self.createdAt, self.createdBy) = (createdAt, createdBy)
    }
}

/// Makes an invitation; its code is drawn where none is given.
public enum CreateInvitation: Command {
    public struct Request: Codable, Sendable {
        public let code: InvitationCode?
        public let maxUses: UseCount
        public let expiresAt: Timestamp?
        /// Paid once to each who signs up with it. The wallet is asked whether there is such a currency, and such small
        /// parts of it.
        public let bonus: Money?

        enum CodingKeys: String, CodingKey { case code, maxUses = "max_uses", expiresAt = "expires_at", bonus }

        public init(code: InvitationCode? = nil, maxUses: UseCount, expiresAt: Timestamp? = nil, bonus: Money? = nil) {
            (self.code, self.maxUses, self.expiresAt, self.bonus) = (code, maxUses, expiresAt, bonus)
        }
    }
    public typealias Reply = Invitation
    public enum Failure: String, DomainFailure {
        case codeTaken = "code_taken"
        public var status: Int { 409 }
    }
    public static let sharedFailures: [any DomainFailure.Type] = [CheckBonus.Failure.self]
    public static let name = "identity.create-invitation"
    public static let summary = "Make an invitation code"
    public static let access = Access.roles([.admin, .operator_])
    public static let route: Route? = .create("/v1/invitations")
    public static func location(of reply: Invitation) -> String? { "/v1/invitations/\(reply.code.text)" }
}

/// Changes of an invitation what is given, and nothing else.
public enum ChangeInvitation: Command {
    public struct Request: Codable, Sendable {
        public let code: InvitationCode
        public let isEnabled: Bool?
        /// It can be changed and not taken away. As many as there were uses, or fewer, closes it.
        public let maxUses: UseCount?
        public let expiresAt: Change<Timestamp>

        enum CodingKeys: String, CodingKey {
            case code, isEnabled = "enabled", maxUses = "max_uses", expiresAt = "expires_at"
        }

        public init(
            code: InvitationCode, isEnabled: Bool? = nil, maxUses: UseCount? = nil,
            expiresAt: Change<Timestamp> = .keep
        ) {
            (self.code, self.isEnabled, self.maxUses, self.expiresAt) = (code, isEnabled, maxUses, expiresAt)
        }
    }
    public typealias Reply = Invitation
    public static let name = "identity.change-invitation"
    public static let summary = "Change an invitation code"
    public static let access = Access.roles([.admin, .operator_])
    public static let route: Route? = .patch("/v1/invitations/{code}")
}

/// One invitation.
public enum GetInvitation: Query {
    public struct Request: Codable, Sendable {
        public let code: InvitationCode

        public init(code: InvitationCode) { self.code = code }
    }
    public typealias Reply = Invitation
    public static let name = "identity.get-invitation"
    public static let summary = "Show an invitation code"
    public static let access = Access.roles([.admin, .operator_])
    public static let route: Route? = .get("/v1/invitations/{code}")
}

/// All invitations, by their codes.
public enum ListInvitations: Query {
    public struct Request: Codable, Sendable {
        public let limit: PageLimit?
        public let cursor: Cursor?

        public init(limit: PageLimit? = nil, cursor: Cursor? = nil) { (self.limit, self.cursor) = (limit, cursor) }
    }
    public typealias Reply = Page<Invitation>
    public static let name = "identity.list-invitations"
    public static let summary = "List invitation codes"
    public static let access = Access.roles([.admin, .operator_])
    public static let route: Route? = .get("/v1/invitations")
}
