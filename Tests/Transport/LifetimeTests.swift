import Foundation
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct LifetimeTests {
    @Test("a context ends when its last socket has gone, in whatever order they go", arguments: Medium.allCases)
    func contextEnds(medium: Medium) throws {
        weak var context: MessagingContext?
        weak var authenticator: Authenticator?
        do {
            let dealer: DealerSocket
            do {
                let site = try Site()
                context = site.context
                authenticator = site.authenticator
                let router = try site.router()
                let endpoint = try router.bind(to: site.endpoint(medium))
                dealer = try site.dealer(to: endpoint)
                _ = try dealer.send(header: [], body: "never read".bytes)
            }
            #expect(authenticator == nil)
            #expect(context != nil)
            _ = try dealer.send(header: [], body: "to nobody".bytes)
        }
        #expect(context == nil)
    }

    @Test("a socket that listens keeps its authenticator")
    func authenticatorStays() throws {
        let context = try MessagingContext()
        let serverKeys = try CurveKeyPair.generate()
        let clientKeys = try CurveKeyPair.generate()
        var router = try RouterSocket(
            authenticator: Authenticator(context: context, allowing: [clientKeys.publicKey: "wallet"]),
            keys: serverKeys)
        let endpoint = try router.bind(to: "tcp://127.0.0.1:*")
        let dealer = try DealerSocket(in: context, keys: clientKeys, serverKey: serverKeys.publicKey)
        try dealer.connect(to: endpoint)
        _ = try dealer.send(header: [], body: [])
        let message = try eventually { try router.receive() }
        #expect(message?.peer == "wallet")
    }

    @Test("a hundred contexts come and go without leaving threads or descriptors behind")
    func manyContexts() throws {
        let threads = try Self.count("/proc/self/task")
        let descriptors = try Self.count("/proc/self/fd")
        for _ in 0..<100 {
            let site = try Site()
            let router = try site.router()
            let endpoint = try router.bind(to: site.endpoint(.ipc))
            let dealer = try site.dealer(to: endpoint)
            _ = try dealer.send(header: [], body: [])
        }
        // A context has three threads and a dozen descriptors. Other tests run beside this one, hence the slack.
        #expect(try Self.count("/proc/self/task") < threads + 100)
        #expect(try Self.count("/proc/self/fd") < descriptors + 400)
    }

    private static func count(_ directory: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: directory).count
    }

    @Test("what was sent before closing is still delivered within the linger time")
    func linger() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        do {
            var options = SocketOptions()
            options.lingerMilliseconds = 10_000
            let dealer = try site.dealer(to: endpoint, options: options)
            for _ in 0..<100 { _ = try dealer.send(header: [], body: "last words".bytes) }
        }
        for _ in 0..<100 {
            let message = try eventually { try router.receive() }
            try #require(message?.body == "last words".bytes)
        }
    }
}
