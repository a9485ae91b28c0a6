import Audit
import Host

let process = ServiceProcess(
    .audit,
    settings: [
        Setting("witnesses", default: KeyRing.witness, "who may cosign the log's heads, by keys' names"),
        Setting(
            "retention-days", default: RetentionRules.standard,
            "how long events' bytes are kept: days by money, security, sign_ins and technical; else for good"),
        Setting("check-hours", default: "24", "how often the log and all services' events are checked, in hours"),
        Setting(
            "accept-log-head", default: "",
            "<size>.<root>: go on from this head of the log, which another than this service wrote"),
    ])
let configuration = process.configuration

process.run { keys in
    guard let retention = RetentionRules(configuration["retention-days"]) else {
        throw KeyRing.Fault(
            description:
                "--retention-days is not a list such as sign_ins:400,technical:90, of days from 1 to 36500 each")
    }
    let names = configuration["witnesses"].split(separator: ",").map(String.init)
    let witnesses = try names.flatMap { name in
        try keys.witnessKeys(of: name).map { try AuditWitness(peer: name, publicKey: $0) }
    }
    let hours = try configuration.number("check-hours")
    guard (1...10_000).contains(hours) else { throw KeyRing.Fault(description: "check-hours is not 1 to 10000") }
    let accepted = configuration["accept-log-head"]
    guard accepted.isEmpty || AcceptedHead(accepted) != nil else {
        throw KeyRing.Fault(description: "--accept-log-head is not <size>.<root>, as readiness names it")
    }
    return try AuditService.definition(
        signingKeySeed: try keys.signingSeed(of: "audit"), witnesses: witnesses, retention: retention,
        checkSeconds: Int64(hours) * 3600, acceptedHead: AcceptedHead(accepted))
}
