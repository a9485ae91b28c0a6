/// Signs a person up.
public enum RegisterUser: Command {
    public struct Request: Codable, Sendable {
        public let email: Email
        public let password: Text<NewPasswordRule>
        public let username: Username?
        public let displayName: Text<DisplayNameRule>?
        public let birthDate: Day
        public let country: Text<CountryRule>?

        enum CodingKeys: String, CodingKey {
            case email, password, username, displayName = "display_name", birthDate = "birth_date", country
        }

        public init(
            email: Email, password: Text<NewPasswordRule>, username: Username? = nil,
            displayName: Text<DisplayNameRule>? = nil, birthDate: Day, country: Text<CountryRule>? = nil
        ) {
            (self.email, self.password, self.username) = (email, password, username)
            (self.displayName, self.birthDate, self.country) = (displayName, birthDate, country)
        }
    }
    public typealias Reply = UserProfile
    public enum Failure: String, DomainFailure {
        case emailTaken = "email_taken"
        case usernameTaken = "username_taken"
        case usernameReserved = "username_reserved"
        case passwordTooCommon = "password_too_common"
        case underAge = "under_age"
        public var status: Int {
            switch self {
            case .emailTaken, .usernameTaken: 409
            case .usernameReserved, .passwordTooCommon, .underAge: 422
            }
        }
    }
    public static let name = "identity.register-user"
    public static let summary = "Sign up"
    public static let access = Access.anyone
    public static let route: Route? = .create("/v1/users")
    public static func location(of reply: UserProfile) -> String? { "/v1/users/\(reply.id)" }
}

/// A person has signed up. Who they are stands in it only sealed.
public struct UserRegistered: Event {
    public static let type = "identity.user-registered"
    public let user: ID<User>
    public let roles: [Role]
    /// Email, names, birth date and country, sealed under the person's key.
    public let personal: Sealed
    public var subject: Subject { Subject("user", user) }

    public init(user: ID<User>, roles: [Role], personal: Sealed) {
        (self.user, self.roles, self.personal) = (user, roles, personal)
    }
}
