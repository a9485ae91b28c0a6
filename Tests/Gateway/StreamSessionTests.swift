import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

@Suite("Streams and who they are for")
struct StreamSessionTests: StreamReading {
    @Test("end for one whose session is revoked, at once and with an event that says so")
    func revocation() throws {
        let gateway = try streamGateway()
        let statement = TestUsers.statement(1)
        let id = try open(gateway)
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        let waiting = try #require(gateway.take(FollowHall.name).last)
        try gateway.tell(about: Subject("session", statement.session))
        // What its question finds in that moment is not for it any more.
        try gateway.answer(waiting, try page(["8"], next: "8"))
        let question = try #require(gateway.take(VouchForSession.name).first)
        let told = gateway.now
        try gateway.answer(question, status: 401, "{}")
        #expect(written(gateway, id).hasPrefix("event: closed\n") && written(gateway, id).hasSuffix("<end>"))
        #expect(written(gateway, id).contains("unauthenticated") && !written(gateway, id).contains("id: 8"))
        #expect(told == gateway.now)
        #expect(gateway.take(FollowHall.name).isEmpty)
    }

    @Test("end for one who may no longer have them, though the session goes on")
    func withdrawnRole() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        _ = gateway.take(FollowHall.name)
        try gateway.tell(about: Subject("user", TestUsers.statement(1).user))
        try gateway.vouch(for: TestUsers.statement(1))
        let again = try #require(gateway.take(FollowHall.name).last)
        #expect(try gateway.coding.decode(FollowHall.Request.self, from: again.body).waitMilliseconds == 0)
        let problem = Problem(CommonFailure.forbidden, "no longer")
        try gateway.answer(again, status: 403, String(decoding: try gateway.coding.encode(problem), as: UTF8.self))
        #expect(written(gateway, id).contains("forbidden") && written(gateway, id).hasSuffix("<end>"))
    }

    @Test("go on for one of whom there was news that took nothing away, without a gap")
    func harmlessNews() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, ["1"], next: "1")
        try gateway.step([.webDrained(id)])
        _ = gateway.take(FollowHall.name)
        try gateway.tell(about: Subject("user", TestUsers.statement(1).user))
        try gateway.vouch(for: TestUsers.statement(1))
        #expect(try serve(gateway, ["2"], next: "2").after?.text == "1")
        #expect(written(gateway, id) == text("2"))
        // To one who has not read the page before, none is added for that.
        try gateway.tell(about: Subject("user", TestUsers.statement(1).user))
        try gateway.vouch(for: TestUsers.statement(1))
        try serve(gateway, ["3"], next: "3")
        #expect(written(gateway, id) == text("2"))
        try gateway.step([.webDrained(id)])
        #expect(try serve(gateway, ["3"], next: "3").after?.text == "2")
        #expect(written(gateway, id) == text("2") + text("3"))
    }

    @Test("give nothing while identity is silent and nobody can be believed")
    func silence() throws {
        let gateway = try streamGateway()
        let id = try open(gateway)
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        let waiting = try #require(gateway.take(FollowHall.name).last)
        gateway.isStreaming = false
        try gateway.wait(milliseconds: 2000)
        try gateway.answer(waiting, try page(["8"], next: "8"))
        #expect(written(gateway, id).isEmpty)
        // As long as identity answers who it is, that is enough for a page asked for at once after it.
        try gateway.vouch(for: TestUsers.statement(1))
        try serve(gateway, ["8"], next: "8")
        #expect(written(gateway, id) == text("8"))
    }

    @Test("look whether the session is over when what is known of it ends")
    func expiry() throws {
        let gateway = try streamGateway()
        let id = try gateway.send("GET", Self.path, headers: Self.token)
        try gateway.vouch(for: TestUsers.statement(1, issuedAt: gateway.now, seconds: 20))
        try serve(gateway, next: "7")
        try gateway.step([.webDrained(id)])
        try gateway.wait(milliseconds: 9900)
        #expect(gateway.take(VouchForSession.name).isEmpty)
        try gateway.wait(milliseconds: 200)
        let question = try #require(gateway.take(VouchForSession.name).first)
        try gateway.answer(question, status: 401, "{}")
        #expect(written(gateway, id).contains("unauthenticated") && written(gateway, id).hasSuffix("<end>"))
    }
}
