import Crypto
import Gateway
import GatewayHTTP
import Host

let process = ServiceProcess(
    .gateway,
    settings: [
        Setting("address", default: "127.0.0.1", "the address to listen on"),
        Setting("port", default: "8080", "the port to listen on"),
        Setting(
            "trusted-proxies", default: "",
            "reverse proxies whose X-Forwarded-For is believed: addresses and ranges such as 10.0.0.0/8, with commas"),
    ])
let entrance = Entrance()
var parts = process.parts { database in
    var edge = EdgeSettings()
    edge.trustedProxies = try AddressRanges(process.configuration["trusted-proxies"])
    return try GatewayMachine(
        settings: try process.nodeSettings(), edge: edge, database: database, entropy: SystemEntropy(),
        at: SystemClock.now)
}
parts.onWeb = { id, response in entrance.answer(id, response) }
parts.onWebPart = { id, part in entrance.write(part, to: id) }

process.run(parts) { running in
    try entrance.open(process.configuration, for: running.mailbox)
    return { entrance.close() }
}
