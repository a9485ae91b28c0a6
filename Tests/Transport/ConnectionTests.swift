import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    @Test("each connection's begin and end are told, by the number that its messages bear", arguments: Medium.allCases)
    func news(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        var watch = try router.watch()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let staying = try site.dealer(to: endpoint)
        _ = try staying.send(header: [], body: "a".bytes)
        let first = try eventually { try router.receive() }
        let stayer = try #require(first?.connection)
        let told = try watch.next()
        #expect(stayer >= 0 && told == .began(stayer))
        // Others may bear the same number one after another, and the end of each is told before the next one's begin.
        for _ in 0..<20 {
            var leaver: Int32
            do {
                let leaving = try site.dealer(to: endpoint)
                _ = try leaving.send(header: [], body: "b".bytes)
                let second = try eventually { try router.receive() }
                _ = try leaving.send(header: [], body: "c".bytes)
                let third = try eventually { try router.receive() }
                leaver = try #require(second?.connection)
                #expect(third?.connection == leaver && leaver != stayer)
                let (began, more) = (try watch.next(), try watch.next())
                #expect(began == .began(leaver) && more == nil)
            }
            let ended = try eventually { try watch.next() }
            #expect(ended == .ended(leaver))
        }
    }

    @Test("who is not let in has begun and ended too", arguments: Medium.allCases)
    func strangers(medium: Medium) throws {
        let site = try Site()
        let router = try site.router()
        var watch = try router.watch()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let stranger = try site.dealer(to: endpoint, keys: .generate())
        _ = try stranger.send(header: [], body: [])
        let began = try eventually { try watch.next() }
        guard case .began(let number) = began else {
            Issue.record("\(began as Any)")
            return
        }
        let ended = try eventually { try watch.next() }
        #expect(ended == .ended(number))
    }

    @Test("one is ended from this side, and no other", arguments: Medium.allCases)
    func cut(medium: Medium) throws {
        let site = try Site()
        var router = try site.router()
        var watch = try router.watch()
        let endpoint = try router.bind(to: site.endpoint(medium))
        let one = try site.dealer(to: endpoint)
        let other = try site.dealer(to: endpoint)
        _ = try one.send(header: [], body: [])
        let ones = try #require(try eventually { try router.receive() })
        _ = try other.send(header: [], body: [])
        let others = try #require(try eventually { try router.receive() })
        while try watch.next() != nil {}
        watch.end(ones.connection)
        let ended = try eventually { try watch.next() }
        #expect(ended == .ended(ones.connection))
        let gone = try eventually { try router.send(to: ones.route, header: [], body: []) == .gone ? true : nil }
        let there = try router.send(to: others.route, header: [], body: [])
        #expect(gone == true && there == .sent)
    }

    @Test("a frame that is longer than what is taken ends its connection, and as long a one may be sent")
    func received() throws {
        let site = try Site()
        var options = SocketOptions()
        options.receivedFrameLimit = 1000
        var router = try site.router(options)
        let endpoint = try router.bind(to: site.endpoint(.ipc))
        var dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: [UInt8](repeating: 1, count: 1000))
        let taken = try eventually { try router.receive() }
        let route = try #require(taken?.route)
        _ = try router.send(to: route, header: [], body: [UInt8](repeating: 2, count: 100_000))
        let answer = try eventually { try dealer.receive() }
        #expect(answer?.body.count == 100_000)
        _ = try dealer.send(header: [], body: [UInt8](repeating: 1, count: 1200))
        let refused = try nothing { try router.receive() }
        #expect(refused)
        let gone = try eventually { try router.send(to: route, header: [], body: []) == .gone ? true : nil }
        #expect(gone == true)
    }
}
