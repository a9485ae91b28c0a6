import Crypto
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Following another service") struct FollowingTests {
    static let definition = ServiceDefinition(
        name: .wallet,
        migrations: [Migration(name: "seen-1", sql: "CREATE TABLE seen (sequence INTEGER, body BLOB) STRICT;")],
        operations: [],
        followers: [
            Follower(.betting) { page, context in
                for entry in page.entries {
                    try context.database.run(
                        "INSERT INTO seen (sequence, body) VALUES (?, ?)", entry.sequence, entry.body)
                }
            }
        ], events: [])

    let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest(Self.definition) }

    private func pull() throws -> (Header, PullEvents.Request) {
        service.now = service.now.adding(milliseconds: 5)
        try service.step()
        let pull = try #require(service.sent.last { $0.header[.operation] == PullEvents.name })
        return (pull.header, try WireCoding().decode(PullEvents.Request.self, from: pull.body))
    }

    private func answer(_ asked: Header, _ events: [String], head: Int64) throws {
        var header = Header(.reply)
        header[.reference] = asked[.reference]
        header.set(.status, 200)
        header.set(.head, head)
        try service.step([.reply(from: .betting, header: header, body: Array(events.map { $0 + "\n" }.joined().utf8))])
    }

    private func seen() throws -> [String] {
        try service.reader().rows("SELECT body FROM seen ORDER BY rowid") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
    }

    @Test("takes each event once and goes on where it was, across a crash")
    func once() throws {
        let (first, request) = try pull()
        #expect(request.after == 0)
        try answer(first, ["a", "b"], head: 3)
        try answer(first, ["a", "b"], head: 3)
        try service.restart()
        let (second, next) = try pull()
        #expect(next.after == 2)
        try answer(second, ["c"], head: 3)
        #expect(try seen() == ["a", "b", "c"])
    }

    @Test("passes over an answer from before a restart, whose events stand at another position")
    func staleAnswer() throws {
        let (first, _) = try pull()
        try answer(first, ["a", "b"], head: 2)
        try service.restart()
        _ = try pull()
        try answer(first, ["a", "b"], head: 2)
        #expect(try seen() == ["a", "b"])
    }

    @Test("takes one answer a request, also where two come within one batch")
    func twiceInOneBatch() throws {
        let (asked, _) = try pull()
        func reply(_ events: [String], head: Int64) -> Inbound {
            var header = Header(.reply)
            header[.reference] = asked[.reference]
            header.set(.status, 200)
            header.set(.head, head)
            return .reply(from: .betting, header: header, body: Array(events.map { $0 + "\n" }.joined().utf8))
        }
        try service.step([reply(["a", "b"], head: 2), reply(["a"], head: 1), reply(["a", "b"], head: 2)])
        #expect(try seen() == ["a", "b"])
        #expect(try pull().1.after == 2)
    }

    private func refuse(
        _ asked: Header, _ failure: HistoryFailure, at sequence: Int64, life: Int64? = nil, link: [UInt8]? = nil
    ) throws {
        var header = Header(.reply)
        header[.reference] = asked[.reference]
        header.set(.status, 409)
        header.set(.sequence, sequence)
        if let life { header.set(.incarnation, life) }
        header[.link] = link.map(Base64URL.encode)
        let body = try WireCoding().encode(Problem(failure, "refused by the test"))
        try service.step([.reply(from: .betting, header: header, body: body)])
    }

    @Test("tells once that a source has lost what was read of it, and goes on where the source's operator says")
    func restored() throws {
        try answer(pull().0, ["a", "b", "c"], head: 3)
        for head in [Int64(2), 3] {
            try refuse(pull().0, .truncated, at: head)
            service.now = service.now.adding(milliseconds: 1000)
        }
        let stopped = try service.events(FollowingStopped.type)
        #expect(stopped.map(\.severity) == [.critical] && stopped.map(\.subject) == ["service/betting"])
        let link = EventLink.next(after: EventLink.first, body: Array("a".utf8))
        try refuse(pull().0, .restored, at: 1, life: 2, link: link)
        let (asked, request) = try pull()
        #expect(request.after == 1 && request.link == Base64URL.encode(link))
        try service.restart()
        #expect(try pull().1.after == 1)
        try answer(pull().0, ["x", "y", "z"], head: 4)
        #expect(try seen() == ["a", "b", "c", "x", "y", "z"] && asked.kind == .query)
        #expect(try service.events(SourceRestored.type).count == 1)
        // One that has been in that life is not sent about in it.
        try refuse(pull().0, .restored, at: 2, life: 2, link: link)
        service.now = service.now.adding(milliseconds: 1000)
        #expect(try pull().1.after == 4)
        #expect(try service.events(SourceRestored.type).count == 1)
    }

    @Test("commits nothing for a page without news")
    func noNews() throws {
        let (first, _) = try pull()
        try answer(first, ["a"], head: 1)
        let before = try service.ask(GetStatus.self, Nothing(), from: "gateway").get().batches
        let (second, _) = try pull()
        try answer(second, [], head: 1)
        #expect(try service.ask(GetStatus.self, Nothing(), from: "gateway").get().batches == before)
        #expect(try pull().1.after == 1)
    }

    @Test("says how long it wants to wait for news, if it wants to")
    func waiting() throws {
        #expect(try pull().1.waitMilliseconds == nil)
        let follower = Follower(.betting, waitMilliseconds: 20) { _, _ in }
        let service = try ServiceUnderTest(
            ServiceDefinition(name: .wallet, migrations: [], operations: [], followers: [follower], events: []))
        try service.step()
        let pull = try #require(service.sent.last { $0.header[.operation] == PullEvents.name })
        #expect(try WireCoding().decode(PullEvents.Request.self, from: pull.body).waitMilliseconds == 20)
    }

    @Test(
        "says what it read last, hears once that there is something wrong behind it, and goes on when that is put right"
    )
    func faults() throws {
        let heard = Heard()
        let follower = Follower(.betting, fault: { fault, _ in heard.faults.append(fault) }) { _, _ in }
        let service = try ServiceUnderTest(
            ServiceDefinition(name: .wallet, migrations: [], operations: [], followers: [follower], events: []))
        func pull() throws -> (Header, PullEvents.Request) {
            service.now = service.now.adding(milliseconds: 1000)
            try service.step()
            let pull = try #require(service.sent.last { $0.header[.operation] == PullEvents.name })
            return (pull.header, try WireCoding().decode(PullEvents.Request.self, from: pull.body))
        }
        try service.deliver(events: [Array("a".utf8)], from: .betting)
        for _ in 1...3 {
            let (asked, request) = try pull()
            let link = EventLink.next(after: EventLink.first, body: Array("a".utf8))
            #expect(request.after == 1 && request.link == Base64URL.encode(link))
            var header = Header(.reply)
            header[.reference] = asked[.reference]
            header.set(.status, 409)
            header.set(.sequence, 2)
            let problem = Problem(HistoryFailure.missing, "event 2 is missing")
            try service.step([.reply(from: .betting, header: header, body: try WireCoding().encode(problem))])
        }
        #expect(heard.faults == [HistoryFault(.missing, 2)])
        _ = try pull()
        try service.deliver(events: [Array("b".utf8)], from: .betting)
        #expect(try pull().1.after == 2)
    }

    private final class Heard: @unchecked Sendable {  // only ever touched by the test's own thread
        var faults: [HistoryFault] = []
    }

    @Test("asks again when an answer is lost")
    func lost() throws {
        let (first, _) = try pull()
        service.now = service.now.adding(seconds: 5)
        let (second, request) = try pull()
        #expect(request.after == 0)
        #expect(first[.reference] != second[.reference])
    }
}
