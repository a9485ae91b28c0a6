import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A stranger who fails on somebody's account")
struct KnownPlaceTests {
    private static let home = "192.0.2.1"
    let desk: Desk

    init() throws {
        desk = try Desk()
        _ = try desk.register(username: "Ada").get()
    }

    private func besiege(_ login: String = "ada", from part: Int = 1) throws {
        for number in 1...5 {
            #expect(try desk.signIn(login, "wrong password", address: "198.51.\(part).\(number)").status == 401)
        }
    }

    private func token() throws -> Text<MailTokenRule> {
        desk.service.now = desk.service.now.adding(milliseconds: 1)
        _ = try desk.requestReset("ada@example.com")
        return try #require(try desk.tokens(.passwordReset).last)
    }

    @Test("keeps its owner out of no place from where they have signed in lately")
    func owner() throws {
        #expect(try desk.signIn("ada", address: Self.home).status == 201)
        try besiege()
        #expect(try desk.signIn("ada", address: "203.0.113.9").code == "too_many_attempts")
        #expect(try desk.signIn("ada", address: Self.home).status == 201)
        #expect(try desk.signIn("ada", address: "203.0.113.9").code == "too_many_attempts", "the block still holds")
        try desk.expectSound()
    }

    @Test("has five tries at such a place as at any, whether or not the account is blocked", arguments: [false, true])
    func limited(isBlocked: Bool) throws {
        _ = try desk.signIn("ada", address: Self.home).get()
        if isBlocked { try besiege() }
        for _ in 1...5 {
            #expect(try desk.signIn("ada", "wrong password", address: Self.home).status == (isBlocked ? 429 : 401))
        }
        #expect(try desk.signIn("ada", address: Self.home).status == 429)
        #expect(try desk.signIn("ada", address: "203.0.113.9").status == 429)
        desk.pass(seconds: 3600)
        #expect(try desk.signIn("ada", address: Self.home).status == 201)
    }

    @Test("is known there for ninety days", arguments: [(-1, 201), (0, 429)])
    func lately(seconds: Int64, status: Int) throws {
        _ = try desk.signIn("ada", address: Self.home).get()
        desk.pass(seconds: 90 * Desk.day + seconds)
        try besiege()
        #expect(try desk.signIn("ada", address: Self.home).status == status)
    }

    @Test("is known at twenty places at most, the newest, and those of long ago are forgotten")
    func bounded() throws {
        for number in 1...22 {
            desk.pass(seconds: 1)
            _ = try desk.signIn("ada", address: "203.0.113.\(number)").get()
        }
        #expect(try desk.count("SELECT COUNT(*) FROM known_places") == 20)
        try besiege()
        #expect(try desk.signIn("ada", address: "203.0.113.2").status == 429)
        #expect(try desk.signIn("ada", address: "203.0.113.3").status == 201)
        desk.pass(days: 91)
        _ = try desk.register("eve@example.com").get()
        for _ in 1...6 { _ = try desk.signIn("eve@example.com", address: Self.home).get() }
        #expect(try desk.count("SELECT COUNT(*) FROM known_places") == 1)
        try desk.expectSound()
    }

    @Test("learns nothing at a place that they share with the owner: not by the answers, nor by the work behind them")
    func alike() throws {
        func told(_ login: String) throws -> [String] {
            let desk = try Desk()
            _ = try desk.register(username: "Ada").get()
            _ = try desk.signIn("ada", address: Self.home).get()
            var told: [String] = []
            func tryAgain(_ password: String = "wrong password", from address: String = Self.home) throws {
                told.append(try answer(login, password, from: address, at: desk))
            }
            for number in 1...5 { try tryAgain(from: "198.51.100.\(number)") }
            for _ in 1...7 { try tryAgain() }
            try tryAgain(from: "203.0.113.9")
            desk.pass(seconds: 3600)
            for _ in 1...7 { try tryAgain() }
            for number in 1...7 { try tryAgain(from: "198.51.101.\(number)") }
            desk.pass(seconds: 3600)
            try tryAgain()
            return told
        }
        let (known, unknown) = (try told("ada"), try told("nobody"))
        #expect(known == unknown)
        #expect(Set(known.map { $0.prefix(5) }) == ["401 1", "429 0", "429 1"])
    }

