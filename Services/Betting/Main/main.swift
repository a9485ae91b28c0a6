import Betting
import Host

let process = ServiceProcess(
    .betting,
    settings: [
        Setting("peer-fee", default: "0", "what the house keeps of what is won in peer bets, in percent"),
        Setting("peer-bets-a-day", default: "20", "how many peer bets a user may make in a UTC day"),
        Setting("stake-check-hours", default: "24", "how often all stakes are held against the wallet, in hours"),
    ])
let configuration = process.configuration

process.run { _ in
    guard var settings = BettingSettings().withPeerFee(percent: configuration["peer-fee"]) else {
        throw KeyRing.Fault(description: "--peer-fee is not a percentage from 0 to under 100 with at most 2 decimals")
    }
    settings.peerBetsADay = try configuration.number("peer-bets-a-day")
    guard (0...100_000).contains(settings.peerBetsADay) else {
        throw KeyRing.Fault(description: "peer-bets-a-day is not 0 to 100000")
    }
    let hours = try configuration.number("stake-check-hours")
    guard (1...10_000).contains(hours) else { throw KeyRing.Fault(description: "stake-check-hours is not 1 to 10000") }
    settings.stakeCheckSeconds = Int64(hours) * 3600
    settings.zones = try ZoneFiles().book()
    return BettingService.definition(settings)
}
