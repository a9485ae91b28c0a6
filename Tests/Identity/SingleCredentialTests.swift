import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("One credential")
struct SingleCredentialTests {
    let desk: Desk
    let organization = ID<Organization>(high: 7, low: 7)
    let keeper: Statement

    init() throws {
        desk = try Desk()
        keeper = try desk.signedIn("keeper@example.com", roles: [.operator_])
    }

    private func enroll(
        _ organization: ID<Organization>? = nil, scopes: [APIScope]? = nil, externalID: String? = nil
    ) throws -> ServiceUnderTest.Answer<EnrollDevice.Reply> {
        let request = EnrollDevice.Request(
            name: Text(trusted: "Counter 3"), organizationID: organization,
            externalID: externalID.map { Text(trusted: $0) }, scopes: try scopes.map { try #require(UpTo($0)) })
        return try desk.service.ask(EnrollDevice.self, request, by: keeper)
    }

    // MARK: - Read

    @Test("is read at the place that its making named: a session, and the one that asks")
    func sessions() throws {
        let (first, second) = (try desk.signIn("keeper@example.com").get(), try desk.signIn("keeper@example.com").get())
        let statement = try desk.statement(first.token)
        func read(_ id: ID<Session>) throws -> ServiceUnderTest.Answer<ListSessions.Item> {
            try desk.service.ask(GetSession.self, .init(sessionID: id), by: statement)
        }
        #expect(OpenSession.location(of: first) == "/v1/sessions/\(first.sessionID)")
        #expect(try read(first.sessionID).get().isCurrent)
        #expect(try read(second.sessionID).get().isCurrent == false)
        #expect(try desk.service.ask(GetCurrentSession.self, Nothing(), by: statement).get().id == first.sessionID)
        let stranger = try desk.signedIn("eve@example.com")
        #expect(try read(stranger.session).code == "not_found")
        _ = try desk.endSession(second.sessionID, by: first.token)
        #expect(try read(second.sessionID).code == "not_found")
        let key = try desk.statement(try desk.createKey([.identityRead], by: keeper).get().key)
        #expect(try desk.service.ask(GetCurrentSession.self, Nothing(), by: key).code == "not_found")
    }

    @Test("is read at the place that its making named: an API key, by its owner")
    func keys() throws {
        let made = try desk.createKey([.walletRead], by: keeper).get()
        func read(by statement: Statement) throws -> ServiceUnderTest.Answer<ListAPIKeys.Item> {
            try desk.service.ask(GetAPIKey.self, .init(keyID: made.id), by: statement)
        }
        #expect(CreateAPIKey.location(of: made) == "/v1/api-keys/\(made.id)")
        #expect(try read(by: keeper).get().scopes == [.walletRead])
        #expect(try read(by: try desk.signedIn("eve@example.com")).code == "not_found")
        _ = try desk.revoke(made.id, by: keeper)
        #expect(try read(by: keeper).code == "not_found")
    }

    @Test("is read at the place that its making named: a device, by those who look after it")
    func devices() throws {
        let made = try enroll(organization, scopes: [.raffleWrite, .raffleRead], externalID: "unit-7").get()
        #expect(made.name == "Counter 3" && made.organizationID == organization && made.externalID == "unit-7")
        #expect(made.scopes == [.raffleRead, .raffleWrite] && made.enrolledAt == desk.service.now)
        func read(_ id: ID<Device>, by statement: Statement) throws -> ServiceUnderTest.Answer<ListDevices.Item> {
            try desk.service.ask(GetDevice.self, .init(deviceID: id), by: statement)
        }
        #expect(EnrollDevice.location(of: made) == "/v1/devices/\(made.id)")
        let item = try read(made.id, by: keeper).get()
        #expect(item.externalID == "unit-7" && item.scopes == made.scopes && item.lastUsedAt == nil)
        var own = try desk.signedIn("own@example.com")
        own.grants = [Statement.Grant(role: .admin, organization: organization)]
        #expect(try read(made.id, by: own).status == 200)
        let elsewhere = try enroll(ID(high: 8, low: 8)).get().id
        for id in [elsewhere, ID(high: 1, low: 1)] { #expect(try read(id, by: own).code == "forbidden") }
        #expect(try read(ID(high: 1, low: 1), by: keeper).code == "not_found")
        _ = try desk.service.ask(RevokeDevice.self, .init(deviceID: made.id), by: keeper)
        #expect(try read(made.id, by: keeper).code == "not_found")
    }

    // MARK: - Devices' scopes

    @Test("of a device is for what its scopes say, or for all that a device may")
    func scopes() throws {
        let narrow = try enroll(scopes: [.raffleRead, .raffleRead]).get()
        #expect(narrow.scopes == [.raffleRead])
        #expect(try desk.statement(narrow.credential).scopes == ["raffle:read"])
        let broad = try enroll().get()
        #expect(broad.scopes == nil)
        #expect(try desk.statement(broad.credential).scopes == nil)
        let listed = try desk.service.ask(ListDevices.self, .init(), by: keeper).get().items
        #expect(Set(listed.map(\.scopes)) == [nil, [.raffleRead]])
        #expect(try enroll(scopes: []).problem?.errors.map(\.pointer) == ["/scopes"])
        for scope in [APIScope.chatSessions, .notifications] {
            let refused = try enroll(scopes: [.raffleRead, scope])
            #expect(refused.code == "scope_not_allowed" && refused.problem?.errors.map(\.pointer) == ["/scopes"])
        }
    }

    @Test("of a thousand devices is the last that an organization may have")
    func thousand() throws {
        try desk.write(
            """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)
            INSERT INTO devices (id, name, organization, secret_hash, enrolled_at)
            SELECT CAST(printf('device %09d', i) AS BLOB), 'Counter', ?, randomblob(32), 1 FROM n
            """, organization)
        try desk.write("INSERT INTO last_uses (credential) SELECT id FROM devices")
        let last = try enroll(organization).get().id
        let refused = try enroll(organization)
        #expect(refused.status == 409 && refused.code == "too_many_devices")
        #expect(try enroll().status == 201, "those of the platform are another thousand")
        try desk.expectSound()
        _ = try desk.service.ask(RevokeDevice.self, .init(deviceID: last), by: keeper)
        #expect(try enroll(organization).status == 201)
    }

    // MARK: - Events

    @Test("is named in the events of what was done with it")
    func events() throws {
        let token = try desk.signIn("keeper@example.com").get().token
        var session = try desk.statement(token)
        session.roles += [.operator_]
        let key = try desk.createKey([.chatSessions], by: session).get()
        let made = try desk.service.events(APIKeyCreated.type)
        #expect(made.map(\.credential) == ["session/\(session.session)"])
        #expect(made.map(\.actor) == ["user:\(session.user)"])
        let chat = ChatReference(system: Text(trusted: "telegram"), chatID: Text(trusted: "42"))
        _ = try desk.service.ask(LinkChat.self, chat, by: session).get()
        var bot = try desk.statement(key.key)
        bot.roles += [.operator_]
        _ = try desk.service.ask(OpenChatSession.self, chat, by: bot).get()
        #expect(try desk.service.events(ChatSessionOpened.type).map(\.credential) == ["key/\(key.id)"])
        #expect(try desk.service.events(UserRegistered.type).map(\.credential) == [nil])
        #expect(try desk.statement(try enroll().get().credential).credential == .device)
    }
}
