import Betting
import Host

let process = ServiceProcess(
    .betting,
    settings: [
        Setting("stake-check-hours", default: "24", "how often all stakes are held against the wallet, in hours")
    ])
let configuration = process.configuration

process.run { _ in
    let hours = try configuration.number("stake-check-hours")
    guard (1...10_000).contains(hours) else { throw KeyRing.Fault(description: "stake-check-hours is not 1 to 10000") }
    return BettingService.definition(stakeCheckSeconds: Int64(hours) * 3600)
}