    /// The status, whether a password was compared, and the rest of the answer.
    private func answer(_ login: String, _ password: String, from address: String, at desk: Desk) throws -> String {
        var header = Header(.command)
        (header[.operation], header[.reference]) = (OpenSession.name, "alike")
        header[.id] = "\(login) \(address) \(try desk.count("SELECT COUNT(*) FROM runtime_events"))"
        (header[.actor], header[.address]) = ("anonymous", address)
        let request = OpenSession.Request(login: try #require(Text(login)), password: Text(password))
        let delivery = Delivery(peer: "gateway", route: [1], header: header, body: try WireCoding().encode(request))
        var (work, out) = (0, try desk.service.node.step([.delivery(delivery)], at: desk.service.now))
        for case .work(let order) in out {
            work += 1
            out = try desk.service.node.step([.workDone(order, result: order.run())], at: desk.service.now)
        }
        for case .reply(_, let header, let body) in out {
            let problem = try WireCoding().decode(Problem.self, from: body)
            return "\(header.number(.status) ?? 0) \(work) \(problem.code) \(problem.detail)"
        }
        return "no answer"
    }

    @Test("is of no more matter once the owner has replaced the password by mail")
    func pardoned() throws {
        _ = try desk.signIn("ada", address: Self.home).get()
        try besiege()
        for _ in 1...5 { _ = try desk.signIn("ada", "wrong password", address: Self.home) }
        let request = ConfirmPasswordReset.Request(token: try token(), password: Text(trusted: "another horse"))
        _ = try desk.service.ask(ConfirmPasswordReset.self, request, address: "203.0.113.9").get()
        for address in ["203.0.113.9", Self.home] {
            #expect(try desk.signIn("ada", "another horse", address: address).status == 201)
        }
        try besiege(from: 2)
        #expect(try desk.signIn("ada", "another horse", address: "203.0.113.9").status == 201)
        try desk.expectSound()
    }

    @Test("finds only the place known where the password was replaced: who had the old one may have been at the others")
    func distrusted() throws {
        _ = try desk.signIn("ada", address: Self.home).get()
        let request = ConfirmPasswordReset.Request(token: try token(), password: Text(trusted: "another horse"))
        _ = try desk.service.ask(ConfirmPasswordReset.self, request, address: "203.0.113.9").get()
        try besiege()
        #expect(try desk.signIn("ada", "another horse", address: Self.home).status == 429)
        #expect(try desk.signIn("ada", "another horse", address: "203.0.113.9").status == 201)
    }

    @Test("is not told of in the tables: places are hashes, and go with whoever leaves")
    func hashes() throws {
        let session = try desk.signIn("ada", address: Self.home).get()
        let places: [[UInt8]] = try desk.service.reader().rows("SELECT place FROM known_places") { try $0.value(0) }
        #expect(places.map(\.count) == [32])
        _ = try desk.leave(try desk.statement(session.token)).get()
        #expect(try desk.count("SELECT COUNT(*) FROM known_places") == 0)
        try desk.expectSound()
    }
}

@Suite("A failed attempt")
struct RepeatedFailureTests {
    let desk: Desk

    init() throws {
        desk = try Desk()
        _ = try desk.register(username: "Ada").get()
    }

    @Test("counts once, however many copies of it come")
    func copies() throws {
        for _ in 1...20 {
            #expect(try desk.signIn("ada", "wrong password", address: "192.0.2.1", id: "k").status == 401)
        }
        #expect(try desk.count("SELECT COUNT(*) FROM sign_in_failures") == 3)
        #expect(try desk.service.events(SignInFailed.type).count == 1)
        #expect(try desk.count("SELECT COUNT(*) FROM sign_ins") == 1)
        #expect(try desk.signIn("ada", address: "192.0.2.1").status == 201)
    }

    @Test("counts once though it was the one too many")
    func last() throws {
        for number in 1...5 {
            for _ in 1...2 {
                _ = try desk.signIn("ada", "wrong password", address: "192.0.2.\(number)", id: "k\(number)")
            }
        }
        #expect(try desk.service.events(SignInFailed.type).count == 5)
        #expect(try desk.count("SELECT COUNT(*) FROM sign_in_failures") == 10)
    }

    @Test(
        "counts each time where another password comes under the same key, or the same one later than a copy could")
    func others() throws {
        for number in 1...5 {
            #expect(try desk.signIn("ada", "wrong password \(number)", address: "192.0.2.1", id: "k").status == 401)
        }
        #expect(try desk.signIn("ada", address: "192.0.2.1").status == 429)
        for _ in 1...2 {
            _ = try desk.signIn("nobody", "wrong password", address: "192.0.2.1", id: "k")
            desk.pass(seconds: 16)
        }
        #expect(try desk.service.events(SignInFailed.type).count == 7)
    }
}
