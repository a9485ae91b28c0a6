import Identity
import Messages
import Runtime
import TestSupport
import Testing

extension Desk {
    func createKey(
        _ scopes: [APIScope], expiresAt: Timestamp? = nil, by statement: Statement, id: String? = nil
    ) throws -> ServiceUnderTest.Answer<CreateAPIKey.Reply> {
        let request = CreateAPIKey.Request(
            name: Text(trusted: "Nightly export"), scopes: try #require(UpTo(scopes)), expiresAt: expiresAt)
        return try service.ask(CreateAPIKey.self, request, by: statement, id: id)
    }

    func keys(by statement: Statement) throws -> [ListAPIKeys.Item] {
        try service.ask(ListAPIKeys.self, Nothing(), by: statement).get().items
    }

    func revoke(_ key: ID<APIKey>, by statement: Statement) throws -> ServiceUnderTest.Answer<Nothing> {
        try service.ask(RevokeAPIKey.self, RevokeAPIKey.Request(keyID: key), by: statement)
    }

    func grant(_ role: Role, to user: ID<User>) throws {
        let admin = TestUsers.statement(9, roles: [.player, .admin])
        _ = try service.ask(GrantRole.self, GrantRole.Request(userID: user, role: role), by: admin).get()
    }

    /// The statement of somebody who is registered, in a session that was just opened with a password alone; their
    /// further roles are in it as if no second factor were needed.
    func signedIn(_ email: String, roles: [Role] = []) throws -> Statement {
        _ = try register(email).get()
        var statement = try statement(try signIn(email).get().token)
        for role in roles { try grant(role, to: statement.user) }
        statement.roles += roles
        return statement
    }
}

@Suite("API keys")
struct APIKeyTests {
    let desk: Desk
    let ada: Statement

    init() throws {
        desk = try Desk()
        ada = try desk.signedIn("ada@example.com")
    }

    @Test("acts as its owner, within its scopes")
    func vouched() throws {
        let created = try desk.createKey([.walletRead, .identityRead], by: ada).get()
        #expect(created.key.hasPrefix("crk_") && created.scopes == [.identityRead, .walletRead])
        let statement = try desk.statement(created.key)
        #expect(statement.user == ada.user && statement.session.text == created.id.text)
        #expect(statement.scopes == ["identity:read", "wallet:read"] && statement.roles == [.player])
        #expect(statement.kind == .person && statement.state == ada.state)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: statement).status == 200)
        // Changes at identity are out of any key's reach: a stolen one cannot make itself at home.
        #expect(try desk.createKey([.walletRead], by: statement).code == "forbidden")
        #expect(try desk.service.ask(EndAllSessions.self, Nothing(), by: statement).code == "forbidden")
        let events = try desk.service.events(APIKeyCreated.type)
        #expect(events.map(\.subject) == ["session/\(created.id)"] && events.map(\.actor) == ["user:\(ada.user)"])
        try desk.expectSound()
    }

    @Test("is listed with its last use, and never shown again")
    func list() throws {
        let first = try desk.createKey([.walletRead], by: ada, id: "key").get()
        #expect(try desk.createKey([.walletRead], by: ada, id: "key").get().key == first.key)
        desk.pass(seconds: 1)
        let second = try desk.createKey([.bettingWrite], expiresAt: desk.service.now.adding(seconds: 60), by: ada).get()
        try desk.noteUse(of: ID(high: first.id.high, low: first.id.low), at: desk.service.now, address: "192.0.2.1")
        let items = try desk.keys(by: ada)
        #expect(items.map(\.id) == [second.id, first.id])
        #expect(items.map(\.lastUsedAt) == [nil, desk.service.now] && items[1].lastUsedAddress == "192.0.2.1")
        #expect(items[0].expiresAt == second.expiresAt && items[0].scopes == [.bettingWrite])
        let text = String(decoding: try WireCoding().encode(items), as: UTF8.self)
        #expect(!text.contains(first.key) && !text.contains("crk_"))
        #expect(try desk.keys(by: try desk.signedIn("eve@example.com")).isEmpty)
    }

    @Test("works no more from its expiry on, and a statement never outlives it")
    func expiry() throws {
        let key = try desk.createKey([.walletRead], expiresAt: desk.service.now.adding(seconds: 60), by: ada).get()
        #expect(try desk.vouch(key.key).get().expiresAt == key.expiresAt)
        desk.pass(seconds: 60)
        #expect(try desk.vouch(key.key).status == 401)
        #expect(try desk.keys(by: ada).isEmpty)
        for past in [desk.service.now, desk.service.now.adding(seconds: -1)] {
            let answer = try desk.createKey([.walletRead], expiresAt: past, by: ada)
            #expect(answer.problem?.errors.map(\.pointer) == ["/expires_at"])
        }
    }

