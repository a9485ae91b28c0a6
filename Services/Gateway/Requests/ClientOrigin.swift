import Runtime

/// From where and with what a client asks, for the services to list and to count by.
struct ClientOrigin {
    static let agentLimit = 200

    let address: String?
    let agent: String?

    init(of web: WebRequest, trusting proxies: AddressRanges) {
        address = ClientOrigin.address(of: web, trusting: proxies)?.text
        agent = web.header("user-agent").flatMap { ClientOrigin.visible($0) }
    }

    /// The connection's address; where that is a trusted proxy's, whom the proxy speaks for. Each proxy adds at the right
    /// what it saw, so the list is read from there and only as far as it comes from proxies that are trusted: what stands
    /// further left the client may have written itself.
    private static func address(of web: WebRequest, trusting proxies: AddressRanges) -> MachineAddress? {
        // A link-local address comes with its interface.
        guard let peer = MachineAddress(web.remoteAddress.prefix { $0 != "%" }) else { return nil }
        guard proxies.contains(peer) else { return peer }
        let hops = web.headers.filter { $0.name == "x-forwarded-for" }
            .flatMap { $0.value.split(separator: ",", omittingEmptySubsequences: false) }
        var client = peer
        for hop in hops.reversed() {
            let words = hop.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count == 1, let address = MachineAddress(host(in: words[0])) else { return peer }
            client = address
            if !proxies.contains(address) { break }
        }
        return client
    }

    /// Without the port that some proxies write: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
    private static func host(in hop: Substring) -> Substring {
        if hop.hasPrefix("["), let end = hop.firstIndex(of: "]") { return hop[hop.index(after: hop.startIndex)..<end] }
        return hop.filter { $0 == ":" }.count == 1 ? hop.prefix { $0 != ":" } : hop
    }

    private static func visible(_ text: String) -> String? {
        let shown = text.unicodeScalars.prefix(agentLimit).map { scalar in
            (0x20..<0x7f).contains(scalar.value) ? Character(scalar) : "?"
        }
        return shown.isEmpty ? nil : String(shown)
    }
}
