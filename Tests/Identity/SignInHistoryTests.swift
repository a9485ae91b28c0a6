import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("The history of sign-ins")
struct SignInHistoryTests {
    let desk: Desk
    let user: ID<User>
    let admin = TestUsers.statement(9, roles: [.admin], seconds: 500 * Desk.day)

    init() throws {
        desk = try Desk()
        user = try desk.register(username: "Ada").get().id
    }

    private func list(
        limit: Int? = nil, cursor: String? = nil, by statement: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Page<ListSignIns.Item>> {
        let request = try WireCoding().decode(
            ListSignIns.Request.self,
            from: Array(
                """
                {"user_id":"\(user)"\(limit.map { ",\"limit\":\($0)" } ?? "")\(cursor.map { ",\"cursor\":\"\($0)\"" } ?? "")}
                """.utf8))
        return try desk.service.ask(ListSignIns.self, request, by: statement ?? admin)
    }

    @Test("tells whoever signs in of the time before, not of failures since")
    func previous() throws {
        #expect(try desk.signIn(address: "192.0.2.1").get().previousSignIn == nil)
        let first = desk.service.now
        desk.pass(seconds: 60)
        _ = try desk.signIn("ada", "wrong password", address: "192.0.2.66")
        let previous = try #require(try desk.signIn(address: "192.0.2.2").get().previousSignIn)
        #expect(previous.at == first && previous.address == "192.0.2.1" && previous.agent == nil)
        #expect(try desk.signIn().get().previousSignIn?.address == "192.0.2.2")
    }

    @Test("shows an admin every attempt on an account, newest first, page by page")
    func lists() throws {
        let session = try desk.signIn(address: "192.0.2.1").get()
        _ = try desk.signIn("ada", "wrong password", address: "192.0.2.66")
        _ = try desk.signIn("nobody", "wrong password", address: "192.0.2.66")
        _ = try desk.signIn().get()
        let items = try list().get().items
        #expect(items.map(\.outcome) == [.signedIn, .wrongCredentials, .signedIn])
        #expect(items.map(\.address) == [nil, "192.0.2.66", "192.0.2.1"])
        #expect(items.last?.sessionID == session.sessionID && items[1].sessionID == nil)
        let page = try list(limit: 2).get()
        #expect(page.items.count == 2)
        let rest = try list(limit: 2, cursor: page.next).get()
        #expect(rest.items.map(\.sessionID) == [session.sessionID] && rest.next == nil)
        #expect(try list(cursor: "x").problem?.errors.map(\.pointer) == ["/cursor"])
    }

    @Test("keeps of a client's own words as many as one reads")
    func agents() throws {
        let request = OpenSession.Request(login: try #require(Text("ada")), password: Text("correct horse"))
        let agent = String(repeating: "very long ", count: 100)
        _ = try desk.service.ask(OpenSession.self, request, agent: agent).get()
        #expect(try list().get().items.map(\.agent) == [String(agent.prefix(200))])
    }

    @Test("is for admins, of users that exist")
    func access() throws {
        #expect(try list(by: TestUsers.statement(3, roles: [.player, .auditor])).code == "forbidden")
        let nobody = ListSignIns.Request(userID: ID(high: 1, low: 1))
        #expect(try desk.service.ask(ListSignIns.self, nobody, by: admin).code == "not_found")
    }

    @Test("is forgotten after four hundred days")
    func retention() throws {
        _ = try desk.signIn().get()
        desk.pass(seconds: 400 * Desk.day - 1)
        _ = try desk.signIn().get()
        #expect(try list().get().items.count == 2)
        desk.pass(seconds: 1)
        _ = try desk.signIn().get()
        #expect(try list().get().items.count == 2)
    }
}
