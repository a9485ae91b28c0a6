import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

extension Desk {
    func confirmChat(
        _ id: String, _ code: String, _ system: String = "telegram", by statement: Statement
    ) throws -> ServiceUnderTest.Answer<ConfirmChat.Reply> {
        let request = ConfirmChat.Request(
            system: Text(trusted: system), chatID: Text(trusted: id), code: try #require(ChatCode(code)))
        return try service.ask(ConfirmChat.self, request, by: statement)
    }
}

@Suite("A claim of a chat")
struct ChatClaimTests {
    let desk: Desk
    let ada: Statement
    let eve: Statement
    let key: String
    /// A statement lives for minutes.
    var bot: Statement { get throws { try desk.statement(key) } }

    init() throws { (desk, ada, eve, key) = try Self.people(at: Desk()) }

    private static func people(at desk: Desk) throws -> (Desk, Statement, Statement, String) {
        let ada = try desk.signedIn("ada@example.com")
        let eve = try desk.signedIn("eve@example.com")
        let operator_ = try desk.signedIn("bots@example.com", roles: [.operator_])
        return (desk, ada, eve, try desk.createKey([.chatSessions], by: operator_).get().key)
    }

    private func open(_ id: String = "42") throws -> ServiceUnderTest.Answer<OpenChatSession.Reply> {
        try desk.service.ask(OpenChatSession.self, chat(id), by: bot)
    }

    private func disown(
        _ id: String = "42", by statement: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<DisownChat.Reply> {
        try desk.service.ask(DisownChat.self, chat(id), by: try statement ?? bot)
    }

    private func chat(_ id: String) -> ChatReference {
        ChatReference(system: Text(trusted: "telegram"), chatID: Text(trusted: id))
    }

    private func linked(by statement: Statement) throws -> LinkedChat? {
        let request = ChatSystemReference(system: Text(trusted: "telegram"))
        return try? desk.service.ask(GetChat.self, request, by: statement).get()
    }

    private func unlinkings() throws -> [ChatUnlinked.Reason] {
        try desk.service.reader().rows("SELECT body FROM runtime_events ORDER BY sequence") {
            try $0.value(0, as: [UInt8].self)
        }.filter {
            try WireCoding().decode(EventAttributes.self, from: $0).type == ChatUnlinked.type
        }.compactMap { try WireCoding().decode(EventRecord<ChatUnlinked>.self, from: $0).data.reason }
    }

    // MARK: - Confirming

    @Test("is confirmed with the code that linking gave, given in the chat, once")
    func confirms() throws {
        let link = try desk.link("42", by: ada).get()
        let code = try #require(link.linkCode)
        #expect(!link.isConfirmed && link.linkCodeExpiresAt == desk.service.now.adding(seconds: 900))
        let seen = try #require(try linked(by: ada))
        #expect(!seen.isConfirmed && seen.linkCode == nil && seen.linkCodeExpiresAt == nil)
        let typed = code.lowercased().filter { $0 != "-" }
        let confirmed = try desk.confirmChat("42", typed, by: bot).get()
        #expect(confirmed.userID == ada.user && confirmed.confirmedAt == desk.service.now)
        #expect(try linked(by: ada)?.isConfirmed == true)
        #expect(try desk.confirmChat("42", code, by: bot).code == "invalid_link_code")
        let again = try desk.link("42", by: ada).get()
        #expect(again.isConfirmed && again.linkCode == nil, "there is nothing left to confirm")
        #expect(try desk.service.events(ChatConfirmed.type).map(\.subject) == ["user/\(ada.user)"])
        #expect(try open().get().userID == ada.user)
        try desk.expectSound()
    }

    @Test("has a code that lies nowhere in the clear")
    func sealed() throws {
        let code = try #require(try desk.link("42", by: ada).get().linkCode)
        let letters = code.filter { $0 != "-" }
        let stored = try #require(
            try desk.service.reader().first("SELECT code_hash FROM chats") { try $0.value(0, as: [UInt8].self) })
        #expect(stored.count == 32)
        let replies = try desk.service.reader().rows("SELECT reply FROM runtime_inbox") {
            String(decoding: try $0.value(0, as: [UInt8]?.self) ?? [], as: UTF8.self)
        }
        let texts = replies + (try desk.bodies()) + (try desk.mails().items.compactMap(\.text))
        #expect(!texts.contains { $0.contains(code) || $0.contains(letters) })
    }

    @Test("is confirmed with the newest code, until it runs out", arguments: [(-1, 200), (0, 422)])
    func codes(milliseconds: Int64, status: Int) throws {
        let first = try #require(try desk.link("42", by: ada).get().linkCode)
        let second = try desk.link("42", by: ada).get()
        #expect(try desk.service.events(ChatLinked.type).count == 1)
        #expect(try desk.service.events(ChatCodeIssued.type).count == 2)
        #expect(try desk.confirmChat("42", first, by: bot).code == "invalid_link_code")
        desk.service.now = try #require(second.linkCodeExpiresAt).adding(milliseconds: milliseconds)
        #expect(try desk.confirmChat("42", try #require(second.linkCode), by: bot).status == status)
    }

