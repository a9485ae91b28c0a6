import Crypto
import Host
import Identity

let process = ServiceProcess(
    .identity,
    settings: [
        Setting("admin-email", default: "", "the first admin's email, used once when there is no admin yet"),
        Setting("admin-password", default: "", "the first admin's password, used once when there is no admin yet"),
    ])
let (email, password) = (process.configuration["admin-email"], process.configuration["admin-password"])

process.run { keys in
    IdentityService.definition(
        signingKeySeed: try keys.signingSeed(of: "identity"), passwordCost: .interactive,
        bootstrapAdmin: email.isEmpty ? nil : .init(email: email, password: password))
}
