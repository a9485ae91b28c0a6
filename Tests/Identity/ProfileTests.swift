import Identity
import Messages
import Runtime
import TestSupport
import Testing
import TimeZones

@Suite("One's own profile")
struct ProfileTests {
    let desk: Desk
    let user: ID<User>
    let ada: Statement

    init() throws {
        desk = try Desk { $0.zones = ZoneBook([TimeZoneName(trusted: "Europe/London"): .utc]) }
        (user, _, ada) = try desk.person(username: "Ada")
    }

    private func me() throws -> UserProfile { try desk.service.ask(GetMe.self, Nothing(), by: ada).get() }

    @Test("is changed field by field: what is absent stays, null clears")
    func patches() throws {
        let whole = """
            {"username":"countess","name":"Ada Lovelace","time_zone":"Europe/London","language":"en-GB",
             "contact":{"phone":"+442079460000"},"display_name":"Countess",
             "preferences":{"sports":["horses","chess"],"notifications":{"email":true,"promotions":false},
                            "display":{"theme":"dark","odds_format":"fractional"}}}
            """
        let changed = try desk.patchMe(whole, by: ada).get()
        #expect(changed.username == "countess" && changed.name == "Ada Lovelace" && changed.language == "en-GB")
        #expect(changed.timeZone == "Europe/London" && changed.contact?.phone == "+442079460000")
        #expect(changed.preferences?.sports == ["horses", "chess"])
        #expect(changed.birthDate?.text == "1990-01-31" && changed.country == "IE")
        let patch = """
            {"name":null,"preferences":{"sports":null,"notifications":{"email":null,"bets":false},
             "display":{"odds_format":"american"}}}
            """
        let again = try desk.patchMe(patch, by: ada).get()
        #expect(again.name == nil && again.displayName == "Countess" && again.contact?.phone == "+442079460000")
        let preferences = try #require(again.preferences)
        #expect(preferences.sports == nil && preferences.notifications?.email == nil)
        #expect(preferences.notifications?.promotions == false && preferences.notifications?.bets == false)
        #expect(preferences.display?.theme == .dark && preferences.display?.oddsFormat == .american)
        let cleared = try desk.patchMe(#"{"contact":{"phone":null},"preferences":null}"#, by: ada).get()
        #expect(cleared.contact?.phone == nil && cleared.preferences == nil && cleared.username == "countess")
        #expect(try me().displayName == "Countess")
        try desk.expectSound()
    }

    @Test("tells what changed by name, and what it was and is only sealed")
    func events() throws {
        desk.service.now = desk.service.now.adding(seconds: 60)
        let profile = try desk.patchMe(#"{"name":"Ada Lovelace","contact":{"phone":"+442079460000"}}"#, by: ada).get()
        #expect(profile.updatedAt == desk.service.now)
        let event = try desk.last(UserUpdated.self)
        #expect(event.user == user && event.fields == ["contact", "name"])
        #expect(!(try desk.opened(event.before, of: user)).contains("Lovelace"))
        let after = try desk.opened(event.after, of: user)
        #expect(after.contains("Ada Lovelace") && after.contains("+442079460000"))
        let bodies = try desk.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
        #expect(!bodies.contains { $0.contains("Lovelace") || $0.contains("442079460000") })
        #expect(try desk.service.events(UserUpdated.type).map(\.subject) == ["user/\(user)"])
    }

    @Test(
        "that is what it was before tells nothing",
        arguments: [
            "{}", #"{"display_name":"Ada"}"#, #"{"username":"Ada"}"#, #"{"name":null,"preferences":null}"#,
        ])
    func unchanged(json: String) throws {
        let before = try me()
        desk.service.now = desk.service.now.adding(seconds: 60)
        #expect(try desk.patchMe(json, by: ada).get().updatedAt == before.updatedAt)
        #expect(try desk.service.events(UserUpdated.type).isEmpty)
    }

    @Test("has a time zone that the wallet is told of, since a person's day is counted in it")
    func zoneIsTold() throws {
        _ = try desk.patchMe(#"{"time_zone":"Europe/London"}"#, by: ada).get()
        _ = try desk.patchMe(#"{"time_zone":"Europe/London","name":"Ada Lovelace"}"#, by: ada).get()
        _ = try desk.patchMe(#"{"time_zone":null}"#, by: ada).get()
        #expect(try desk.standings().map(\.timeZone?.text) == ["Europe/London", nil])
        #expect(try desk.standings().map(\.version) == [1, 2])
    }

    @Test("has a username that is nobody else's, and one's own in any case")
    func usernames() throws {
        _ = try desk.register("eve@example.com", username: "Eve").get()
        let taken = try desk.patchMe(#"{"username":"eVE"}"#, by: ada)
        #expect(taken.status == 409 && taken.code == "username_taken")
        #expect(taken.problem?.errors.map(\.pointer) == ["/username"])
        let reserved = try desk.patchMe(#"{"username":"Support"}"#, by: ada)
        #expect(reserved.status == 422 && reserved.code == "username_reserved")
        #expect(try desk.patchMe(#"{"username":"aDA"}"#, by: ada).get().username == "aDA")
        #expect(try desk.patchMe(#"{"username":null}"#, by: ada).get().username == "aDA")
        #expect(try desk.signIn("ada").status == 201)
        try desk.expectSound()
    }

    @Test(
        "refuses what is not right, by the field",
        arguments: [
            (#"{"username":"ab"}"#, "/username"),
            (#"{"username":"\#(String(repeating: "a", count: 31))"}"#, "/username"),
            (#"{"username":"a da"}"#, "/username"), (#"{"username":"\u0430da"}"#, "/username"),
            (#"{"username":7}"#, "/username"), (#"{"display_name":""}"#, "/display_name"),
            (#"{"display_name":"\#(String(repeating: "a", count: 101))"}"#, "/display_name"),
            (#"{"display_name":"a\u0007b"}"#, "/display_name"), (#"{"display_name":"a\u202eb"}"#, "/display_name"),
            (#"{"display_name":"a\u2066b"}"#, "/display_name"), (#"{"display_name":" Ada"}"#, "/display_name"),
            (#"{"display_name":"\u3000"}"#, "/display_name"), (#"{"display_name":"A\u200bda"}"#, "/display_name"),
            (#"{"name":"\#(String(repeating: "a", count: 201))"}"#, "/name"), (#"{"name":"a\u2028b"}"#, "/name"),
            (#"{"name":["Ada"]}"#, "/name"), (#"{"time_zone":"Dublin time"}"#, "/time_zone"),
            (#"{"time_zone":"+01:00"}"#, "/time_zone"), (#"{"time_zone":"../etc/passwd"}"#, "/time_zone"),
            (#"{"time_zone":""}"#, "/time_zone"),
            (#"{"time_zone":"Europe/Nowhere"}"#, "/time_zone"), (#"{"time_zone":"europe/london"}"#, "/time_zone"),
            (#"{"language":"english"}"#, "/language"),
            (#"{"language":"EN"}"#, "/language"), (#"{"language":"en-gb"}"#, "/language"),
            (#"{"language":"en-"}"#, "/language"), (#"{"contact":{"phone":"0861234567"}}"#, "/contact/phone"),
            (#"{"contact":{"phone":"+0861234567"}}"#, "/contact/phone"),
            (#"{"contact":{"phone":"+1"}}"#, "/contact/phone"),
            (#"{"contact":{"phone":"+1234567890123456"}}"#, "/contact/phone"), (#"{"contact":"+353"}"#, "/contact"),
            (#"{"preferences":{"sports":"chess"}}"#, "/preferences/sports"),
            (
                #"{"preferences":{"sports":[\#(Array(repeating: "\"chess\"", count: 21).joined(separator: ","))]}}"#,
                "/preferences/sports"
            ),
            (#"{"preferences":{"notifications":{"email":"yes"}}}"#, "/preferences/notifications/email"),
            (#"{"preferences":{"display":{"odds_format":"roman"}}}"#, "/preferences/display/odds_format"),
            (#"{"preferences":{"display":{"theme":1}}}"#, "/preferences/display/theme"),
        ])
    func malformed(json: String, pointer: String) throws {
        let answer = try desk.patchMe(json, by: ada)
        #expect(answer.status == 422 && answer.code == "invalid_request", "\(json)")
        #expect(answer.problem?.errors.map(\.pointer) == [pointer], "\(json)")
        #expect(try desk.service.events(UserUpdated.type).isEmpty)
    }

    @Test(
        "takes names as people have them",
        arguments: [
            "Seán Ó Súilleabháin", "李小龙", "محمد", "می\u{200c}خواهم", "👩\u{200d}🚀", "X",
        ])
    func names(name: String) throws {
        #expect(try desk.patchMe(#"{"name":"\#(name)"}"#, by: ada).get().name == name)
    }

    @Test("cannot be used to set what is an admin's to set")
    func notMine() throws {
        let before = try me()
        let json =
            #"{"country":"GB","external_id":"x","email":"eve@example.com","kyc_level":"full","birth_date":"1980-01-01"}"#
        let after = try desk.patchMe(json, by: ada).get()
        #expect(after.country == before.country && after.externalID == nil && after.email == before.email)
        #expect(after.kycLevel == KYCLevel.none && after.birthDate == before.birthDate)
    }

    @Test("is nobody's who is not signed in, and is not changed by a key or a frozen user")
    func access() throws {
        #expect(try desk.send(UpdateMe.self, "{}", by: nil).code == "unauthenticated")
        var key = ada
        key.scopes = ["identity:read", "identity:write"]
        #expect(try desk.patchMe("{}", by: key).code == "forbidden")
        #expect(try desk.service.ask(ExportMe.self, Nothing(), by: key).code == "forbidden")
        var frozen = ada
        frozen.state = .frozen
        #expect(try desk.patchMe("{}", by: frozen).code == "account_frozen")
        #expect(try desk.leave(frozen).code == "account_frozen")
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: frozen).status == 200)
    }

    @Test("may be told of when signing up, by the rules of changing it")
    func signUpWithAll() throws {
        func join(_ email: String, _ more: String) throws -> ServiceUnderTest.Answer<RegisterUser.Reply> {
            let body = #"{"email":"\#(email)","password":"correct horse","birth_date":"1990-01-31",\#(more)}"#
            return try desk.send(RegisterUser.self, body, by: nil)
        }
        let profile = try join(
            "bea@example.com",
            #""name":"Bea Ba","time_zone":"Europe/London","contact":{"phone":"+35312345678"},"language":"en""#
        ).get().profile
        #expect(profile.name == "Bea Ba" && profile.timeZone == "Europe/London" && profile.language == "en")
        #expect(profile.contact?.phone == "+35312345678")
        for wrong in [#""time_zone":"Europe/Atlantis""#, #""name":"""#, #""contact":{"phone":"x"}"#] {
            #expect(try join("cleo@example.com", wrong).status == 422)
        }
    }

    @Test("moves to another time zone once a week where limits are set, since its day moves along")
    func moves() throws {
        #expect(try desk.patchMe(#"{"time_zone":"Europe/London"}"#, by: ada).status == 200)
        #expect(try desk.patchMe(#"{"time_zone":null}"#, by: ada).status == 200)
        _ = try desk.setLimits([.dailyStake: "5.00"], by: ada).get()
        #expect(try desk.patchMe(#"{"time_zone":"Europe/London"}"#, by: ada).code == "time_zone_changed_lately")
        desk.service.now = desk.service.now.adding(seconds: 7 * 86_400)
        let later = TestUsers.statement(ada.user, ada.session, issuedAt: desk.service.now)
        #expect(try desk.patchMe(#"{"time_zone":"Europe/London"}"#, by: later).status == 200)
        #expect(try desk.patchMe(#"{"name":"Ada L"}"#, by: later).status == 200)
    }

    @Test("is deleted softly: sessions end, nobody signs in, and what was unique stays taken")
    func deletes() throws {
        let other = try desk.signIn().get().token
        #expect(try desk.leave(ada).status == 200)
        #expect(try desk.vouch(other).status == 401)
        #expect(try desk.signIn().status != 201)
        let event = try desk.last(UserDeleted.self)
        #expect(event.user == user)
        let change = try desk.last(UserStateChanged.self)
        #expect(change.before == .pendingVerification && change.after == .disabled)
        #expect(try desk.standings().last?.state == .disabled)
        let reason = StateChange(userID: user, reason: Note(trusted: "came back"))
        #expect(try desk.service.ask(ReactivateUser.self, reason, by: Desk.admin).code == "wrong_state")
        #expect(try desk.service.events(SessionEnded.type).count == 2)
        #expect(try desk.register().code == "email_taken")
        #expect(try desk.register("eve@example.com", username: "ADA").code == "username_taken")
        let kept = try desk.service.ask(GetUser.self, UserRequest(userID: user), by: Desk.admin).get()
        #expect(kept.deletedAt == desk.service.now && kept.email == "ada@example.com" && kept.state == .disabled)
        // The statement of before is good for some minutes yet.
        #expect(try desk.leave(ada).status == 200)
        #expect(try desk.service.events(UserDeleted.type).count == 1)
        #expect(try desk.patchMe("{}", by: ada).code == "unauthenticated")
        #expect(try desk.service.ask(SetRiskProfile.self, .init(), by: ada).code == "unauthenticated")
        try desk.expectSound()
    }

    @Test("is exported whole, and without a secret")
    func exports() throws {
        _ = try desk.patchMe(#"{"name":"Ada Lovelace","preferences":{"sports":["chess"]}}"#, by: ada).get()
        _ = try desk.service.ask(SetRiskProfile.self, .init(riskTolerance: .low), by: ada).get()
        let organization = ID<Organization>(high: 1, low: 1)
        let grant = GrantRole.Request(userID: user, role: .seller, organizationID: organization)
        _ = try desk.service.ask(GrantRole.self, grant, by: Desk.admin).get()
        let export = try desk.service.ask(ExportMe.self, Nothing(), by: ada).get()
        #expect(export.profile.name == "Ada Lovelace" && export.profile.preferences?.sports == ["chess"])
        #expect(export.riskProfile?.riskTolerance == .low && export.exportedAt == desk.service.now)
        let roles = try #require(export.roles)
        #expect(roles.map(\.role) == [.player, .seller] && roles.map(\.organizationID) == [nil, organization])
        #expect(roles.last?.grantedBy == "user:\(Desk.admin.user)")
        #expect(export.signIns?.map(\.sessionID) == [ada.session])
        #expect(export.safeguards?.limits.isEmpty == true)
        #expect(export.sessions?.map(\.id) == [ada.session] && export.sessions?.first?.endedAt == nil)
        let text = String(decoding: try WireCoding().encode(export), as: UTF8.self)
        #expect(!text.contains("argon2id") && !text.contains("hash"))
        let lists = try #require(export.lists)
        #expect(lists.map(\.list) == ["roles", "sessions", "api_keys", "chats", "sign_ins"])
        #expect(lists.allSatisfy { $0.isComplete && $0.rest == nil })
    }
}
