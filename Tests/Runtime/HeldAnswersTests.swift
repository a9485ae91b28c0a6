import Messages
import Testing
import Transport

@testable import Host

@Suite("Answers that are not taken") final class HeldAnswersTests {
    private static let route: [UInt8] = [1]

    private var held = HeldAnswers()
    /// The sizes of those that went out.
    private var sent: [Int] = []

    private func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// Gives one to a connection that takes it or not.
    private func give(
        _ size: Int, to route: [UInt8] = HeldAnswersTests.route, at milliseconds: Int64 = 0,
        awaited: Bool = false, _ outcome: SendOutcome = .full
    ) -> Bool {
        let answer = HeldAnswers.Answer(header: [], body: [UInt8](repeating: 0, count: size), isAwaited: awaited)
        return held.give(answer, to: route, at: time(milliseconds)) { _ in outcome }
    }

    /// Tries again at a connection that takes so many, and then what follows; where something was awaited.
    private func tryAgain(at milliseconds: Int64, taking count: Int, then outcome: SendOutcome = .full) -> [[UInt8]] {
        var left = count
        return held.tryAgain(at: time(milliseconds)) { _, answer in
            guard left > 0 else { return outcome }
            left -= 1
            sent.append(answer.size)
            return .sent
        }
    }

    private func isClogged(_ route: [UInt8] = HeldAnswersTests.route) -> Bool { held.isClogged(route) }

