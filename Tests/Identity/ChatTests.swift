import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Chats")
struct ChatTests {
    let desk: Desk
    let ada: Statement
    let operator_: Statement

    init() throws {
        desk = try Desk()
        ada = try desk.signedIn("ada@example.com")
        operator_ = try desk.signedIn("bots@example.com", roles: [.operator_])
    }

    private func chat(_ id: String, _ system: String = "telegram") -> ChatReference {
        ChatReference(system: Text(trusted: system), chatID: Text(trusted: id))
    }

    private func link(
        _ id: String, _ system: String = "telegram", by statement: Statement
    ) throws -> ServiceUnderTest.Answer<LinkedChat> {
        try desk.service.ask(LinkChat.self, chat(id, system), by: statement)
    }

    private func get(by statement: Statement) throws -> ServiceUnderTest.Answer<LinkedChat> {
        try desk.service.ask(GetChat.self, .init(system: Text(trusted: "telegram")), by: statement)
    }

    private func unlink(by statement: Statement) throws -> ServiceUnderTest.Answer<Nothing> {
        try desk.service.ask(UnlinkChat.self, .init(system: Text(trusted: "telegram")), by: statement)
    }

    private func bot() throws -> (statement: Statement, key: ID<APIKey>) {
        let key = try desk.createKey([.chatSessions], by: operator_).get()
        return (try desk.statement(key.key), key.id)
    }

    private func open(_ id: String, by statement: Statement) throws -> ServiceUnderTest.Answer<OpenChatSession.Reply> {
        try desk.service.ask(OpenChatSession.self, chat(id), by: statement)
    }

    // MARK: - Links

