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
    ])
let (email, password) = (process.configuration["admin-email"], process.configuration["admin-password"])

process.run { keys in
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
    settings.unverifiedMayStake = try process.configuration.truth("unverified-may-stake")
    settings.unverifiedMayWithdraw = try process.configuration.truth("unverified-may-withdraw")
    settings.invitationRequired = try process.configuration.truth("invitation-required")
    settings.zones = try ZoneFiles().book()
    settings.countries = Set(
        try process.configuration["countries"].split(separator: ",").map { name in
            guard let country = CountryCode(name.filter { $0 != " " }) else {
                throw KeyRing.Fault(description: "\(name) in --countries is not \(CountryRule.expected)")
            }
            return country
        })
    return try IdentityService.definition(settings)
}