    @Test("works no more when it is revoked, which only its owner may do")
    func revoked() throws {
        let key = try desk.createKey([.walletRead], by: ada).get()
        let eve = try desk.signedIn("eve@example.com")
        #expect(try desk.revoke(key.id, by: eve).code == "not_found")
        #expect(try desk.vouch(key.key).status == 200)
        for _ in 1...2 { #expect(try desk.revoke(key.id, by: ada).status == 200) }
        #expect(try desk.vouch(key.key).status == 401)
        #expect(try desk.keys(by: ada).isEmpty)
        #expect(try desk.service.events(APIKeyRevoked.type).map(\.subject) == ["session/\(key.id)"])
        try desk.expectSound()
    }

    @Test("there are at most twenty, and those that have run out take no place")
    func twenty() throws {
        let soon = desk.service.now.adding(seconds: 60)
        for number in 1...20 {
            _ = try desk.createKey([.walletRead], expiresAt: number == 1 ? soon : nil, by: ada).get()
        }
        #expect(try desk.createKey([.walletRead], by: ada).code == "too_many_keys")
        desk.pass(seconds: 60)
        #expect(try desk.createKey([.walletRead], by: ada).status == 201)
        try desk.expectSound()
    }

    @Test("needs a scope, each once, and refuses what is none")
    func scopes() throws {
        let answer = try desk.createKey([], by: ada)
        #expect(answer.problem?.errors.map(\.pointer) == ["/scopes"])
        #expect(try desk.createKey([.walletRead, .walletRead], by: ada).get().scopes == [.walletRead])
        #expect(UpTo<12, APIScope>(Array(repeating: .walletRead, count: 13)) == nil)
        let schema = try Reflection(CreateAPIKey.Request.self).schema
        #expect(schema.properties?["scopes"]?.items?.values == APIScope.allCases.map(\.rawValue))
        for body in [#"{"name":"x","scopes":["identity:write"]}"#, #"{"name":"","scopes":["wallet:read"]}"#] {
            #expect(throws: InputFault.self) {
                try WireCoding().decodeInput(CreateAPIKey.Request.self, from: Array(body.utf8))
            }
        }
    }

    @Test("carries its owner's guarded roles only if a second factor stood behind its making")
    func guarded() throws {
        _ = try desk.signedIn("root@example.com", roles: [.admin])
        let token = try desk.signIn("root@example.com").get().token
        let weak = try desk.createKey([.walletRead], by: try desk.statement(token)).get().key
        _ = try desk.equip(token)
        let strong = try desk.createKey([.walletRead], by: try desk.statement(token)).get().key
        #expect(try desk.statement(strong).roles == [.player, .admin])
        let plain = try desk.statement(weak)
        #expect(plain.roles == [.player] && plain.withheld == [.admin])
    }

    @Test("loses its owner's guarded roles with their authenticator app")
    func lowered() throws {
        _ = try desk.signedIn("eve@example.com")
        let token = try desk.signIn("eve@example.com").get().token
        _ = try desk.equip(token)
        let key = try desk.createKey([.walletRead], by: try desk.statement(token)).get().key
        let eve = try desk.statement(key).user
        #expect(try desk.service.ask(RemoveTOTP.self, Nothing(), by: try desk.statement(token)).status == 200)
        try desk.grant(.admin, to: eve)
        #expect(try desk.statement(key).withheld == [.admin])
        try desk.expectSound()
    }

    @Test("only what looks like a key is looked for among keys", arguments: ["crk_", "crd_", "crk_AAAA", "crx_"])
    func malformed(prefix: String) throws {
        let key = try desk.createKey([.walletRead], by: ada).get().key
        #expect(try desk.vouch(prefix + key.dropFirst(4)).status == (prefix == "crk_" ? 200 : 401))
        #expect(try desk.vouch(prefix).status == 401)
    }
}

@Suite("Devices")
struct DeviceTests {
    let desk: Desk
    let organization = ID<Organization>(high: 7, low: 7)
    let keeper: Statement

    init() throws {
        desk = try Desk()
        keeper = try desk.signedIn("keeper@example.com", roles: [.operator_])
    }

    private func enroll(
        _ organization: ID<Organization>? = nil, externalID: String? = nil, by statement: Statement
    ) throws -> ServiceUnderTest.Answer<EnrollDevice.Reply> {
        let request = EnrollDevice.Request(
            name: Text(trusted: "Counter 3"), organizationID: organization,
            externalID: externalID.map { Text(trusted: $0) })
        return try desk.service.ask(EnrollDevice.self, request, by: statement)
    }

