import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct QueueTests {
    @Test("what is sent while the service is away arrives in order when it is back", arguments: Medium.allCases)
    func awayAndBack(medium: Medium) throws {
        let site = try Site()
        let endpoint: String
        var dealer: DealerSocket
        do {
            var router = try site.passingRouter()
            endpoint = try router.bind(to: site.endpoint(medium))
            dealer = try site.dealer(to: endpoint)
            _ = try dealer.send(header: [], body: "before".bytes)
            let before = try eventually { try router.receive() }
            let route = try #require(before?.route)
            _ = try router.send(to: route, header: [], body: "seen".bytes)
            let seen = try eventually { try dealer.receive() }
            #expect(seen?.body == "seen".bytes)
        }
        // Once the connection is known to be lost; what goes into a dying connection is the sender's to repeat.
        let quiet = try nothing(within: 200) { try dealer.receive() }
        #expect(quiet)
        for number in 0..<100 {
            let outcome = try dealer.send(header: [], body: "\(number)".bytes)
            #expect(outcome == .sent)
        }
        var router = try site.router()
        try router.bind(to: endpoint)
        for number in 0..<100 {
            let message = try eventually { try router.receive() }
            try #require(message?.body == "\(number)".bytes)
        }
    }

    @Test("a client may connect before the service listens", arguments: Medium.allCases)
    func clientFirst(medium: Medium) throws {
        let site = try Site()
        let endpoint = try site.passingRouter().bind(to: site.endpoint(medium))
        let dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "early".bytes)
        var router = try site.router()
        try router.bind(to: endpoint)
        let message = try eventually { try router.receive() }
        #expect(message?.body == "early".bytes)
    }

    @Test("a full queue is told, and takes nothing more, whether or not anybody is there")
    func fullDealer() throws {
        let site = try Site()
        var options = SocketOptions()
        options.sendQueueLimit = 10
        let dealer = try site.dealer(to: "ipc://\(site.path())", options: options)
        for number in 0..<10 {
            let outcome = try dealer.send(header: "\(number)".bytes, body: [])
            #expect(outcome == .sent)
        }
        for _ in 0..<3 {
            let outcome = try dealer.send(header: "too much".bytes, body: [])
            #expect(outcome == .full)
        }
        var router = try site.router()
        try router.bind(to: "ipc://\(site.path())")
        for number in 0..<10 {
            let message = try eventually { try router.receive() }
            try #require(message?.header == "\(number)".bytes)
        }
        let drained = try eventually { try dealer.send(header: "later".bytes, body: []) == .sent ? true : nil }
        #expect(drained == true)
        let later = try eventually { try router.receive() }
        #expect(later?.header == "later".bytes)
    }

    @Test("answers to a peer that does not read fill its queue, and are told so", arguments: Medium.allCases)
    func fullRouter(medium: Medium) throws {
        let site = try Site()
        var options = SocketOptions()
        options.sendQueueLimit = 10
        options.receiveQueueLimit = 10
        var router = try site.router(options)
        let endpoint = try router.bind(to: site.endpoint(medium))
        var dealer = try site.dealer(to: endpoint, options: options)
        _ = try dealer.send(header: [], body: [])
        let arrived = try eventually { try router.receive() }
        let route = try #require(arrived?.route)
        let body = [UInt8](repeating: 1, count: 100_000)
        var sent = 0
        let full = try eventually {
            let outcome = try router.send(to: route, header: "\(sent)".bytes, body: body)
            if outcome == .sent { sent += 1 }
            return outcome == .full ? true : nil
        }
        try #require(full == true)
        for number in 0..<sent {
            let answer = try eventually { try dealer.receive() }
            try #require(answer?.header == "\(number)".bytes)
        }
        let drained = try eventually {
            try router.send(to: route, header: [], body: "later".bytes) == .sent ? true : nil
        }
        #expect(drained == true)
    }

    @Test("an answer to a peer that has left, or never was, is told to be undeliverable")
    func gone() throws {
        let site = try Site()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.tcp))
        let never = try router.send(to: "nobody".bytes, header: [], body: [])
        #expect(never == .gone)
        let route: [UInt8]
        do {
            let dealer = try site.dealer(to: endpoint)
            _ = try dealer.send(header: [], body: [])
            let arrived = try eventually { try router.receive() }
            route = try #require(arrived?.route)
        }
        let gone = try eventually {
            try router.send(to: route, header: [], body: []) == .gone ? true : nil
        }
        #expect(gone == true)
    }
}
