import Crypto
import Foundation
import Host
import Messages
import Runtime
import Synchronization
import TestSupport
import Testing
import Transport

/// A query that takes until it is let go.
private enum SlowQuery: Messages.Query {
    typealias Request = Nothing
    typealias Reply = AddToCounter.Reply
    static let name = "wallet.slow"
    static let summary = "Takes its time"
    static let access = Access.services([.betting])

    final class Gate: Sendable {
        private let open = DispatchSemaphore(value: 0)
        private let begun = Mutex<Int64>(0)

        func letGo() { open.signal() }

        /// How often it was begun so far, this time included.
        func pass() -> Int64 {
            open.wait()
            open.signal()
            return begun.withLock {
                $0 += 1
                return $0
            }
        }
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
        let hosted = try HostedService()
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

    @Test("works once on a query that is sent again while it is worked on, and anew on one that is not the same")
    func copiesOfQueries() throws {
        let gate = SlowQuery.Gate()
        let slow = Registration.query(SlowQuery.self) { _, _ in AddToCounter.Reply(total: gate.pass()) }
        let hosted = try HostedService(
            ServiceDefinition(name: .wallet, migrations: [], operations: [slow], events: []))
        defer { hosted.clean() }
        var dealer = try hosted.dealer(as: "betting")
        func send(_ operation: String, _ reference: String) throws {
            var header = Header(.query)
            header[.operation] = operation
            header[.reference] = reference
            #expect(try dealer.send(header: header.bytes, body: Array("{}".utf8)) == .sent)
        }
        func next() throws -> (reference: String?, body: [UInt8]) {
            let (header, body) = try #require(try dealer.next())
            return (header[.reference], body)
        }
        for reference in ["a", "a", "b", "a", "b"] { try send(SlowQuery.name, reference) }
        // The loop answers this one itself: by then it has taken in all before.
        try send(GetStatus.name, "status")
        #expect(try next().reference == "status")
        gate.letGo()
        #expect(try next() == ("a", Array(#"{"total":1}"#.utf8)))
        #expect(try next() == ("b", Array(#"{"total":2}"#.utf8)))
        try send(SlowQuery.name, "a")
        #expect(try next() == ("a", Array(#"{"total":3}"#.utf8)))
    }

    @Test("lets nobody speak with another's name, and passes over what is no message")
    func names() throws {
        let hosted = try HostedService()
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
        let hosted = try HostedService()
        defer { hosted.clean() }
        let path = hosted.home.secret("wallet-connection")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
        let before = try hosted.ring.connectionKeys(of: "wallet").publicKey
        try hosted.ring.makeConnectionKeys(for: "wallet")
        #expect(try hosted.ring.connectionKeys(of: "wallet").publicKey == before)
        #expect(try hosted.ring.allowList(ofPeers: false)[before] == "wallet")
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
