import Foundation
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct PollerTests {
    @Test("waits no longer than told when nothing happens")
    func timeout() throws {
        let wakeUp = try WakeUp()
        var poller = Poller([wakeUp.pollable])
        let clock = ContinuousClock()
        let start = clock.now
        let ready = try poller.wait(milliseconds: 50)
        #expect(ready == 0)
        #expect(!poller.isReadable(0))
        #expect(clock.now - start >= .milliseconds(45))
    }

    @Test("many rings count as one, and the bell is silent once drained")
    func rings() throws {
        let wakeUp = try WakeUp()
        var poller = Poller([wakeUp.pollable])
        for _ in 0..<1000 { wakeUp.signal() }
        let ringing = try poller.wait(milliseconds: 0)
        #expect(ringing == 1)
        wakeUp.drain()
        wakeUp.drain()
        let silent = try poller.wait(milliseconds: 0)
        #expect(silent == 0)
        wakeUp.signal()
        let again = try poller.wait(milliseconds: 0)
        #expect(again == 1)
    }

    @Test("another thread's ring wakes the one that waits")
    func wakeFromElsewhere() throws {
        let wakeUp = try WakeUp()
        var poller = Poller([wakeUp.pollable])
        let thread = Thread {
            usleep(50_000)
            wakeUp.signal()
        }
        thread.start()
        let ready = try poller.wait(milliseconds: 20_000)
        #expect(ready == 1)
        #expect(poller.isReadable(0))
    }

    @Test("tells which of several can be read")
    func positions() throws {
        let site = try Site()
        let bell = try WakeUp()
        var router = try site.router()
        let endpoint = try router.bind(to: site.endpoint(.ipc))
        let dealer = try site.dealer(to: endpoint)
        var poller = Poller([bell.pollable, dealer.pollable])
        let position = poller.append(router.pollable)
        #expect(position == 2)

        _ = try dealer.send(header: [], body: [])
        let ready = try poller.wait(milliseconds: 10_000)
        #expect(ready == 1)
        #expect([0, 1, 2].map(poller.isReadable) == [false, false, true])

        bell.signal()
        try poller.wait(milliseconds: 10_000)
        #expect([0, 1, 2].map(poller.isReadable) == [true, false, true])

        bell.drain()
        _ = try router.receive()
        let nothingLeft = try poller.wait(milliseconds: 0)
        #expect(nothingLeft == 0)
        #expect([0, 1, 2].map(poller.isReadable) == [false, false, false])
    }
}
