public import Crypto
public import Messages
public import TimeZones

/// What configuration decides of this service.
public struct IdentitySettings: Sendable {
    /// The 32 bytes of the key that signs statements; every service knows its public half.
    public var signingKeySeed: [UInt8]
    /// 32 bytes that nobody else knows and that never change, from which keys for what lies in this database are
    /// derived, each by a `KeyedHash` of a label of its own.
    public var secret: [UInt8]
    /// What a guess at a password costs. Hashes of another cost are renewed at the next sign-in.
    public var passwordCost: PasswordCost
    /// Who becomes the first admin where there is none.
    public var bootstrapAdmin: BootstrapAdmin?
    /// Whether one may stake, or withdraw, before the email address is verified.
    public var unverifiedMayStake = true
    public var unverifiedMayWithdraw = true
    /// Whether only those who were invited may sign up.
    public var invitationRequired = false
    /// From where one may sign up and stake, by ISO 3166-1; empty for from everywhere.
    public var countries: Set<CountryCode> = []
    /// The time zones that people may live in.
    public var zones = ZoneBook()
    /// How long an access token lives.
    public var tokenMinutes: Int64 = 60
    /// How long a session lives without being refreshed.
    public var idleDays: Int64 = 7
    /// How long a session lives however often it is refreshed.
    public var absoluteDays: Int64 = 30
    /// For how long a session's holder need not prove anew who they are to change the ways into the account.
    public var proofMinutes: Int64 = 15
    /// Whether bots get sessions only for chats in which the link's code was given.
    public var chatsMustBeConfirmed = false

    public init(
        signingKeySeed: [UInt8], secret: [UInt8], passwordCost: PasswordCost, bootstrapAdmin: BootstrapAdmin? = nil
    ) {
        (self.signingKeySeed, self.secret, self.passwordCost) = (signingKeySeed, secret, passwordCost)
        self.bootstrapAdmin = bootstrapAdmin
    }
}
