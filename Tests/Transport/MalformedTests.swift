import CZeroMQ
import Glibc
import Testing

@testable import Transport

@Suite(.timeLimit(.minutes(1)))
struct MalformedTests {
    @Test("messages of too few or too many frames are dropped whole and counted", arguments: Medium.allCases)
    func frameCounts(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let raw = try SocketHandle.connecting(
            ZMQ_DEALER, in: site.context, keys: site.clientKeys, serverKey: site.serverKeys.publicKey,
            options: SocketOptions())
        try raw.connect(to: endpoint)
        for count in [1, 3, 1, 10, 100] {
            for position in 1...count {
                _ = try raw.sendFrame("frame \(position)".bytes, moreFollows: position < count)
            }
            _ = try raw.send("after".bytes, "\(count)".bytes)
            let message = try eventually { try router.receive() }
            #expect(message?.header == "after".bytes)
            #expect(message?.body == "\(count)".bytes)
        }
        #expect(router.malformed == 5)
    }

    @Test("a flood of malformed messages lets the receiver go in between, and loses no good one")
    func flood() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        let raw = try SocketHandle.connecting(
            ZMQ_DEALER, in: site.context, keys: site.clientKeys, serverKey: site.serverKeys.publicKey,
            options: SocketOptions())
        try raw.connect(to: endpoint)
        for _ in 0..<1000 { _ = try raw.sendFrame([1], moreFollows: false) }
        _ = try raw.send([], "good".bytes)
        // Long enough for all of it to wait there before the first look.
        usleep(300_000)
        var longestRun = 0
        let message = try eventually {
            let before = router.malformed
            let message = try router.receive()
            longestRun = max(longestRun, router.malformed - before)
            return message
        }
        #expect(message?.body == "good".bytes)
        #expect(router.malformed == 1000)
        #expect(longestRun == 64)
    }

    @Test("malformed answers are dropped whole and counted by the dealer too")
    func malformedAnswer() throws {
        let site = try Site()
        let raw = try SocketHandle.listening(
            ZMQ_ROUTER, authenticator: site.authenticator, keys: site.serverKeys, options: SocketOptions())
        let endpoint = try raw.bind(to: site.endpoint(.tcp))
        var dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: [])
        let arrived = try eventually { try raw.receiveFrame() ? true : nil }
        try #require(arrived == true)
        let route = raw.takeBytes()
        _ = try raw.sendFrame(route, moreFollows: true)
        _ = try raw.sendFrame("alone".bytes, moreFollows: false)
        _ = try raw.sendFrame(route, moreFollows: true)
        _ = try raw.send("header".bytes, "body".bytes)
        let answer = try eventually { try dealer.receive() }
        #expect(answer == DealerMessage(header: "header".bytes, body: "body".bytes))
        #expect(dealer.malformed == 1)
    }

    @Test("garbage on the port hurts nobody: a good client still gets through")
    func garbage() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        let port = try #require(endpoint.split(separator: ":").last.flatMap { UInt16($0) })
        let greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1] + "CURVE".bytes + [UInt8](repeating: 0, count: 47)
        let garbage: [[UInt8]] = [
            [], [0], "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".bytes, [UInt8](repeating: 0xFF, count: 100_000),
            (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) },
            greeting, greeting + [4, 200] + "\u{5}HELLO".bytes + [UInt8](repeating: 1, count: 194),
            greeting + [6] + [UInt8](repeating: 0xFF, count: 8), greeting + [0, 5] + "hello".bytes,
            [1, 0] + "old".bytes,
        ]
        // Left open to the end: a half-open connection must not stand in anybody's way either.
        let connections = try garbage.map { try TCPConnection(port: port, sending: $0) }
        let silent = try nothing { try router.receive() }
        #expect(silent)
        let dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "hello".bytes)
        let message = try eventually { try router.receive() }
        #expect(message?.body == "hello".bytes)
        #expect(connections.count == garbage.count)
    }

    @Test("a peer that sends more than the limit is disconnected; its next message arrives", arguments: Medium.allCases)
    func oversize(medium: Medium) throws {
        let site = try Site()
        var small = SocketOptions()
        small.frameLimit = 1000
        var router = try site.router(small)
        let endpoint = try router.bind(to: site.endpoint(medium))
        var dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "before".bytes)
        let before = try eventually { try router.receive() }
        let route = try #require(before?.route)

        _ = try dealer.send(header: [], body: [UInt8](repeating: 0, count: 2000))
        // The connection and its route end; whatever is on the way ends with them.
        let gone = try eventually {
            try router.send(to: route, header: [], body: []) == .gone ? true : nil
        }
        #expect(gone == true)
        let after = try eventually {
            _ = try dealer.send(header: [], body: "after".bytes)
            _ = try dealer.receive()
            return try router.receive()
        }
        #expect(after?.body == "after".bytes)
        #expect(after?.route != route)
        #expect(router.malformed == 0)
    }
}

/// A bare TCP connection that says whatever it likes.
private final class TCPConnection {
    private let descriptor: Int32

    init(port: UInt16, sending bytes: [UInt8]) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        // The other side may hang up in the middle of it, which is one of the right answers.
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    deinit {
        close(descriptor)
    }
}