    @Test("a user has one chat in each system, and a chat that is confirmed one user")
    func links() throws {
        #expect(try get(by: ada).code == "not_found")
        for _ in 1...2 { #expect(try link("42", by: ada).get().chatID.text == "42") }
        #expect(try link("42", "matrix", by: ada).status == 200)
        let code = try #require(try link("42", by: ada).get().linkCode)
        _ = try desk.confirmChat("42", code, by: try bot().statement).get()
        let taken = try link("42", by: operator_)
        #expect(taken.status == 409 && taken.code == "chat_taken")
        #expect(try link("43", by: ada).status == 200)
        #expect(try get(by: ada).get().chatID.text == "43")
        #expect(try link("42", by: operator_).status == 200)
        #expect(try desk.service.events(ChatLinked.type).count == 4)
        try desk.expectSound()
    }

    @Test("a link is forgotten on request, and tells of it")
    func unlinks() throws {
        #expect(try unlink(by: ada).code == "not_found")
        _ = try link("42", by: ada).get()
        #expect(try unlink(by: ada).status == 200)
        #expect(try get(by: ada).code == "not_found")
        #expect(try desk.service.events(ChatUnlinked.type).map(\.subject) == ["user/\(ada.user)"])
        #expect(try link("42", by: operator_).status == 200)
    }

    @Test("a chat's id stands in no event")
    func personal() throws {
        _ = try link("chat-4242", by: ada).get()
        _ = try open("chat-4242", by: try bot().statement).get()
        _ = try unlink(by: ada).get()
        let bodies = try desk.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
        #expect(!bodies.contains { $0.contains("4242") })
    }

    @Test("a user is known in at most ten systems")
    func ten() throws {
        for number in 1...10 { _ = try link("42", "system-\(number)", by: ada).get() }
        #expect(try link("42", "system-11", by: ada).code == "too_many_chats")
        #expect(try link("43", "system-10", by: ada).status == 200)
    }

    @Test(
        "takes small letters, digits and hyphens for systems",
        arguments: [("telegram-2", true), ("Telegram", false), ("a b", false), ("", false), ("é", false)])
    func systems(text: String, isRight: Bool) {
        #expect((ChatSystem(text) != nil) == isRight)
        #expect(ChatSystem(String(repeating: "a", count: 31)) == nil)
    }

    @Test(
        "takes visible characters for chats",
        arguments: [("-100:x@y", true), ("a b", false), ("é", false), ("", false)])
    func chats(text: String, isRight: Bool) {
        #expect((ChatID(text) != nil) == isRight)
        #expect(ChatID(String(repeating: "a", count: 64)) != nil && ChatID(String(repeating: "a", count: 65)) == nil)
    }

    // MARK: - Sessions

    @Test("a bot opens a session for a linked chat, for an hour and for betting only")
    func opens() throws {
        _ = try link("42", by: ada).get()
        let (bot, key) = try bot()
        let session = try open("42", by: bot).get()
        #expect(session.userID == ada.user && session.expiresAt == desk.service.now.adding(seconds: 3600))
        let statement = try desk.statement(session.token)
        #expect(statement.user == ada.user && statement.session == session.sessionID)
        #expect(statement.scopes == ["betting:read", "betting:write", "wallet:read"])
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: statement).code == "forbidden")
        #expect(try open("42", by: statement).code == "forbidden")
        let event = try #require(try desk.service.events(ChatSessionOpened.type).first)
        #expect(event.subject == "session/\(session.sessionID)" && event.actor == "user:\(operator_.user)")
        let listed = try desk.service.ask(ListSessions.self, .init(), by: ada).get().items
        #expect(listed.first?.chatSystem == "telegram" && listed.count == 2)
        desk.service.now = session.expiresAt
        #expect(try desk.vouch(session.token).status == 401)
        #expect(try desk.vouch(session.token).code == "unauthenticated")
        _ = key
        try desk.expectSound()
    }

    @Test("never carries roles that need a second factor")
    func guarded() throws {
        let admin = try desk.signedIn("root@example.com", roles: [.admin])
        _ = try link("7", by: admin).get()
        let statement = try desk.statement(try open("7", by: try bot().statement).get().token)
        #expect(statement.roles == [.player] && statement.withheld == nil)
    }

    @Test("nobody but an operator's or an admin's API key with the scope opens one")
    func whoOpens() throws {
        _ = try link("42", by: ada).get()
        #expect(try desk.createKey([.chatSessions], by: ada).code == "scope_not_allowed")
        #expect(try open("42", by: operator_).code == "forbidden")
        #expect(try open("42", by: ada).code == "forbidden")
        let other = try desk.statement(try desk.createKey([.bettingWrite], by: operator_).get().key)
        #expect(try open("42", by: other).code == "forbidden")
        let (bot, _) = try bot()
        try desk.write("DELETE FROM user_roles WHERE user = ? AND role = 'operator'", operator_.user)
        var former = bot
        former.roles = [.player]
        #expect(try open("42", by: former).code == "forbidden")
    }

    @Test("there is none for a chat that nobody linked, or whose user may not be known")
    func unknown() throws {
        let (bot, _) = try bot()
        #expect(try open("42", by: bot).code == "chat_not_linked")
        _ = try link("42", by: ada).get()
        try desk.write("UPDATE users SET state = 'suspended' WHERE id = ?", ada.user)
        #expect(try open("42", by: bot).code == "account_not_active")
        try desk.write("UPDATE users SET state = 'frozen' WHERE id = ?", ada.user)
        #expect(try desk.statement(try open("42", by: bot).get().token).state == .frozen)
    }

    @Test("bots throw nobody out: their sessions are five of their own")
    func five() throws {
        _ = try link("42", by: ada).get()
        let (bot, _) = try bot()
        let own = try (1...4).map { _ in try desk.signIn().get() }
        var opened: [OpenChatSession.Reply] = []
        for _ in 1...6 {
            desk.pass(seconds: 1)
            opened.append(try open("42", by: bot).get())
        }
        for session in own { #expect(try desk.vouch(session.token).status == 200) }
        #expect(try opened.map { try desk.vouch($0.token).status } == [401, 200, 200, 200, 200, 200])
        try desk.expectSound()
    }

    @Test("ends with the link by which it was opened", arguments: [true, false])
    func endsWithLink(isUnlinked: Bool) throws {
        _ = try link("42", by: ada).get()
        let session = try open("42", by: try bot().statement).get()
        if isUnlinked { _ = try unlink(by: ada).get() } else { _ = try link("43", by: ada).get() }
        #expect(try desk.vouch(session.token).status == 401)
        #expect(try desk.endings() == [.revoked])
    }

    @Test("ends with the key that opened it, however many they are")
    func endsWithKey() throws {
        let (bot, key) = try bot()
        let people = try (1...12).map { try desk.signedIn("user\($0)@example.com") }
        var tokens: [String] = []
        for (number, person) in people.enumerated() {
            _ = try link("chat-\(number)", by: person).get()
            for _ in 1...5 { tokens.append(try open("chat-\(number)", by: bot).get().token) }
        }
        #expect(tokens.count == 60)
        _ = try desk.revoke(key, by: operator_).get()
        #expect(try Set(tokens.map { try desk.vouch($0).status }) == [401])
        #expect(try desk.endings().count == 60)
        try desk.expectSound()
    }
}
