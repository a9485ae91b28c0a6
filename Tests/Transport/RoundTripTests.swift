import Testing
import Transport

struct RoundTripTests {
    @Test("a message arrives with its sender's name, and the answer finds the way back", arguments: Medium.allCases)
    func roundTrip(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        var dealer = try site.dealer(to: endpoint)

        let sent = try dealer.send(header: "header".bytes, body: "body".bytes)
        #expect(sent == .sent)
        let arrived = try eventually { try router.receive() }
        let message = try #require(arrived)
        #expect(message.peer == Site.clientName)
        #expect(message.header == "header".bytes)
        #expect(message.body == "body".bytes)

        let answered = try router.send(to: message.route, header: [], body: "answer".bytes)
        #expect(answered == .sent)
        let answer = try eventually { try dealer.receive() }
        #expect(answer?.header == [])
        #expect(answer?.body == "answer".bytes)
    }

    @Test("frames of every size up to the limit arrive unchanged, and a longer one is not even sent")
    func sizes() throws {
        let site = try Site()
        var options = SocketOptions()
        options.frameLimit = 100_000
        var router = try site.router(options)
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        let dealer = try site.dealer(to: endpoint, options: options)
        for size in [0, 1, 29, 30, 33, 34, 255, 256, 8191, 8192, 65_536, 99_999, 100_000] {
            let header = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let body = Array(header.reversed())
            let sent = try dealer.send(header: header, body: body)
            #expect(sent == .sent)
            let message = try eventually { try router.receive() }
            #expect(message?.header == header && message?.body == body, "\(size) bytes")
        }
        let long = [UInt8](repeating: 0, count: 100_001)
        #expect(throws: TransportError.frameTooLarge(bytes: 100_001, limit: 100_000)) {
            _ = try dealer.send(header: [], body: long)
        }
        #expect(throws: TransportError.frameTooLarge(bytes: 100_001, limit: 100_000)) {
            _ = try router.send(to: [1], header: long, body: [])
        }
    }

    @Test("100,000 messages with 64 on the way come back, all and in order", arguments: Medium.allCases)
    func manyInFlight(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(medium))
        var dealer = try site.dealer(to: endpoint)
        var poller = Poller([router.pollable, dealer.pollable])
        let count = 100_000
        var sent = 0
        var answered = 0
        while answered < count {
            while sent < count && sent - answered < 64 {
                let outcome = try dealer.send(header: "\(sent)".bytes, body: "body".bytes)
                try #require(outcome == .sent)
                sent += 1
            }
            let ready = try poller.wait(milliseconds: 10_000)
            try #require(ready > 0)
            while let message = try router.receive() {
                let outcome = try router.send(to: message.route, header: message.header, body: message.body)
                try #require(outcome == .sent)
            }
            while let answer = try dealer.receive() {
                try #require(answer.header == "\(answered)".bytes)
                answered += 1
            }
        }
        let extra = try dealer.receive()
        #expect(extra == nil)
        #expect(router.malformed == 0)
    }
}
