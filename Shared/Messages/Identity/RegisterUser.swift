/// Signs a person up.
public enum RegisterUser: Command {
    public struct Request: Codable, Sendable {
        public let email: Email
        /// Without one the answer carries the secret of an authenticator app, to be confirmed before signing in.
        public let password: Text<NewPasswordRule>?
        public let username: Username?
        public let displayName: Text<DisplayNameRule>?
        public let birthDate: Day
        public let country: Text<CountryRule>?
        public let invitationCode: InvitationCode?
        public var name: Text<FullNameRule>?
        public var timeZone: TimeZoneName?
        public var language: Text<LanguageRule>?
        public var contact: ContactPatch?
        public var preferences: PreferencesPatch?

        enum CodingKeys: String, CodingKey {
            case email, password, username, displayName = "display_name", birthDate = "birth_date", country
            case invitationCode = "invitation_code", name, timeZone = "time_zone", language, contact, preferences
        }

        public init(
            email: Email, password: Text<NewPasswordRule>?, username: Username? = nil,
            displayName: Text<DisplayNameRule>? = nil, birthDate: Day, country: Text<CountryRule>? = nil,
            invitationCode: InvitationCode? = nil
        ) {
            (self.email, self.password, self.username) = (email, password, username)
            (self.displayName, self.birthDate, self.country) = (displayName, birthDate, country)
            self.invitationCode = invitationCode
        }

        /// What is said beyond what makes an account, as it could be said later as well.
        public var profile: UpdateMe.Request {
            var profile = UpdateMe.Request()
            if let name { profile.name = .set(name) }
            if let timeZone { profile.timeZone = .set(timeZone) }
            if let language { profile.language = .set(language) }
            if let contact { profile.contact = .set(contact) }
            if let preferences { profile.preferences = .set(preferences) }
            return profile
        }
    }
    /// The new user, with the fields of their profile beside what only signing up answers.
    @dynamicMemberLookup
    public struct Reply: Codable, Sendable {
        public let profile: UserProfile
        /// Where no password was given: confirm it with `POST /v1/users/{id}/totp/confirm`.
        public let totp: TOTPEnrolment?

        enum CodingKeys: String, CodingKey { case totp }

        public init(profile: UserProfile, totp: TOTPEnrolment? = nil) { (self.profile, self.totp) = (profile, totp) }

        public init(from decoder: any Decoder) throws {
            profile = try UserProfile(from: decoder)
            totp = try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(TOTPEnrolment.self, forKey: .totp)
        }

        public func encode(to encoder: any Encoder) throws {
            try profile.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(totp, forKey: .totp)
        }

        public subscript<Value>(dynamicMember member: KeyPath<UserProfile, Value>) -> Value { profile[keyPath: member] }
    }
    public enum Failure: String, DomainFailure {
        case emailTaken = "email_taken"
        case usernameTaken = "username_taken"
        case usernameReserved = "username_reserved"
        case passwordTooCommon = "password_too_common"
        case underAge = "under_age"
        case countryNotAllowed = "country_not_allowed"
        case invitationRequired = "invitation_required"
        /// Unknown, over, disabled or used up: which of them is not told.
        case invalidInvitation = "invalid_invitation"
        public var status: Int {
            switch self {
            case .emailTaken, .usernameTaken: 409
            case .usernameReserved, .passwordTooCommon, .underAge, .countryNotAllowed, .invitationRequired,
                .invalidInvitation:
                422
            }
        }
    }
    public static let name = "identity.register-user"
    public static let summary = "Sign up"
    public static let access = Access.anyone
    public static let route: Route? = .create("/v1/users")
    public static let replyHoldsSecrets = true
    public static func location(of reply: Reply) -> String? { "/v1/users/\(reply.id)" }
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
