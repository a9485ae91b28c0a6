import Identity
import Messages
import Runtime
import Storage
import TestSupport
import Testing

extension Desk {
    func invite(
        _ code: String? = nil, uses: Int64 = 1, expires: Timestamp? = nil, bonus: Money? = nil,
        by statement: Statement = Desk.admin
    ) throws -> ServiceUnderTest.Answer<Invitation> {
        let request = CreateInvitation.Request(
            code: try code.map { try #require(InvitationCode($0)) }, maxUses: try #require(UseCount(uses)),
            expiresAt: expires, bonus: bonus)
        let answer = try service.ask(CreateInvitation.self, request, by: statement)
        guard let reference = answer.reference else { return answer }
        let (asked, header) = try #require(try service.takeCall(CheckBonus.self, to: .wallet))
        #expect(asked.bonus == bonus)
        try service.reply(Nothing(), to: header, from: .wallet)
        return try service.answer(CreateInvitation.self, reference)
    }

    func change(
        _ code: InvitationCode, enabled: Bool? = nil, uses: Int64? = nil, expires: Change<Timestamp> = .keep,
        by statement: Statement = Desk.admin
    ) throws -> ServiceUnderTest.Answer<Invitation> {
        let request = ChangeInvitation.Request(
            code: code, isEnabled: enabled, maxUses: uses.flatMap { UseCount($0) }, expiresAt: expires)
        return try service.ask(ChangeInvitation.self, request, by: statement)
    }

    func invitation(_ code: InvitationCode) throws -> Invitation {
        try service.ask(GetInvitation.self, .init(code: code), by: Desk.admin).get()
    }

    func join(
        _ email: String, with code: String?, born: String = "1990-01-31"
    ) throws -> ServiceUnderTest.Answer<RegisterUser.Reply> {
        try service.ask(
            RegisterUser.self,
            RegisterUser.Request(
                email: try #require(Email(email)), password: Text("correct horse"),
                birthDate: try #require(Day(born)), invitationCode: try code.map { try #require(InvitationCode($0)) }))
    }
}

@Suite("Invitations")
struct InvitationTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test("are made with a code of one's own or a drawn one, and each once whatever the case")
    func creates() throws {
        let answer = try desk.invite("Spring-27", uses: 3)
        #expect(answer.status == 201)
        let own = try answer.get()
        #expect(own.code.text == "Spring-27" && own.uses == 0 && own.maxUses == 3 && own.isEnabled)
        #expect(own.createdBy == Desk.admin.user)
        let again = try desk.invite("SPRING-27")
        #expect(again.status == 409 && again.code == "code_taken")
        let drawn = try desk.invite().get().code.text
        #expect(drawn.utf8.count == 10 && !drawn.contains { "IO01".contains($0) })
        #expect(try desk.service.events(InvitationCreated.type).count == 2)
        let page = try desk.service.ask(ListInvitations.self, .init(), by: Desk.operator_).get()
        #expect(Set(page.items.map(\.code.text)) == ["Spring-27", drawn] && page.next == nil)
        let one = try #require(try? WireCoding().decode(PageLimit.self, from: Array("1".utf8)))
        let first = try desk.service.ask(ListInvitations.self, .init(limit: one), by: Desk.admin).get()
        let rest = ListInvitations.Request(cursor: first.next.flatMap { Cursor($0) })
        #expect(try desk.service.ask(ListInvitations.self, rest, by: Desk.admin).get().items.count == 1)
    }

    @Test("are for admins and operators to make")
    func access() throws {
        #expect(try desk.invite(by: TestUsers.statement(1)).code == "forbidden")
        #expect(try desk.invite(by: Desk.operator_).status == 201)
        #expect(try desk.service.ask(ListInvitations.self, .init(), by: TestUsers.statement(1)).code == "forbidden")
    }

    @Test("give bonuses away only at an admin's word, and are not opened for more by another's")
    func bonusesAreForAdmins() throws {
        let bonus = Money(amount: DecimalText(units: 500, scale: 2), currency: CurrencyCode(trusted: "EUR"))
        let refused = try desk.invite(bonus: bonus, by: Desk.operator_)
        #expect(refused.code == "forbidden" && refused.problem?.errors.map(\.pointer) == ["/bonus"])
        let code = try desk.invite(bonus: bonus).get().code
        #expect(try desk.change(code, uses: 5, by: Desk.operator_).code == "forbidden")
        #expect(try desk.change(code, enabled: false, by: Desk.operator_).status == 200)
        #expect(try desk.change(code, enabled: true, by: Desk.operator_).code == "forbidden")
        #expect(try desk.change(code, enabled: true, uses: 5).get().maxUses == 5)
    }

    @Test("are refused where their end is past or their bonus is nothing")
    func badInput() throws {
        let past = try desk.invite(expires: desk.service.now)
        #expect(past.problem?.errors.map(\.pointer) == ["/expires_at"])
        for amount in ["0", "0.00", "-1"] {
            let bonus = Money(amount: try #require(DecimalText(amount)), currency: CurrencyCode(trusted: "EUR"))
            #expect(try desk.invite(bonus: bonus).problem?.errors.map(\.pointer) == ["/bonus/amount"])
        }
        #expect(UseCount(0) == nil && UseCount(1_000_001) == nil && UseCount(1_000_000) != nil)
        for code in ["ab", "a b c", "äbc", String(repeating: "a", count: 41)] { #expect(InvitationCode(code) == nil) }
        #expect(try desk.change(InvitationCode(trusted: "nothing"), enabled: false).status == 404)
    }

    @Test("let so many sign up, in whatever case the code is typed")
    func uses() throws {
        let code = try desk.invite("Spring", uses: 2).get().code
        let user = try desk.join("a@example.com", with: "SPRING").get()
        #expect(try desk.join("b@example.com", with: "spring").status == 201)
        let third = try desk.join("c@example.com", with: "Spring")
        #expect(third.status == 422 && third.code == "invalid_invitation")
        #expect(third.problem?.errors.map(\.pointer) == ["/invitation_code"])
        #expect(try desk.invitation(code).uses == 2)
        #expect(
            try desk.service.events(InvitationUsed.type).map(\.subject) == ["invitation/Spring", "invitation/Spring"])
        #expect(try desk.change(code, uses: 3).get().maxUses == 3)
        #expect(try desk.join("c@example.com", with: "Spring").status == 201)
        #expect(try desk.join("d@example.com", with: nil).status == 201)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: TestUsers.statement(1)).status == 404)
        #expect(user.state == .pendingVerification)
        try desk.expectSound()
    }

    @Test("are refused where unknown, disabled or over, and all alike")
    func refused() throws {
        let end = desk.service.now.adding(seconds: 60)
        let code = try desk.invite("Spring", uses: 9, expires: end).get().code
        var details = [try desk.join("a@example.com", with: "Summer").problem?.detail]
        _ = try desk.change(code, enabled: false).get()
        details.append(try desk.join("a@example.com", with: "Spring").problem?.detail)
        _ = try desk.change(code, enabled: true).get()
        desk.service.now = end
        details.append(try desk.join("a@example.com", with: "Spring").problem?.detail)
        #expect(details.count == 3 && Set(details).count == 1 && details.first != .some(nil))
        let later = try desk.change(code, expires: .set(end.adding(milliseconds: 1))).get()
        #expect(later.expiresAt == end.adding(milliseconds: 1) && later.isEnabled && later.maxUses == 9)
        #expect(try desk.join("a@example.com", with: "Spring").status == 201)
        #expect(try desk.service.events(InvitationChanged.type).count == 3)
    }

    @Test("can be freed of their end, keep what is not spoken of, and are closed by no more uses than there were")
    func patched() throws {
        let end = desk.service.now.adding(seconds: 60)
        let code = try desk.invite("Spring", uses: 9, expires: end).get().code
        func patch(_ fields: String) throws -> ServiceUnderTest.Answer<Invitation> {
            try desk.send(ChangeInvitation.self, "{\"code\":\"spring\",\(fields)}", by: Desk.admin)
        }
        #expect(try patch(#""max_uses":5"#).get().expiresAt == end)
        let past = try patch(#""expires_at":"2001-01-01T00:00:00Z""#)
        #expect(past.problem?.errors.map(\.pointer) == ["/expires_at"])
        let free = try patch(#""expires_at":null"#).get()
        #expect(free.expiresAt == nil && free.maxUses == 5 && free.isEnabled)
        desk.service.now = end.adding(seconds: 60)
        #expect(try desk.join("a@example.com", with: "Spring").status == 201)
        #expect(try patch(#""max_uses":0"#).problem?.errors.map(\.pointer) == ["/max_uses"])
        #expect(try patch(#""max_uses":1"#).get().uses == 1)
        #expect(try desk.join("b@example.com", with: "Spring").code == "invalid_invitation")
        #expect(try desk.invitation(code).maxUses == 1)
        try desk.expectSound()
    }

    @Test("are not used up by a sign-up that is refused")
    func unused() throws {
        let code = try desk.invite("Spring").get().code
        _ = try desk.register().get()
        #expect(try desk.join("ada@example.com", with: "Spring").code == "email_taken")
        #expect(try desk.join("kid@example.com", with: "Spring", born: "2015-01-01").code == "under_age")
        #expect(try desk.invitation(code).uses == 0)
        #expect(try desk.join("bob@example.com", with: "Spring").status == 201)
        try desk.expectSound()
    }

    @Test("with ten uses let ten of fifty in who come at once")
    func crowd() throws {
        let code = try desk.invite("Spring", uses: 10).get().code
        try desk.service.step(
            (1...50).map { number in
                var header = Header(.command)
                header[.operation] = RegisterUser.name
                header[.reference] = "\(number)"
                header[.id] = "\(number)"
                header[.actor] = "anonymous"
                let body = """
                    {"email":"a\(number)@example.com","password":"correct horse","birth_date":"1990-01-01",
                    "invitation_code":"spring"}
                    """
                return .delivery(Delivery(peer: "gateway", route: [1], header: header, body: Array(body.utf8)))
            })
        let answers = try (1...50).map { try desk.service.answer(RegisterUser.self, "\($0)").status }
        #expect(answers.filter { $0 == 201 }.count == 10 && answers.filter { $0 == 422 }.count == 40)
        #expect(try desk.invitation(code).uses == 10)
        #expect(try desk.count("SELECT COUNT(*) FROM invitation_uses") == 10)
        #expect(try desk.count("SELECT COUNT(*) FROM users") == 10)
        try desk.expectSound()
    }

    @Test("are asked of everybody where configuration says so")
    func required() throws {
        let closed = try Desk { $0.invitationRequired = true }
        let refused = try closed.join("a@example.com", with: nil)
        #expect(refused.status == 422 && refused.code == "invitation_required")
        _ = try closed.invite("Spring").get()
        #expect(try closed.join("a@example.com", with: "Spring").status == 201)
    }

    @Test("that were miscounted are noticed")
    func invariant() throws {
        _ = try desk.invite("Spring", uses: 2).get()
        _ = try desk.join("a@example.com", with: "Spring").get()
        try desk.writer().run("UPDATE invitations SET uses = 2")
        #expect(try IdentityInvariants.violations(in: desk.service.reader()).count == 1)
    }
}

@Suite("An invitation's bonus")
struct InvitationBonusTests {
    let desk: Desk
    let user: UserProfile
    let bonus = Money(amount: DecimalText(units: 500, scale: 2), currency: CurrencyCode(trusted: "EUR"))

    init() throws {
        desk = try Desk()
        _ = try desk.invite("Spring", uses: 2, bonus: bonus).get()
        user = try desk.join("a@example.com", with: "spring").get().profile
    }

    @Test("is asked of the wallet once, without the sign-up's deadline, also after a restart")
    func once() throws {
        let (request, header) = try #require(try desk.service.takeCall(GrantBonus.self, to: .wallet))
        #expect(request.user == user.id && request.money == bonus && request.reason == "invitation/Spring")
        #expect(header[.deadline] == nil)
        try desk.service.restart()
        desk.service.now = desk.service.now.adding(seconds: 60)
        try desk.service.step()
        let (again, second) = try #require(try desk.service.takeCall(GrantBonus.self, to: .wallet))
        #expect(again.reference == request.reference && second[.sequence] == header[.sequence])
        try desk.service.reply(Nothing(), to: second, from: .wallet)
        desk.service.now = desk.service.now.adding(seconds: 60)
        try desk.service.step()
        #expect(try desk.service.takeCall(GrantBonus.self, to: .wallet) == nil)
        #expect(try desk.count("SELECT COUNT(*) FROM runtime_sagas") == 0)
        #expect(try desk.service.events(BonusRefused.type).isEmpty)
    }

    @Test("is asked of the wallet before there is the invitation, which is not made where the wallet refuses it")
    func checked() throws {
        let code = try #require(InvitationCode("Summer"))
        let request = CreateInvitation.Request(code: code, maxUses: try #require(UseCount(2)), bonus: bonus)
        func ask() throws -> String {
            try #require(try desk.service.ask(CreateInvitation.self, request, by: Desk.admin).reference)
        }
        let refused = try ask()
        #expect(try desk.service.ask(GetInvitation.self, .init(code: code), by: Desk.admin).status == 404)
        let (_, header) = try #require(try desk.service.takeCall(CheckBonus.self, to: .wallet))
        try desk.service.refuse(CheckBonus.Failure.unknownCurrency, to: header, from: .wallet)
        let answer = try desk.service.answer(CreateInvitation.self, refused)
        #expect(answer.status == 422 && answer.code == "unknown_currency")
        #expect(try desk.service.ask(GetInvitation.self, .init(code: code), by: Desk.admin).status == 404)
        // Of two that are made at once under one code, one is.
        let both = [try ask(), try ask()]
        for _ in both {
            let (_, header) = try #require(try desk.service.takeCall(CheckBonus.self, to: .wallet))
            try desk.service.reply(Nothing(), to: header, from: .wallet)
        }
        let answers = try both.map { try desk.service.answer(CreateInvitation.self, $0) }
        #expect(answers.map(\.status) == [201, 409] && answers[1].code == "code_taken")
        #expect(try desk.invitation(code).bonus == bonus)
    }

    @Test("that the wallet refuses ends with a warning")
    func refused() throws {
        let (_, header) = try #require(try desk.service.takeCall(GrantBonus.self, to: .wallet))
        try desk.service.refuse(GrantBonus.Failure.unknownCurrency, to: header, from: .wallet)
        #expect(try desk.service.events(BonusRefused.type).map(\.severity) == [.warning])
        #expect(try desk.count("SELECT COUNT(*) FROM runtime_sagas") == 0)
    }

    @Test("is nobody's who came without the invitation")
    func others() throws {
        _ = try desk.service.takeCall(GrantBonus.self, to: .wallet)
        _ = try desk.join("b@example.com", with: nil).get()
        #expect(try desk.service.takeCall(GrantBonus.self, to: .wallet) == nil)
    }
}
