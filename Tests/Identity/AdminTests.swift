import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

@Suite("What admins see and set")
struct AdminTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func list(_ fill: (inout ListUsers.Request) -> Void = { _ in }) throws -> [String] {
        var request = ListUsers.Request()
        fill(&request)
        return try desk.service.ask(ListUsers.self, request, by: Desk.admin).get().items.map(\.email)
    }

    private func email(_ name: String) -> String { "\(name)@example.com" }

    @Test("is a list of the users, newest first and page by page")
    func pages() throws {
        for name in ["a", "b", "c", "d", "e"] {
            _ = try desk.register(email(name)).get()
            desk.service.now = desk.service.now.adding(seconds: 1)
        }
        var (seen, request): ([String], ListUsers.Request) = ([], ListUsers.Request())
        request.limit = try WireCoding().decode(PageLimit.self, from: Array("2".utf8))
        repeat {
            let page = try desk.service.ask(ListUsers.self, request, by: Desk.admin).get()
            #expect(page.items.count <= 2)
            seen += page.items.map(\.email)
            request.cursor = page.next.flatMap { Cursor($0) }
        } while request.cursor != nil && seen.count < 10
        #expect(seen == ["e", "d", "c", "b", "a"].map(email))
        request.cursor = Cursor("nonsense")
        #expect(try desk.service.ask(ListUsers.self, request, by: Desk.admin).code == "invalid_request")
    }

    @Test("finds by state, role, email, username, external id, time, and whether they left")
    func filters() throws {
        let start = desk.service.now
        let (ada, _, statement) = try desk.person(email("ada"), username: "Ada")
        desk.service.now = desk.service.now.adding(seconds: 10)
        let bob = try desk.register(email("bob"), username: "Bob").get().id
        desk.service.now = desk.service.now.adding(seconds: 10)
        _ = try desk.register(email("eve")).get()
        _ = try desk.patch(bob, #""external_id":"CRM-1""#).get()
        _ = try desk.service.ask(GrantRole.self, .init(userID: bob, role: .auditor), by: Desk.admin).get()
        let organization = ID<Organization>(high: 1, low: 1)
        _ = try desk.service.ask(
            GrantRole.self, .init(userID: ada, role: .auditor, organizationID: organization), by: Desk.admin
        ).get()
        #expect(try list() == ["eve", "bob", "ada"].map(email))
        #expect(try list { $0.role = .auditor } == [email("bob")])
        #expect(try list { $0.role = .player }.count == 3)
        #expect(try list { $0.email = Email(trusted: "BOB@Example.com") } == [email("bob")])
        #expect(try list { $0.username = Username(trusted: "aDA") } == [email("ada")])
        #expect(try list { $0.externalID = ExternalID(trusted: "crm-1") } == [email("bob")])
        #expect(try list { $0.externalID = ExternalID(trusted: "crm-2") } == [])
        #expect(try list { ($0.username, $0.email) = (Username(trusted: "Bob"), Email(trusted: email("ada"))) } == [])
        #expect(try list { $0.createdFrom = start.adding(seconds: 10) } == ["eve", "bob"].map(email))
        #expect(try list { $0.createdTo = start.adding(seconds: 10) } == [email("ada")])
        #expect(
            try list { ($0.createdFrom, $0.createdTo) = (start.adding(seconds: 10), start.adding(seconds: 20)) }
                == [email("bob")])
        #expect(try list { ($0.createdFrom, $0.createdTo) = (start.adding(seconds: 9), start) } == [])
        #expect(try list { $0.createdTo = Timestamp(milliseconds: -1) } == [])
        _ = try desk.leave(statement).get()
        #expect(try list() == ["eve", "bob"].map(email))
        #expect(try list { $0.isDeleted = true } == [email("ada")])
        #expect(try list { $0.state = .disabled } == [])
        #expect(try list { ($0.state, $0.isDeleted) = (.disabled, true) } == [email("ada")])
        #expect(try list { $0.state = .pendingVerification } == ["eve", "bob"].map(email))
        #expect(try list { ($0.state, $0.role) = (.pendingVerification, .auditor) } == [email("bob")])
    }

    @Test(
        "is for admins",
        arguments: [[Role.player], [.player, .operator_], [.player, .auditor], [.organizer, .seller]])
    func access(roles: [Role]) throws {
        let user = try desk.register().get().id
        let other = TestUsers.statement(8, roles: roles)
        let request = UserRequest(userID: user)
        #expect(try desk.service.ask(ListUsers.self, .init(), by: other).code == "forbidden")
        #expect(try desk.service.ask(GetUser.self, request, by: other).code == "forbidden")
        #expect(try desk.service.ask(GetUserStatistics.self, request, by: other).code == "forbidden")
        #expect(
            try desk.service.ask(SetKYCLevel.self, .init(userID: user, level: .full), by: other).code == "forbidden")
        #expect(try desk.patch(user, #""name":"Eve""#, by: other).code == "forbidden")
        #expect(try desk.service.ask(ListUsers.self, .init()).code == "unauthenticated")
    }

    @Test("is a user whose profile they correct, with a reason that only the person's key opens")
    func updates() throws {
        let user = try desk.register().get().id
        let changed = try desk.patch(
            user,
            #""external_id":"crm:1","name":"Ada King","country":"GB","birth_date":"1980-02-29","note":"saw the passport""#
        ).get()
        #expect(changed.externalID == "crm:1" && changed.name == "Ada King" && changed.country == "GB")
        #expect(changed.birthDate?.text == "1980-02-29" && changed.displayName == "Ada")
        let event = try desk.last(UserUpdated.self)
        #expect(event.fields == ["birth_date", "country", "external_id", "name"])
        #expect(try desk.opened(event.note, of: user) == #""saw the passport""#)
        #expect(try desk.opened(event.before, of: user).contains("1990-01-31"))
        #expect(try desk.service.events(UserUpdated.type).map(\.actor) == ["user:\(Desk.admin.user)"])
        let cleared = try desk.patch(user, #""external_id":null,"country":null,"time_zone":null"#).get()
        #expect(cleared.externalID == nil && cleared.country == nil && cleared.birthDate != nil)
        try desk.expectSound()
    }

    @Test("gives an external id to one user only, whatever the case")
    func externalID() throws {
        let (ada, bob) = (try desk.register().get().id, try desk.register("bob@example.com").get().id)
        _ = try desk.patch(ada, #""external_id":"CRM-1""#).get()
        let taken = try desk.patch(bob, #""external_id":"crm-1""#)
        #expect(taken.status == 409 && taken.code == "external_id_taken")
        #expect(taken.problem?.errors.map(\.pointer) == ["/external_id"])
        #expect(try desk.patch(ada, #""external_id":"crm-1""#).get().externalID == "crm-1")
        _ = try desk.patch(ada, #""external_id":null"#).get()
        #expect(try desk.patch(bob, #""external_id":"Crm-1""#).get().externalID == "Crm-1")
        try desk.expectSound()
    }

    @Test(
        "refuses what is not right, by the field",
        arguments: [
            (#""country":"ie""#, "/country"), (#""country":"ZZ""#, "/country"), (#""country":"IRL""#, "/country"),
            (#""country":"UK""#, "/country"), (#""country":7"#, "/country"),
            (#""birth_date":"2001-02-31""#, "/birth_date"),
            (#""birth_date":"1890-01-01""#, "/birth_date"), (#""birth_date":"2027-01-16""#, "/birth_date"),
            (#""birth_date":"2009-01-16""#, "/birth_date"), (#""birth_date":"31/01/1990""#, "/birth_date"),
            (#""birth_date":19900131"#, "/birth_date"), (#""external_id":"""#, "/external_id"),
            (#""external_id":"a b""#, "/external_id"), (#""external_id":"\u00e9""#, "/external_id"),
            (#""external_id":"\#(String(repeating: "x", count: 101))""#, "/external_id"),
            (#""display_name":"\u202e""#, "/display_name"), (#""note":"""#, "/note"),
            (#""note":"\#(String(repeating: "x", count: 2001))""#, "/note"),
            (#""time_zone":"Mars time""#, "/time_zone"), (#""time_zone":"Mars/Olympus""#, "/time_zone"),
        ])
    func malformed(fields: String, pointer: String) throws {
        let user = try desk.register().get().id
        let answer = try desk.patch(user, fields)
        #expect(answer.status == 422 && answer.problem?.errors.map(\.pointer) == [pointer], "\(fields)")
        #expect(try desk.service.events(UserUpdated.type).isEmpty)
    }

    @Test("says how surely it is known who somebody is")
    func kyc() throws {
        let user = try desk.register().get()
        #expect(user.kycLevel == KYCLevel.none)
        let request = SetKYCLevel.Request(userID: user.id, level: .full, note: Note(trusted: "passport 123"))
        for _ in 1...2 {
            #expect(try desk.service.ask(SetKYCLevel.self, request, by: Desk.admin).get().kycLevel == .full)
        }
        #expect(try desk.service.events(KYCChanged.type).map(\.severity) == [.warning])
        let event = try desk.last(KYCChanged.self)
        #expect(event.before == .none && event.after == .full)
        #expect(try desk.standings().map(\.kycLevel) == [.full])
        #expect(try desk.opened(event.note, of: user.id) == #""passport 123""#)
        let unknown = try desk.send(
            SetKYCLevel.self, #"{"user_id":"\#(user.id)","level":"perfect"}"#, by: Desk.admin)
        #expect(unknown.status == 422 && unknown.problem?.errors.map(\.pointer) == ["/level"])
        let own = SetKYCLevel.Request(userID: Desk.admin.user, level: .full)
        let refused = try desk.service.ask(SetKYCLevel.self, own, by: Desk.admin)
        #expect(refused.code == "own_account" && refused.status == 403)
        let nobody = SetKYCLevel.Request(userID: ID(high: 1, low: 1), level: .basic)
        #expect(try desk.service.ask(SetKYCLevel.self, nobody, by: Desk.admin).code == "not_found")
    }

    @Test("counts what identity knows of a user")
    func statistics() throws {
        let start = desk.service.now
        let user = try desk.person().user
        desk.service.now = start.adding(seconds: 60)
        let second = try desk.statement(try desk.signIn().get().token)
        _ = try desk.service.ask(EndCurrentSession.self, Nothing(), by: second).get()
        _ = try desk.signIn("ada@example.com", "wrong horse")
        _ = try desk.change(FreezeUser.self, user).get()
        _ = try desk.service.ask(SetKYCLevel.self, .init(userID: user, level: .basic), by: Desk.admin).get()
        let figures = try desk.service.ask(GetUserStatistics.self, .init(userID: user), by: Desk.admin).get()
        #expect(figures.registeredAt == start && figures.createdBy == "anonymous" && figures.state == .frozen)
        #expect(figures.signIns == 2 && figures.openSessions == 1 && figures.lastSignInAt == desk.service.now)
        #expect(figures.kycLevel == .basic && figures.kycChangedAt == desk.service.now)
        #expect(figures.updatedAt == desk.service.now && figures.deletedAt == nil && figures.roles == 1)
        #expect(figures.failedSignIns == 1 && figures.stateChanges == 1 && !figures.hasTOTP)
        let nobody = UserRequest(userID: ID(high: 1, low: 1))
        #expect(try desk.service.ask(GetUserStatistics.self, nobody, by: Desk.admin).code == "not_found")
        #expect(try desk.service.ask(GetUser.self, nobody, by: Desk.admin).code == "not_found")
        #expect(try desk.patch(nobody.userID, #""name":"X""#).code == "not_found")
    }

    @Test("leaves those who have left as they were")
    func deleted() throws {
        let (user, _, statement) = try desk.person()
        _ = try desk.leave(statement).get()
        #expect(try desk.patch(user, #""name":"X""#).code == "account_deleted")
        let kyc = SetKYCLevel.Request(userID: user, level: .full)
        #expect(try desk.service.ask(SetKYCLevel.self, kyc, by: Desk.admin).code == "account_deleted")
        let grant = GrantRole.Request(userID: user, role: .admin)
        #expect(try desk.service.ask(GrantRole.self, grant, by: Desk.admin).code == "account_deleted")
    }

    @Test("are watched by invariants that notice what must not be")
    func invariants() throws {
        let user = try desk.person(username: "Ada").user
        let writer = try desk.writer()
        try writer.run("UPDATE users SET username_key = 'Ada', deleted_at = 5")
        try writer.run(
            "INSERT INTO user_roles (user, role, organization, granted_by, granted_at) VALUES (?, 'device', x'', 'x', 1)",
            user)
        for number in 1...50 {
            try writer.run(
                "INSERT INTO user_roles (user, role, organization, granted_by, granted_at) VALUES (?, 'seller', ?, 'x', 1)",
                user, ID<Organization>(high: 1, low: UInt64(number)))
        }
        #expect(try IdentityInvariants.violations(in: writer).count == 4)
    }
}

@Suite("Countries")
struct CountryTests {
    @Test("keep people from signing up where they are not allowed, and ask where one is")
    func signUp() throws {
        let desk = try Desk { $0.countries = [CountryCode(trusted: "GB"), CountryCode(trusted: "FR")] }
        let refused = try desk.register()
        #expect(refused.status == 422 && refused.code == "country_not_allowed")
        #expect(refused.problem?.errors.map(\.pointer) == ["/country"])
        let json = #"{"email":"a@x.com","password":"correct horse","birth_date":"1990-01-01""#
        let silent = try desk.send(RegisterUser.self, json + "}", by: nil)
        #expect(silent.code == "invalid_request" && silent.problem?.errors.map(\.code) == ["required"])
        #expect(try desk.send(RegisterUser.self, json + #","country":"FR"}"#, by: nil).status == 201)
        #expect(try Desk().send(RegisterUser.self, json + "}", by: nil).status == 201)
    }

    @Test("keep people from staking where they are not allowed now, not from being signed in")
    func staking() throws {
        let desk = try Desk { $0.countries = [CountryCode(trusted: "IE")] }
        let (user, _, ada) = try desk.person()
        #expect(ada.bars == nil)
        _ = try desk.patch(user, #""country":"GB""#).get()
        let token = try desk.signIn().get().token
        #expect(try desk.statement(token).bars == [.stake])
        _ = try desk.patch(user, #""country":null"#).get()
        #expect(try desk.statement(token).bars == [.stake])
        _ = try desk.patch(user, #""country":"IE""#).get()
        #expect(try desk.statement(token).bars == nil)
    }

    @Test(
        "are those of ISO 3166-1", arguments: [("IE", true), ("GB", true), ("UK", false), ("EU", false), ("ie", false)])
    func codes(code: String, isRight: Bool) { #expect((CountryCode(code) != nil) == isRight) }
}
