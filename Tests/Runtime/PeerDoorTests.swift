import Foundation
import Messages
import Runtime
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Host

/// A page as long as those of a log.
private enum GivePage: QueryHandler {
    struct Request: Codable, Sendable {
        let number: Int
    }
    struct Reply: Codable, Sendable, Equatable {
        let number: Int
        let text: String
    }
    static let name = "wallet.give-page"
    static let summary = "Gives a page"
    static let access = Access.rolesAndPeers([.auditor])
    static let length = 160 << 10
    /// How often it was run for whom.
    static let runs = Mutex<[String: Int]>([:])

    static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        runs.withLock { $0[context.caller.actor, default: 0] += 1 }
        return Reply(number: request.number, text: String(repeating: "x", count: length))
    }
}

@Suite("The outsiders' door", .serialized, .timeLimit(.minutes(2))) struct PeerDoorTests {
    let hosted: HostedService

    init() throws {
        GivePage.runs.withLock { $0 = [:] }
        hosted = try HostedService(
            ServiceDefinition(name: .wallet, migrations: [], operations: [.query(GivePage.self)], events: []))
    }

    private func runs(_ name: String) -> Int { GivePage.runs.withLock { $0["peer:\(name)", default: 0] } }

    /// One that takes in next to nothing which it does not read.
    private var narrow: SocketOptions {
        var options = SocketOptions()
        options.receiveQueueLimit = 1
        options.sendQueueLimit = 10_000
        return options
    }

    @Test(
        "has few pages made for who asks for thousands and reads none, and answers others at once, and him once he reads"
    )
    func stalled() throws {
        defer { hosted.clean() }
        var stalled = try hosted.dealer(as: "auditor", options: narrow)
        for number in 0..<5000 {
            #expect(try stalled.ask(GivePage.self, .init(number: number), "\(number)") == .sent)
        }
        // Whoever else asks meanwhile gets each answer, and soon.
        var other = try hosted.dealer(as: "guest")
        let begun = ContinuousClock.now
        for number in 0..<50 {
            _ = try other.ask(GivePage.self, .init(number: number), "\(number)")
            let (header, body) = try #require(try other.next())
            #expect((header[.reference], header.number(.status)) == ("\(number)", 200))
            #expect(try WireCoding().decode(GivePage.Reply.self, from: body).number == number)
        }
        #expect(ContinuousClock.now - begun < .seconds(5))
        // By then all of them have been taken in, and there is nothing to wait for but that a stop would bring it out.
        let made = runs("auditor")
        #expect(made < 30, "\(made) pages")
        // It reads, and goes on with whatever it likes.
        var answered: [Int] = []
        var refused = 0
        while let (header, _) = try stalled.next(within: 1500) {
            if header.number(.status) == 200 {
                answered.append(Int(header[.reference] ?? "") ?? -1)
            } else {
                refused += 1
            }
        }
        #expect(!answered.isEmpty && answered == answered.sorted())
        #expect(answered.count + refused < 2000)
        for number in 5000..<5010 {
            _ = try stalled.ask(GivePage.self, .init(number: number), "\(number)")
            let (header, body) = try #require(try stalled.next())
            #expect((header[.reference], header.number(.status)) == ("\(number)", 200))
            #expect(try WireCoding().decode(GivePage.Reply.self, from: body).number == number)
        }
    }

    @Test("makes no more pages for who still does not read, however long and often he asks")
    func rests() throws {
        defer { hosted.clean() }
        var stalled = try hosted.dealer(as: "auditor", options: narrow)
        var number = 0
        func ask(_ count: Int) throws {
            for _ in 0..<count {
                number += 1
                _ = try stalled.ask(GivePage.self, .init(number: number), "\(number)")
            }
        }
        // Until nothing more fits anywhere.
        var before = -1
        while before != runs("auditor") {
            before = runs("auditor")
            try ask(50)
            Thread.sleep(forTimeInterval: 1.2)
        }
        for _ in 0..<10 {
            try ask(100)
            Thread.sleep(forTimeInterval: 0.05)
        }
        #expect(runs("auditor") == before)
    }

    @Test(
        "takes only so much of one's at once and has the rest asked again, and answers many small questions all the same"
    )
    func burst() throws {
        defer { hosted.clean() }
        var dealer = try hosted.dealer(as: "guest")
        for number in 0..<40 { _ = try dealer.ask(GetStatus.self, Nothing(), "\(number)") }
        var seen: Set<String> = []
        while seen.count < 40 {
            let (header, _) = try #require(try dealer.next())
            #expect(header.number(.status) == 200)
            seen.insert(header[.reference] ?? "")
        }
        var pending = Set((0..<60).map(String.init))
        for reference in pending { _ = try dealer.ask(GivePage.self, .init(number: 0), reference) }
        while !pending.isEmpty {
            let (header, _) = try #require(try dealer.next())
            let reference = header[.reference] ?? ""
            if header.number(.status) == 200 {
                pending.remove(reference)
            } else {
                #expect(header.number(.status) == 503)
                _ = try dealer.ask(GivePage.self, .init(number: 0), reference)
            }
        }
    }

    @Test("is for outsiders alone, and no other is for them: keys that are not at their door are not heard")
    func keys() throws {
        defer { hosted.clean() }
        var outsider = try hosted.dealer(as: "auditor", to: hosted.home.endpoint(of: .wallet))
        var service = try hosted.dealer(as: "betting", to: hosted.home.peers(of: .wallet))
        _ = try outsider.ask(GetStatus.self, Nothing(), "1")
        _ = try service.ask(GetStatus.self, Nothing(), "1")
        #expect(try outsider.next(within: 700) == nil)
        #expect(try service.next(within: 700) == nil)
        for name in ["auditor", "betting"] {
            var right = try hosted.dealer(as: name)
            _ = try right.ask(GetStatus.self, Nothing(), "1")
            #expect(try right.next()?.header.number(.status) == 200)
        }
    }

    @Test("answers one peer over sixteen connections, and over another when one of them has ended")
    func connections() throws {
        defer { hosted.clean() }
        func asked(_ dealer: inout DealerSocket, within milliseconds: Int = 5000) throws -> Bool {
            _ = try dealer.ask(GetStatus.self, Nothing(), "1")
            return try dealer.next(within: milliseconds) != nil
        }
        // Sockets cannot lie in an array.
        final class Connection {
            var socket: DealerSocket
            init(_ socket: consuming DealerSocket) { self.socket = socket }
        }
        var first = try (0..<16).map { _ in Connection(try hosted.dealer(as: "auditor")) }
        for one in first { #expect(try asked(&one.socket)) }
        var another = try hosted.dealer(as: "auditor")
        #expect(try !asked(&another, within: 700))
        var guest = try hosted.dealer(as: "guest")
        #expect(try asked(&guest))
        first.removeLast()
        var isHeard = false
        for _ in 0..<50 where !isHeard { isHeard = try asked(&another, within: 100) }
        #expect(isHeard)
        for one in first { #expect(try asked(&one.socket)) }
    }

    @Test("keeps so many connections, however many strangers open, and answers those who may ask")
    func strangers() throws {
        defer { hosted.clean() }
        var early = try hosted.dealer(as: "auditor")
        _ = try early.ask(GetStatus.self, Nothing(), "1")
        #expect(try early.next()?.header.number(.status) == 200)
        let path = String(hosted.home.peers(of: .wallet).dropFirst("ipc://".count))
        let begun = ContinuousClock.now
        let strangers = try (0..<600).map { _ in try RawConnection(to: path) }
        #expect(eventually { strangers.count(where: \.hasEnded) >= 600 - PeerConnections.limit })
        #expect(strangers.count(where: { !$0.hasEnded }) > PeerConnections.limit / 2)
        // Sooner than those go that have proved nothing for long.
        #expect(ContinuousClock.now - begun < .milliseconds(SocketOptions().handshakeMilliseconds - 500))
        // Who asks keeps the connection, and who comes while strangers hold all there are gets one.
        _ = try early.ask(GetStatus.self, Nothing(), "2")
        #expect(try early.next()?.header.number(.status) == 200)
        var late = try hosted.dealer(as: "guest")
        _ = try late.ask(GetStatus.self, Nothing(), "1")
        #expect(try late.next()?.header.number(.status) == 200)
        var service = try hosted.dealer(as: "betting")
        _ = try service.ask(GetStatus.self, Nothing(), "1")
        #expect(try service.next()?.header.number(.status) == 200)
    }
}

/// A connection that speaks no ZeroMQ, and says nothing at all.
private final class RawConnection {
    private let descriptor: Int32

    init(to path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        // The queue of those that wait to be let in is short.
        let isConnected = eventually {
            withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
        }
        try #require(isConnected)
    }

    deinit { close(descriptor) }

    /// Whether the other side has ended it. What it says of itself before is passed over.
    var hasEnded: Bool {
        var bytes = [UInt8](repeating: 0, count: 512)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            if count > 0 { continue }
            return count == 0 || errno != EAGAIN
        }
    }
}

private func eventually(_ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if condition() { return true }
        usleep(2000)
    }
    return false
}
