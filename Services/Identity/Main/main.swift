import Crypto
import Host
import Identity
import Messages

let process = ServiceProcess(
    .identity,
    settings: [
        Setting("admin-email", default: "", "the first admin's email, used once when there is no admin yet"),
        Setting("admin-password", default: "", "the first admin's password, used once when there is no admin yet"),
        Setting("unverified-may-stake", default: "true", "whether one may stake before the email address is verified"),
        Setting("unverified-may-withdraw", default: "true", "whether one may withdraw before that"),
        Setting("invitation-required", default: "false", "whether only those who were invited may sign up"),
        Setting("countries", default: "", "from where one may sign up and stake, such as IE,GB; empty for everywhere"),
        Setting("token-minutes", default: "60", "how long an access token lives"),
        Setting("idle-days", default: "7", "how long a session lives without being refreshed"),
        Setting("absolute-days", default: "30", "how long a session lives however often it is refreshed"),
        Setting("proof-minutes", default: "15", "how long after a proof of who one is the ways in may be changed"),
        Setting("chat-confirmation", default: "optional", "whether bots need confirmed links: optional or required"),
    ])
let (email, password) = (process.configuration["admin-email"], process.configuration["admin-password"])

let configuration = process.configuration

process.run { keys in
    func positive(_ name: String) throws -> Int64 {
        let number = try configuration.number(name)
        guard (1...100_000).contains(number) else { throw KeyRing.Fault(description: "\(name) is not 1 to 100000") }
        return Int64(number)
    }
    var admin: BootstrapAdmin?
    if !email.isEmpty {
        guard let email = Email(email), let password = Text<NewPasswordRule>(password) else {
            throw KeyRing.Fault(description: "the admin's email or password is not one: \(NewPasswordRule.expected)")
        }
        admin = BootstrapAdmin(email: email, password: password)
    }
    var settings = IdentitySettings(
        signingKeySeed: try keys.signingSeed(of: "identity"), secret: try keys.ownSecret(of: "identity"),
        passwordCost: .interactive, bootstrapAdmin: admin)
    settings.zones = try ZoneFiles().book()
    settings.countries = Set(
        try configuration["countries"].split(separator: ",").map { name in
            guard let country = CountryCode(name.filter { $0 != " " }) else {
                throw KeyRing.Fault(description: "\(name) in --countries is not \(CountryRule.expected)")
            }
            return country
        })
    settings.unverifiedMayStake = try configuration.truth("unverified-may-stake")
    settings.unverifiedMayWithdraw = try configuration.truth("unverified-may-withdraw")
    settings.invitationRequired = try configuration.truth("invitation-required")
    settings.tokenMinutes = try positive("token-minutes")
    settings.idleDays = try positive("idle-days")
    settings.absoluteDays = try positive("absolute-days")
    settings.proofMinutes = try positive("proof-minutes")
    switch configuration["chat-confirmation"] {
    case "optional": settings.chatsMustBeConfirmed = false
    case "required": settings.chatsMustBeConfirmed = true
    default: throw KeyRing.Fault(description: "chat-confirmation is neither optional nor required")
    }
    return try IdentityService.definition(settings)
}