    @Test("are kept up to a number of bytes, the first however long it is, and what is more is dropped")
    func bytes() {
        #expect(give(HeldAnswers.limit * 4) && !give(1))
        for _ in 0..<2 { #expect(give(HeldAnswers.limit / 2, to: [2])) }
        #expect(!give(1, to: [2]) && give(1, to: [3]))
    }

    @Test("leave in order once they are taken again, and what follows waits behind them")
    func order() {
        for size in 1...3 { #expect(give(size)) }
        // Even if the connection would take it.
        #expect(give(4, .sent))
        #expect(tryAgain(at: 1, taking: 2).isEmpty)
        #expect(sent == [1, 2])
        #expect(tryAgain(at: 2, taking: 10).isEmpty)
        #expect(sent == [1, 2, 3, 4])
        #expect(held.nextTry == nil && !isClogged())
    }

    @Test("keep whoever leaves them there from asking where some had to be dropped, and all are until one is taken")
    func full() {
        #expect(give(1) && give(HeldAnswers.limit - 1))
        #expect(!isClogged())
        #expect(!give(1) && isClogged() && !isClogged([2]))
        #expect(tryAgain(at: 1, taking: 0).isEmpty && isClogged())
        #expect(tryAgain(at: 3, taking: 1).isEmpty)
        #expect(!isClogged() && give(1, at: 3))
        #expect(!give(1, at: 3) && !give(0, at: 3))
    }

    @Test("are told of when what is awaited among them was taken, and when it never will be")
    func awaited() {
        #expect(give(1) && give(2, awaited: true) && give(3))
        #expect(tryAgain(at: 1, taking: 1).isEmpty)
        #expect(tryAgain(at: 2, taking: 1) == [Self.route])
        #expect(tryAgain(at: 3, taking: 0).isEmpty)
        #expect(give(4, awaited: true))
        #expect(tryAgain(at: 1000, taking: 1, then: .gone) == [Self.route])
        #expect(!give(5, awaited: true, .sent) && !give(6, awaited: true, .gone))
    }

    @Test("are tried at pauses that grow to half a second")
    func pauses() {
        #expect(give(1))
        var (tries, now) = (0, Int64(0))
        while let next = held.nextTry, next < time(10_000) {
            now = next.milliseconds
            #expect(tryAgain(at: now, taking: 0).isEmpty)
            tries += 1
        }
        #expect((25...32).contains(tries), "\(tries)")
        #expect(held.nextTry == time(now + 500))
    }

    @Test("go with the connection")
    func gone() {
        for _ in 0..<3 { #expect(give(1)) }
        #expect(tryAgain(at: 1, taking: 1, then: .gone).isEmpty)
        #expect(held.nextTry == nil)
        #expect(!give(1, .gone) && !give(1, .sent))
        #expect(held.nextTry == nil)
    }
}

@Suite("Outsiders' connections") final class PeerConnectionsTests {
    private var connections = PeerConnections()

    private func begin(_ numbers: Range<Int>) -> [Int32] {
        for number in numbers { connections.begin(Int32(number)) }
        return connections.takeExcess()
    }

    private func admit(_ number: Int32, of peer: String = "a") -> Bool { connections.admit(number, of: peer) }

    @Test("are so many for each peer, and others when some have ended")
    func limitPerPeer() {
        #expect(begin(0..<30).isEmpty)
        for number in 0..<Int32(PeerConnections.limitPerPeer) { #expect(admit(number)) }
        #expect(!admit(20) && admit(21, of: "b") && admit(3))
        for number: Int32 in [3, 3, 77] { connections.end(number) }
        #expect(!connections.has(3) && connections.has(4) && connections.has(20) && !connections.has(77))
        #expect(admit(20) && !admit(22))
    }

    @Test("are so many in all: who has asked keeps theirs, and of the others the oldest go")
    func limit() {
        #expect(begin(0..<PeerConnections.limit).isEmpty)
        #expect(admit(0) && admit(2, of: "b"))
        #expect(begin(1000..<1003) == [1, 3, 4])
        #expect(begin(0..<0).isEmpty)
        for number: Int32 in [1, 3] { #expect(!connections.has(number)) }
        connections.end(0)
        #expect(begin(2000..<2002) == [5])
    }

    @Test("that are all asked over leave no room for another")
    func asking() {
        #expect(begin(0..<PeerConnections.limit).isEmpty)
        for number in 0..<PeerConnections.limit {
            #expect(admit(Int32(number), of: "\(number / PeerConnections.limitPerPeer)"))
        }
        #expect(begin(500..<502) == [500, 501])
    }

    @Test("are whoever's asks over them last, as their numbers are given again")
    func numbers() {
        #expect(begin(0..<1).isEmpty)
        #expect(admit(0) && admit(0, of: "b"))
    }
}

@Suite("Turns at the readers") final class TurnsTests {
    private var turns = Turns<String>()

    private func add(_ work: String, for place: UInt8?, limit: Int = 10) -> Bool {
        turns.add(work, for: place.map { [$0] } ?? [], limit: limit)
    }

    private func next() -> String? { turns.next() }

    private func letGo(_ place: UInt8) -> Bool { turns.letGo([place]) }

    @Test("go from one place to the next, and each one's work is done in order, after what went before was let go")
    func order() {
        for number in 1...3 { #expect(add("a\(number)", for: 1)) }
        for number in 1...2 { #expect(add("b\(number)", for: 2)) }
        #expect(next() == "a1" && add("c1", for: 3))
        #expect(next() == "b1" && next() == "c1" && next() == nil)
        #expect(letGo(1) && !letGo(3) && !letGo(9))
        #expect(next() == "a2" && next() == nil)
        #expect(letGo(1) && letGo(2))
        #expect(next() == "b2" && next() == "a3" && next() == nil)
    }

    @Test("are so many of each, and nobody's fewer for another's")
    func limits() {
        #expect(add("1", for: 1, limit: 1) && !add("2", for: 1, limit: 1) && add("1", for: 2, limit: 1))
        #expect(next() == "1" && add("2", for: 1, limit: 1) && !add("2", for: 2, limit: 1))
    }

    @Test("are none where no place is named")
    func nowhere() {
        for work in ["1", "2"] { #expect(add(work, for: nil, limit: 2)) }
        #expect(!add("3", for: nil, limit: 2))
        #expect(next() == "1" && next() == "2" && next() == nil)
    }
}
