import Crypto
import Foundation
import Host
import Messages
import Runtime
import TestSupport
import Testing
import Transport

/// The counter service as a process would run it: real sockets, threads and files.
private final class HostedCounter {
    let home: Home
    let ring: KeyRing
    private let context: MessagingContext
    private var running: RunningService?

    init() throws {
        home = Home(FileManager.default.temporaryDirectory.appending(path: "c-\(UUID().uuidString.prefix(8))").path)
        ring = KeyRing(home)
        try home.makeFolders()
        for service in ServiceName.allCases { try ring.makeConnectionKeys(for: service.rawValue) }
        context = try MessagingContext()
        try start()
    }

    func start() throws {
        var settings = NodeSettings(build: "test", identityKeys: [TestUsers.identityKey.publicKey.bytes])
        settings.parkMilliseconds = 20
        let endpoints = ServiceName.allCases.map { ($0, home.endpoint(of: $0)) }
        let parts = RunningService.Parts(
            service: .wallet, home: home, endpoints: Dictionary(uniqueKeysWithValues: endpoints),
            nudges: home.nudges(of: .wallet)
        ) { [settings] database in
            try Node(
                CounterService.definition, settings: settings, database: database, entropy: SystemEntropy(),
                at: SystemClock.now)
        }
        running = try RunningService(parts)
    }

    func stop() {
        running?.stop()
        running = nil
    }

    func clean() {
        stop()
        try? FileManager.default.removeItem(atPath: home.path)
    }

    func dealer(as name: String) throws -> DealerSocket {
        let socket = try DealerSocket(
            in: context, keys: try ring.connectionKeys(of: name), serverKey: try ring.connectionKey(of: .wallet))
        try socket.connect(to: home.endpoint(of: .wallet))
        return socket
    }
}

extension DealerSocket {
    /// The next answer, waited for up to five seconds.
    fileprivate mutating func next() throws -> (Header, [UInt8])? {
        var poller = Poller([pollable])
        let end = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < end {
            if let message = try receive() { return Header(bytes: message.header).map { ($0, message.body) } }
            try poller.wait(milliseconds: 50)
        }
        return nil
    }
}

@Suite("A hosted service", .serialized) struct HostedServiceTests {
    private func command(_ number: Int, by amount: Int64) throws -> (header: [UInt8], body: [UInt8]) {
        var header = Header(.command)
        header[.operation] = AddToCounter.name
        header[.id] = "key-\(number)"
        header[.reference] = "\(number)"
        return (header.bytes, try WireCoding().encode(AddToCounter.Request(by: amount)))
    }

    @Test("answers many commands in flight on one connection, each once, and goes on after a stop")
    func commands() throws {
        let hosted = try HostedCounter()
        defer { hosted.clean() }
        var dealer = try hosted.dealer(as: "betting")
        for number in 1...300 {
            let message = try command(number, by: 1)
            #expect(try dealer.send(header: message.header, body: message.body) == .sent)
        }
        var seen: Set<String> = []
        for _ in 1...300 {
            let (header, _) = try #require(try dealer.next())
            #expect(header.number(.status) == 200)
            seen.insert(header[.reference] ?? "")
        }
        #expect(seen.count == 300)
        hosted.stop()
        try hosted.start()
        var again = try hosted.dealer(as: "betting")
        let message = try command(300, by: 1)
        _ = try again.send(header: message.header, body: message.body)
        let (_, body) = try #require(try again.next())
        #expect(try WireCoding().decode(AddToCounter.Reply.self, from: body).total == 300)
    }

    @Test("lets nobody speak with another's name, and passes over what is no message")
    func names() throws {
        let hosted = try HostedCounter()
        defer { hosted.clean() }
        var raffle = try hosted.dealer(as: "raffle")
        _ = try raffle.send(header: [0xff, 0x00], body: [1])
        _ = try raffle.send(header: Header(.reply).bytes, body: [])
        let message = try command(1, by: 5)
        _ = try raffle.send(header: message.header, body: message.body)
        let (header, _) = try #require(try raffle.next())
        #expect(header.number(.status) == 403)
    }

    @Test("keeps keys that only their owner can read, and makes none twice")
    func keys() throws {
        let hosted = try HostedCounter()
        defer { hosted.clean() }
        let path = hosted.home.secret("wallet-connection")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        let before = try hosted.ring.connectionKeys(of: "wallet").publicKey
        try hosted.ring.makeConnectionKeys(for: "wallet")
        #expect(try hosted.ring.connectionKeys(of: "wallet").publicKey == before)
        #expect(try hosted.ring.allowList()[before] == "wallet")
    }

    @Test("has a short folder for its sockets where the home's path is too long for one")
    func longHome() throws {
        let short = Home("/tmp/x")
        let long = Home("/tmp/" + String(repeating: "long/", count: 30))
        #expect(short.sockets == "/tmp/x/run")
        #expect(long.sockets.hasPrefix("/tmp/croupier-"))
        #expect("\(long.sockets)/identity.nudge".utf8.count < 107)
    }
}