    private func list(_ organization: ID<Organization>? = nil, by statement: Statement) throws
        -> ServiceUnderTest.Answer<ListDevices.Reply>
    {
        try desk.service.ask(ListDevices.self, .init(organizationID: organization), by: statement)
    }

    private func revoke(_ device: ID<Device>, by statement: Statement) throws -> ServiceUnderTest.Answer<Nothing> {
        try desk.service.ask(RevokeDevice.self, .init(deviceID: device), by: statement)
    }

    @Test("is known as itself, for its organization")
    func vouched() throws {
        let enrolled = try enroll(organization, by: keeper).get()
        #expect(enrolled.credential.hasPrefix("crd_"))
        let statement = try desk.statement(enrolled.credential)
        #expect(statement.user.text == enrolled.id.text && statement.session.text == enrolled.id.text)
        #expect(statement.kind == .device && statement.roles == [.device] && statement.scopes == nil)
        #expect(statement.grants == [Statement.Grant(role: .device, organization: organization)])
        #expect(try desk.statement(try enroll(by: keeper).get().credential).grants == nil)
        #expect(try desk.service.events(DeviceEnrolled.type).first?.subject == "session/\(enrolled.id)")
        try desk.expectSound()
    }

    @Test("is enrolled, listed and revoked by operators and admins, or those of its organization")
    func keepers() throws {
        var own = try desk.signedIn("own@example.com")
        own.grants = [Statement.Grant(role: .operator_, organization: organization)]
        var other = own
        other.grants = [Statement.Grant(role: .admin, organization: ID(high: 8, low: 8))]
        var seller = own
        seller.grants = [Statement.Grant(role: .seller, organization: organization)]
        let device = try enroll(organization, by: own).get().id
        #expect(try list(organization, by: own).get().items.map(\.id) == [device])
        for stranger in [other, seller] {
            #expect(try enroll(organization, by: stranger).code == "forbidden")
            #expect(try list(organization, by: stranger).code == "forbidden")
            #expect(try revoke(device, by: stranger).code == "forbidden")
        }
        for answer in [try enroll(by: own).code, try list(by: own).code, try revoke(ID(high: 1, low: 1), by: own).code]
        {
            #expect(answer == "forbidden")
        }
        var unproved = try desk.signedIn("root@example.com")
        unproved.withheld = [.admin]
        #expect(try enroll(by: unproved).code == "second_factor_required")
        #expect(try revoke(ID(high: 1, low: 1), by: keeper).code == "not_found")
        #expect(try revoke(device, by: own).status == 200)
    }

    @Test("works no more when it is revoked")
    func revoked() throws {
        let device = try enroll(externalID: "unit-7", by: keeper).get()
        for _ in 1...2 { #expect(try revoke(device.id, by: keeper).status == 200) }
        #expect(try desk.vouch(device.credential).status == 401)
        #expect(try list(by: keeper).get().items.isEmpty)
        #expect(try desk.service.events(DeviceRevoked.type).count == 1)
        #expect(try enroll(externalID: "unit-7", by: keeper).status == 201)
    }

    @Test("has an outside id that no other has in its organization")
    func externalID() throws {
        for place in [nil, organization] {
            #expect(try enroll(place, externalID: "unit-7", by: keeper).status == 201)
            let again = try enroll(place, externalID: "unit-7", by: keeper)
            #expect(again.status == 409 && again.code == "external_id_taken")
            #expect(again.problem?.errors.map(\.pointer) == ["/external_id"])
        }
    }

    @Test("is listed page by page, with its last use")
    func pages() throws {
        var ids: [ID<Device>] = []
        for _ in 1...3 {
            desk.pass(seconds: 1)
            ids.append(try enroll(by: keeper).get().id)
        }
        try desk.noteUse(of: ID(high: ids[2].high, low: ids[2].low), at: desk.service.now)
        let limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
        let first = try desk.service.ask(ListDevices.self, .init(limit: limit), by: keeper).get()
        #expect(first.items.map(\.id) == [ids[2], ids[1]] && first.items[0].lastUsedAt == desk.service.now)
        let cursor = try #require(first.next.flatMap { Cursor($0) })
        let second = try desk.service.ask(ListDevices.self, .init(cursor: cursor), by: keeper).get()
        #expect(second.items.map(\.id) == [ids[0]] && second.next == nil)
        let wrong = ListDevices.Request(cursor: Text(trusted: "nowhere"))
        #expect(try desk.service.ask(ListDevices.self, wrong, by: keeper).problem?.errors.map(\.pointer) == ["/cursor"])
    }
}