    @Test("is confirmed by a code for that chat only, and not by guessing")
    func guessing() throws {
        let code = try #require(try desk.link("42", by: ada).get().linkCode)
        _ = try desk.link("43", by: eve).get()
        #expect(try desk.confirmChat("44", code, by: bot).code == "chat_not_linked")
        #expect(try desk.confirmChat("43", code, by: bot).code == "invalid_link_code")
        for _ in 1...5 {
            let wrong = try desk.confirmChat("42", "AAAA-AAAA", by: bot)
            #expect(wrong.status == 422 && wrong.code == "invalid_link_code")
        }
        #expect(try desk.confirmChat("42", code, by: bot).code == "invalid_link_code", "five were too many")
        #expect(try desk.bodies().filter { $0.contains(#""codes_void":true"#) }.count == 1)
        let next = try #require(try desk.link("42", by: ada).get().linkCode)
        #expect(try desk.confirmChat("42", next, by: bot).status == 200)
    }

    @Test("is confirmed and disowned by bots' keys alone")
    func bots() throws {
        let code = try #require(try desk.link("42", by: ada).get().linkCode)
        var operator_ = try bot
        operator_.scopes = nil
        var other = try bot
        other.scopes = ["betting:write"]
        for stranger in [ada, operator_, other] {
            #expect(try desk.confirmChat("42", code, by: stranger).code == "forbidden")
            #expect(try disown(by: stranger).code == "forbidden")
        }
        #expect(try linked(by: ada)?.isConfirmed == false)
    }

    // MARK: - Several

    @Test("does not keep others from claiming the chat, and while they do no bot acts for any of them")
    func contested() throws {
        _ = try desk.link("42", by: eve).get()
        #expect(try open().get().userID == eve.user)
        let code = try #require(try desk.link("42", by: ada).get().linkCode)
        let refused = try open()
        #expect(refused.status == 409 && refused.code == "chat_contested")
        let session = try desk.service.reader().first("SELECT id FROM sessions WHERE chat_system IS NOT NULL") {
            try $0.value(0, as: ID<Session>.self)
        }
        #expect(try desk.confirmChat("42", code, by: bot).status == 200)
        #expect(try open().get().userID == ada.user)
        #expect(try linked(by: eve) == nil)
        #expect(try unlinkings() == [.overruled])
        #expect(try desk.last(SessionEnded.self).session == session)
        #expect(try desk.link("42", by: eve).code == "chat_taken")
        #expect(try desk.mails().items.filter { $0.kind == .chatUnlinked }.map(\.recipient) == ["eve@example.com"])
        try desk.expectSound()
    }

    @Test("is one of twenty at the most")
    func twenty() throws {
        for number in 1...20 { _ = try desk.link("42", by: try desk.signedIn("user\(number)@example.com")).get() }
        #expect(try desk.link("42", by: ada).code == "chat_taken")
        #expect(try desk.link("43", by: ada).status == 200)
    }

    @Test("ends when whoever is at the chat disowns it, confirmed or not, with the sessions that it opened")
    func disowned() throws {
        #expect(try disown().code == "chat_not_linked")
        _ = try desk.link("42", by: eve).get()
        let session = try open().get()
        _ = try desk.link("42", by: ada).get()
        #expect(try disown().get().ended == 2)
        #expect(try desk.vouch(session.token).status == 401)
        #expect(try linked(by: eve) == nil)
        #expect(try open().code == "chat_not_linked")
        let code = try #require(try desk.link("42", by: eve).get().linkCode)
        _ = try desk.confirmChat("42", code, by: bot).get()
        #expect(try disown().get().ended == 1)
        #expect(try unlinkings() == [.disowned, .disowned, .disowned])
        #expect(try desk.mails().items.filter { $0.kind == .chatUnlinked }.count == 3)
        try desk.expectSound()
    }

    @Test("of a chat that another has confirmed is noticed by the invariants")
    func invariants() throws {
        for person in [ada, eve] { _ = try desk.link("42", by: person).get() }
        try desk.expectSound()
        try desk.write(
            "UPDATE chats SET confirmed_at = 5, code_hash = NULL, code_expires_at = NULL WHERE user = ?", ada.user)
        #expect(try IdentityInvariants.violations(in: desk.service.reader()).count == 1)
    }

    @Test("starts anew when its owner links another chat in its place")
    func replaced() throws {
        let first = try #require(try desk.link("42", by: ada).get().linkCode)
        _ = try desk.confirmChat("42", first, by: bot).get()
        #expect(try desk.link("43", by: ada).get().isConfirmed == false)
        #expect(try linked(by: ada)?.isConfirmed == false)
        #expect(try desk.link("42", by: eve).status == 200)
    }

    // MARK: - Required

    @Test("opens nothing before it is confirmed, where identity is set so")
    func required() throws {
        let (desk, ada, eve, key) = try Self.people(at: Desk { $0.chatsMustBeConfirmed = true })
        let bot = try desk.statement(key)
        func open() throws -> ServiceUnderTest.Answer<OpenChatSession.Reply> {
            try desk.service.ask(OpenChatSession.self, chat("42"), by: bot)
        }
        #expect(try open().code == "chat_not_linked")
        let code = try #require(try desk.link("42", by: ada).get().linkCode)
        let refused = try open()
        #expect(refused.status == 403 && refused.code == "chat_not_confirmed")
        _ = try desk.link("42", by: eve).get()
        #expect(try open().code == "chat_not_confirmed")
        _ = try desk.confirmChat("42", code, by: bot).get()
        #expect(try open().get().userID == ada.user)
    }

    @Test(
        "has a code of eight letters",
        arguments: [("MFRG-GZDF", true), ("mfrggzdf", true), ("MFRG", false), ("", false)])
    func format(text: String, isRight: Bool) { #expect((ChatCode(text) != nil) == isRight) }
}
