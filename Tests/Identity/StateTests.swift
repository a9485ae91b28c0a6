import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("An account's state") struct StateTests {
    let desk: Desk
    let ada: ID<User>
    let token: String

    init() throws {
        desk = try Desk()
        let person = try desk.person()
        (ada, token) = (person.user, person.token)
    }

    /// Brings the account into a state by the shortest way.
    private func bring(to state: UserState) throws {
        switch state {
        case .frozen: _ = try desk.change(FreezeUser.self, ada).get()
        case .suspended: _ = try desk.change(SuspendUser.self, ada).get()
        case .disabled: _ = try desk.change(DisableUser.self, ada).get()
        default: break
        }
    }

    private func act(_ action: StateAction) throws -> ServiceUnderTest.Answer<Confirmed<UserProfile>> {
        switch action {
        case .freeze: try desk.change(FreezeUser.self, ada)
        case .unfreeze: try desk.change(UnfreezeUser.self, ada)
        case .suspend: try desk.change(SuspendUser.self, ada)
        case .reactivate: try desk.change(ReactivateUser.self, ada)
        case .disable: try desk.change(DisableUser.self, ada)
        }
    }

    @Test(
        "goes only where it may", arguments: [UserState.pendingVerification, .frozen, .suspended, .disabled],
        StateAction.allCases)
    func transitions(from state: UserState, action: StateAction) throws {
        let allowed: [UserState: [StateAction: UserState]] = [
            .pendingVerification: [.freeze: .frozen, .suspend: .suspended, .disable: .disabled],
            .frozen: [.unfreeze: .pendingVerification, .suspend: .suspended, .disable: .disabled],
            .suspended: [.reactivate: .pendingVerification, .disable: .disabled],
            .disabled: [.reactivate: .pendingVerification],
        ]
        try bring(to: state)
        let before = try desk.standings().count
        let answer = try act(action)
        if let after = allowed[state]?[action] {
            let reply = try answer.get()
            #expect(reply.thing.state == after)
            #expect(reply.pending == nil)
            #expect(try desk.standings().last?.state == after)
            #expect(try desk.standings().count == before + 1)
        } else {
            #expect(answer.code == "wrong_state")
            #expect(answer.status == 409)
            #expect(answer.problem?.detail.contains("this account is \(state.rawValue); expected ") == true)
            #expect(try desk.standings().count == before)
        }
        try desk.expectSound()
    }

    @Test("is written down with its reason and who gave it")
    func history() throws {
        _ = try desk.change(FreezeUser.self, ada).get()
        _ = try desk.change(UnfreezeUser.self, ada).get()
        let rows = try desk.service.reader().rows(
            "SELECT before || ' ' || after || ' ' || reason || ' ' || actor FROM state_changes ORDER BY number"
        ) { try $0.value(0, as: String.self) }
        let actor = "user:\(Desk.admin.user)"
        #expect(
            rows == [
                "pending_verification frozen an admin gave a reason \(actor)",
                "frozen pending_verification an admin gave a reason \(actor)",
            ])
        let events = try desk.service.events(UserStateChanged.type)
        #expect(events.map(\.subject) == ["user/\(ada)", "user/\(ada)"])
        #expect(events.map(\.actor) == [actor, actor])
    }

    @Test("has reasons that admins read, page by page, and that events tell to nobody without the person's key")
    func reasons() throws {
        _ = try desk.change(FreezeUser.self, ada).get()
        _ = try desk.change(UnfreezeUser.self, ada).get()
        #expect(try !desk.bodies().contains { $0.contains("seen on the list") })
        let event = try desk.last(UserStateChanged.self)
        #expect(try desk.opened(event.sealedReason, of: ada) == "\"seen on the list\"")
        #expect(event.reason.text == "an admin gave a reason")
        func list(_ cursor: String? = nil, by statement: Statement = Desk.admin) throws
            -> ServiceUnderTest.Answer<Page<ListStateChanges.Item>>
        {
            let one = try WireCoding().decode(PageLimit.self, from: Array("1".utf8))
            let request = ListStateChanges.Request(userID: ada, limit: one, cursor: cursor.flatMap { Cursor($0) })
            return try desk.service.ask(ListStateChanges.self, request, by: statement)
        }
        let first = try list().get()
        #expect(first.items.map(\.after) == [.pendingVerification])
        #expect(first.items.map(\.reason.text) == ["seen on the list"])
        #expect(first.items.map(\.actor) == ["user:\(Desk.admin.user)"])
        let second = try list(first.next).get()
        #expect(second.items.map(\.after) == [.frozen] && second.next == nil)
        #expect(try list(by: desk.statement(token)).code == "forbidden")
        // The person's key is destroyed: that a reason was given is still told.
        try desk.write("DELETE FROM person_keys WHERE user = ?", ada)
        #expect(try list().get().items.map(\.reason.text) == ["an admin gave a reason"])
    }

    @Test("has reasons of before they were sealed, which are still read")
    func oldReasons() throws {
        try desk.write(
            """
            INSERT INTO state_changes (user, at, before, after, reason, actor)
            VALUES (?, 1, 'active', 'frozen', 'of old', 'user:x')
            """, ada)
        let page = try desk.service.ask(ListStateChanges.self, .init(userID: ada), by: Desk.admin).get()
        #expect(page.items.map(\.reason.text) == ["of old"])
    }

    @Test("is changed only by admins, and by none of them for themself")
    func admins() throws {
        let request = StateChange(userID: ada, reason: try #require(Note("why")))
        for statement in [try desk.statement(token), TestUsers.statement(3, roles: [.operator_, .auditor])] {
            #expect(try desk.service.ask(FreezeUser.self, request, by: statement).status == 403)
        }
        #expect(try desk.service.ask(FreezeUser.self, request).status == 401)
        let own = try desk.change(DisableUser.self, Desk.admin.user)
        #expect(own.code == "own_account")
        #expect(try desk.service.events(OwnStateChangeRefused.type).count == 1)
        let nobody = try desk.change(FreezeUser.self, TestUsers.statement(77).user)
        #expect(nobody.status == 404)
        #expect(try desk.standings() == [])
    }

    @Test("is never taken from the last admin who can act")
    func lastAdmin() throws {
        let grant = GrantRole.Request(userID: ada, role: .admin)
        _ = try desk.service.ask(GrantRole.self, grant, by: Desk.admin).get()
        #expect(try desk.change(FreezeUser.self, ada).code == "last_admin")
        #expect(try desk.change(SuspendUser.self, ada).code == "last_admin")
        #expect(try desk.change(DisableUser.self, ada).code == "last_admin")
        let other = try desk.person("grace@example.com").user
        _ = try desk.service.ask(GrantRole.self, .init(userID: other, role: .admin), by: Desk.admin).get()
        #expect(try desk.change(FreezeUser.self, ada).status == 200)
    }

    @Test("lets a frozen user sign in and look, and act no more")
    func frozen() throws {
        _ = try desk.change(FreezeUser.self, ada).get()
        let statement = try desk.statement(token)
        #expect(statement.state == .frozen)
        #expect(statement.standing == 1)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: statement).get().state == .frozen)
        #expect(try desk.signIn().status == 201)
        #expect(try desk.setLimits([.stake: "5"], by: statement).status == 200)
    }

    @Test("shuts a suspended or disabled user out, and in again", arguments: [UserState.suspended, .disabled])
    func shutOut(state: UserState) throws {
        _ = try desk.signIn().get()
        try bring(to: state)
        #expect(try desk.service.events(SessionEnded.type).count == 2)
        #expect(try desk.vouch(token).status == 401)
        #expect(try desk.signIn().code == "account_not_active")
        _ = try desk.change(ReactivateUser.self, ada).get()
        #expect(try desk.vouch(token).status == 401)
        #expect(try desk.statement(try desk.signIn().get().token).standing == 2)
    }

    @Test("is answered without the wallet after three seconds, with the word that it is to come")
    func walletAway() throws {
        let request = StateChange(userID: ada, reason: try #require(Note("why")))
        let asked = try desk.service.ask(FreezeUser.self, request, by: Desk.admin, id: "k")
        let reference = try #require(asked.reference)
        #expect(try desk.statement(token).state == .frozen)
        desk.service.now = desk.service.now.adding(milliseconds: 2999)
        try desk.service.step()
        #expect(try desk.service.answer(FreezeUser.self, reference).reference != nil)
        desk.service.now = desk.service.now.adding(milliseconds: 1)
        try desk.service.step()
        let early = try desk.service.answer(FreezeUser.self, reference).get()
        #expect(early.pending == [.wallet])
        #expect(early.thing.state == .frozen)
        #expect(try desk.walletTakes().state == .frozen)
        #expect(try desk.service.ask(FreezeUser.self, request, by: Desk.admin, id: "k").get().pending == [.wallet])
        #expect(try desk.service.reader().first("SELECT COUNT(*) FROM runtime_sagas") { try $0.value(0) } == 0)
    }
}
