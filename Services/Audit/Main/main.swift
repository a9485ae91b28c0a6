import Audit
import Host

let process = ServiceProcess(
    .audit,
    settings: [
        Setting("witnesses", default: KeyRing.witness, "who may cosign the log's heads, by keys' names"),
        Setting(
            "retention-days", default: RetentionRules.standard,
            "how long events' bytes are kept: days by money, security, sign_ins and technical; else for good"),
    ])
let configuration = process.configuration

process.run { keys in
    guard let retention = RetentionRules(configuration["retention-days"]) else {
        throw KeyRing.Fault(description: "--retention-days is not a list such as sign_ins:400,technical:90")
    }
    let names = configuration["witnesses"].split(separator: ",").map(String.init)
    let witnesses = try names.flatMap { name in
        try keys.witnessKeys(of: name).map { try AuditWitness(peer: name, publicKey: $0) }
    }
    return try AuditService.definition(
        signingKeySeed: try keys.signingSeed(of: "audit"), witnesses: witnesses, retention: retention)
}
