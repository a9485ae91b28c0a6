import Audit
import Host

let setting = Setting("witnesses", default: KeyRing.witness, "who may cosign the log's heads, by keys' names")
let process = ServiceProcess(.audit, settings: [setting])
let names = process.configuration["witnesses"].split(separator: ",").map(String.init)

process.run { [names] keys in
    let witnesses = try names.flatMap { name in
        try keys.witnessKeys(of: name).map { try AuditWitness(peer: name, publicKey: $0) }
    }
    return try AuditService.definition(signingKeySeed: try keys.signingSeed(of: "audit"), witnesses: witnesses)
}
