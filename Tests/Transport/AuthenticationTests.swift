import CZeroMQ
import Synchronization
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct AuthenticationTests {
    @Test("a client whose key is not on the list is refused, counted and never heard", arguments: Medium.allCases)
    func unknownClient(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let stranger = try site.dealer(to: endpoint, keys: .generate())
        _ = try stranger.send(header: [], body: "let me in".bytes)

        let refused = eventually { site.authenticator.refusals > 0 ? true : nil }
        #expect(refused == true)
        let silent = try nothing { try router.receive() }
        #expect(silent)

        let dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "hello".bytes)
        let message = try eventually { try router.receive() }
        #expect(message?.body == "hello".bytes)
    }

    @Test("who is refused is told of by their key")
    func refusedKey() throws {
        let told = Mutex<[Authenticator.Refusal]>([])
        let context = try MessagingContext()
        let authenticator = try Authenticator(context: context, allowing: [:]) { refusal in
            told.withLock { $0.append(refusal) }
        }
        let (server, stranger) = (try CurveKeyPair.generate(), try CurveKeyPair.generate())
        let router = try RouterSocket(authenticator: authenticator, keys: server)
        let endpoint = try router.bind(to: "tcp://127.0.0.1:*")
        let outside = try MessagingContext()
        let dealer = try DealerSocket(in: outside, keys: stranger, serverKey: server.publicKey)
        try dealer.connect(to: endpoint)
        let refusal = eventually { told.withLock { $0.first } }
        #expect(refusal?.key == stranger.publicKey && refusal?.address.contains("127.0.0.1") == true)
    }

    @Test("a client that claims another's public key without its secret one is not heard")
    func stolenPublicKey() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        let thief = try SocketHandle(ZMQ_DEALER, in: site.context, frameLimit: 1000)
        try thief.set(ZMQ_LINGER, 0)
        try thief.set(ZMQ_CURVE_SERVERKEY, CurveKey.bytes(site.serverKeys.publicKey))
        try thief.set(ZMQ_CURVE_PUBLICKEY, CurveKey.bytes(site.clientKeys.publicKey))
        try thief.set(ZMQ_CURVE_SECRETKEY, CurveKey.bytes(CurveKeyPair.generate().secretKey))
        try thief.connect(to: endpoint)
        _ = try thief.send([], "let me in".bytes)
        let silent = try nothing { try router.receive() }
        #expect(silent)
    }

    @Test("a client that expects another server's key tells it nothing", arguments: Medium.allCases)
    func wrongServerKey(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let dealer = try site.dealer(to: endpoint, serverKey: CurveKeyPair.generate().publicKey)
        _ = try dealer.send(header: [], body: "secret".bytes)
        let silent = try nothing { try router.receive() }
        #expect(silent)
    }

    @Test(
        "a watched connection tells whether anybody is there, and whether each knows the other",
        arguments: Medium.allCases)
    func watched(medium: Medium) throws {
        let site = try Site()
        let router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        func reached(_ goal: ConnectionState, _ client: CurveKeyPair, _ server: String, _ place: String) throws -> Bool
        {
            let dealer = try DealerSocket(in: site.context, keys: client, serverKey: server)
            var watch = try dealer.watch()
            #expect(try watch.state() == .away)
            try dealer.connect(to: place)
            return try eventually { try watch.state() == goal ? true : nil } == true
        }
        let server = site.serverKeys.publicKey
        #expect(try reached(.admitted, site.clientKeys, server, endpoint))
        #expect(try reached(.unproved, .generate(), server, endpoint))
        #expect(try reached(.unproved, site.clientKeys, try CurveKeyPair.generate().publicKey, endpoint))
        #expect(try reached(.away, site.clientKeys, server, "ipc://\(site.path("nobody"))"))
    }

    @Test("who stops watching keeps nobody's bytes from moving")
    func unwatched() throws {
        let site = try Site()
        let dealer = try DealerSocket(in: site.context, keys: site.clientKeys, serverKey: site.serverKeys.publicKey)
        var endpoint = site.endpoint(.tcp)
        do {
            let passing = try site.passingRouter()
            endpoint = try passing.bind(to: endpoint)
            #expect(try reached(.admitted, by: dealer, at: endpoint))
        }
        // That it has gone, and that another one is there, would be told now if anybody still wanted to know.
        var router = try site.router()
        try router.bind(to: endpoint)
        _ = try dealer.send(header: [], body: "hello".bytes)
        #expect(try eventually { try router.receive() }?.body == "hello".bytes)
    }

    /// Watches it only until then.
    private func reached(
        _ goal: ConnectionState, by dealer: borrowing DealerSocket, at endpoint: String
    ) throws -> Bool {
        var watch = try dealer.watch()
        try dealer.connect(to: endpoint)
        return try eventually { try watch.state() == goal ? true : nil } == true
    }

    @Test("a client without encryption is not heard, and hears nothing", arguments: Medium.allCases)
    func plaintext(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let plain = try SocketHandle(ZMQ_DEALER, in: site.context, frameLimit: 1000)
        try plain.set(ZMQ_LINGER, 0)
        try plain.connect(to: endpoint)
        _ = try plain.send([], "hello".bytes)
        let silent = try nothing { try router.receive() }
        #expect(silent)
    }

    @Test("a key that comes on the list gets in at its next attempt; one that leaves it stays until it disconnects")
    func replacedList() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        let dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "first".bytes)
        let first = try eventually { try router.receive() }
        #expect(first?.peer == Site.clientName)

        let newKeys = try CurveKeyPair.generate()
        let newcomer = try site.dealer(to: endpoint, keys: newKeys)
        _ = try newcomer.send(header: [], body: "newcomer".bytes)
        let refused = eventually { site.authenticator.refusals > 0 ? true : nil }
        #expect(refused == true)
        try site.authenticator.replace([newKeys.publicKey: "raffle"])
        let second = try eventually { try router.receive() }
        #expect(second?.peer == "raffle")
        #expect(second?.body == "newcomer".bytes)

        _ = try dealer.send(header: [], body: "still here".bytes)
        let third = try eventually { try router.receive() }
        #expect(third?.peer == Site.clientName)
        let returning = try site.dealer(to: endpoint)
        _ = try returning.send(header: [], body: "again".bytes)
        let silent = try nothing { try router.receive() }
        #expect(silent)
    }

    @Test("a stopped authenticator lets nobody new in")
    func stopped() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        site.authenticator.stop()
        let dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "hello".bytes)
        let silent = try nothing { try router.receive() }
        #expect(silent)
        // Not even as far as to a message without a sender, which the router would have dropped.
        #expect(router.malformed == 0)
    }

    @Test("a context has one authenticator at a time, and stopping it twice does no harm")
    func onlyOne() throws {
        let context = try MessagingContext()
        let first = try Authenticator(context: context, allowing: [:])
        #expect(throws: TransportError.addressInUse("the context's authentication")) {
            _ = try Authenticator(context: context, allowing: [:])
        }
        first.stop()
        first.stop()
        // The old socket's name is free once ZeroMQ has reaped the socket, shortly after the thread has closed it.
        let second = eventually { try? Authenticator(context: context, allowing: [:]) }
        #expect(second != nil)
    }

    @Test("refuses a list with a key that is none or a name that cannot be told")
    func nonsenseList() throws {
        let context = try MessagingContext()
        let key = try CurveKeyPair.generate().publicKey
        #expect(throws: TransportError.invalidKey) { _ = try Authenticator(context: context, allowing: ["": "a"]) }
        for name in ["", String(repeating: "a", count: 256), "a\0b"] {
            #expect(throws: TransportError.invalidPeerName(name)) {
                _ = try Authenticator(context: context, allowing: [key: name])
            }
        }
        let authenticator = try Authenticator(context: context, allowing: [key: "wallet"])
        #expect(throws: TransportError.invalidKey) {
            try authenticator.replace([String(repeating: "\u{7F}", count: 40): "wallet"])
        }
    }
}
