import Host
import Messages
import Wallet

let process = ServiceProcess(
    .wallet,
    settings: [
        Setting("proof-hours", default: "24", "how often the wallet checks its own books, in hours"),
        Setting(
            "accept-ledger", default: "",
            "goes on from a ledger that is not as the wallet wrote it, through the transaction that readiness names"),
        Setting("withdrawal-kyc", default: "", "most in 30 days without KYC level full, as EUR:1000,USDT:1000"),
        Setting("withdrawal-minimum", default: "", "the smallest withdrawal by currency, such as EUR:10,USDT:5"),
        Setting("deposit-confirmations", default: "6", "how many make a transfer sure, such as 6,bitcoin:3"),
        Setting("welcome-grant", default: "", "what each new user is given to play with, such as POINTS:100"),
        Setting("deposit-webhook-secret-file", default: "", "what deposit webhooks are signed with; one of the keys"),
    ])
let configuration = process.configuration

process.run { keys in
    func sums(_ name: String) throws -> [CurrencyCode: DecimalText] {
        guard let sums = SumList.read(configuration[name]) else {
            throw KeyRing.Fault(description: "--\(name) is not a list such as EUR:1000,USDT:250.50")
        }
        return sums
    }
    let proofHours = try configuration.number("proof-hours")
    guard (1...10_000).contains(proofHours) else { throw KeyRing.Fault(description: "proof-hours is not 1 to 10000") }
    var settings = WalletSettings()
    let accepted = configuration["accept-ledger"]
    settings.acceptedLedger = Int64(accepted)
    guard accepted.isEmpty || settings.acceptedLedger != nil else {
        throw KeyRing.Fault(description: "--accept-ledger is not the number of a transaction, as readiness names it")
    }
    guard let grants = WelcomeGrants(configuration["welcome-grant"]) else {
        throw KeyRing.Fault(description: "--welcome-grant is not such as POINTS:100, or POINTS:100,EUR:5.00")
    }
    settings.welcomeGrants = grants
    settings.zones = try ZoneFiles().book()
    settings.verifiedAbove = try sums("withdrawal-kyc")
    settings.smallestWithdrawal = try sums("withdrawal-minimum")
    guard let confirmations = ConfirmationRule(configuration["deposit-confirmations"]) else {
        throw KeyRing.Fault(description: "--deposit-confirmations is not a list such as 6,bitcoin:3")
    }
    settings.confirmations = confirmations
    settings.webhookSecret = try keys.webhookSecret(at: configuration["deposit-webhook-secret-file"])
    settings.proofSeconds = Int64(proofHours) * 3600
    return WalletService.definition(settings)
}
