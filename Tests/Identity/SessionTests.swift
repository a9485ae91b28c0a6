import Crypto
import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Sessions")
struct SessionTests {
    let desk: Desk
    let user: RegisterUser.Reply

    init() throws {
        desk = try Desk()
        user = try desk.register().get()
    }

    // MARK: - Expiry

    @Test("an access token lives an hour, its session a week, and goes on with new tokens")
    func lifetimes() throws {
        let first = try desk.signIn().get()
        let opened = desk.service.now
        #expect(first.expiresAt == opened.adding(seconds: 3600))
        #expect(first.refreshExpiresAt == opened.adding(seconds: 7 * 86_400))
        desk.pass(seconds: 3599)
        #expect(try desk.vouch(first.token).status == 200)
        desk.pass(seconds: 1)
        #expect(try desk.vouch(first.token).status == 401)
        let second = try desk.refresh(first.refreshToken).get()
        #expect(second.sessionID == first.sessionID && second.user.id == user.id)
        #expect(second.token != first.token && second.refreshToken != first.refreshToken)
        #expect(try desk.statement(second.token).session == first.sessionID)
        try desk.expectSound()
    }

    @Test("a session that is not refreshed for a week is over", arguments: [(-1, true), (0, false)])
    func idle(offset: Int64, lives: Bool) throws {
        let session = try desk.signIn().get()
        desk.service.now = session.refreshExpiresAt.adding(milliseconds: offset)
        #expect(try desk.refresh(session.refreshToken).code == (lives ? nil : "invalid_refresh_token"))
    }

    @Test("a session is over after thirty days, however often it was refreshed")
    func absolute() throws {
        var session = try desk.signIn().get()
        let end = desk.service.now.adding(seconds: 30 * 86_400)
        for _ in 1...4 {
            desk.pass(days: 6)
            session = try desk.refresh(session.refreshToken).get()
        }
        #expect(session.refreshExpiresAt == end)
        desk.service.now = end.adding(seconds: -60)
        session = try desk.refresh(session.refreshToken).get()
        #expect(session.expiresAt == end && session.refreshExpiresAt == end)
        desk.service.now = end
        #expect(try desk.vouch(session.token).status == 401)
        #expect(try desk.refresh(session.refreshToken).code == "invalid_refresh_token")
        try desk.expectSound()
    }

    @Test("configuration says how long each lives")
    func configured() throws {
        let desk = try Desk { ($0.tokenMinutes, $0.idleDays, $0.absoluteDays) = (5, 1, 2) }
        _ = try desk.register().get()
        let session = try desk.signIn().get()
        #expect(session.expiresAt == desk.service.now.adding(seconds: 300))
        #expect(session.refreshExpiresAt == desk.service.now.adding(seconds: 86_400))
        #expect(try desk.sessions(session.token).first?.expiresAt == desk.service.now.adding(seconds: 2 * 86_400))
    }

    // MARK: - Refreshing

    @Test("a refresh takes the old token's worth, and tells it of the session")
    func rotation() throws {
        let first = try desk.signIn().get()
        let second = try desk.refresh(first.refreshToken).get()
        #expect(try desk.vouch(first.token).status == 401)
        #expect(try desk.vouch(second.token).status == 200)
        let events = try desk.service.events(SessionRefreshed.type)
        #expect(events.map(\.subject) == ["session/\(first.sessionID)"])
    }

    @Test("a refresh token that comes a second time ends the session, with an alarm")
    func reuse() throws {
        let first = try desk.signIn().get()
        let second = try desk.refresh(first.refreshToken).get()
        let third = try desk.refresh(second.refreshToken).get()
        for _ in 1...2 {
            let stolen = try desk.refresh(first.refreshToken)
            #expect(stolen.status == 401 && stolen.code == "refresh_token_reused")
        }
        #expect(try desk.vouch(third.token).status == 401)
        #expect(try desk.refresh(third.refreshToken).code == "invalid_refresh_token")
        let alarms = try desk.service.events(RefreshTokenReused.type)
        #expect(alarms.map(\.severity) == [.critical])
        #expect(try desk.endings() == [.refreshReused])
        try desk.expectSound()
    }

    @Test("only the session whose refresh token was stolen ends")
    func reuseElsewhere() throws {
        let (stolen, other) = (try desk.signIn().get(), try desk.signIn().get())
        _ = try desk.refresh(stolen.refreshToken).get()
        _ = try desk.refresh(stolen.refreshToken)
        #expect(try desk.vouch(other.token).status == 200)
    }

    @Test("the same request again, by its key, answers the same tokens")
    func repeated() throws {
        let first = try desk.signIn().get()
        let answers = try (1...2).map { _ in try desk.refresh(first.refreshToken, id: "key").get() }
        #expect(answers[0].token == answers[1].token && answers[0].refreshToken == answers[1].refreshToken)
        #expect(try desk.vouch(answers[1].token).status == 200)
        #expect(try desk.service.events(RefreshTokenReused.type).isEmpty)
    }

    @Test("what is no refresh token refreshes nothing", arguments: ["x", "crk_x", String(repeating: "A", count: 43)])
    func unknown(token: String) throws {
        let answer = try desk.refresh(token)
        #expect(answer.status == 401 && answer.code == "invalid_refresh_token")
    }

    @Test("an access token refreshes nothing, and a refresh token opens nothing")
    func confused() throws {
        let session = try desk.signIn().get()
        #expect(try desk.refresh(session.token).code == "invalid_refresh_token")
        #expect(try desk.vouch(session.refreshToken).status == 401)
        #expect(try desk.vouch(session.token).status == 200)
    }

    @Test("no session of one who may not be known goes on", arguments: ["suspended", "disabled"])
    func suspended(state: String) throws {
        let session = try desk.signIn().get()
        try desk.write("UPDATE users SET state = ?", state)
        #expect(try desk.refresh(session.refreshToken).code == "invalid_refresh_token")
        #expect(try desk.vouch(session.token).status == 401)
    }

    @Test("one who is frozen or not verified is known as that", arguments: [UserState.frozen, .pendingVerification])
    func states(state: UserState) throws {
        let session = try desk.signIn().get()
        try desk.write("UPDATE users SET state = ?", state.rawValue)
        #expect(try desk.statement(session.token).state == state)
        let renewed = try desk.refresh(session.refreshToken).get()
        let statement = try desk.statement(renewed.token)
        #expect(try desk.service.ask(EndCurrentSession.self, Nothing(), by: statement).status == 200)
    }

    @Test("used refresh tokens are forgotten when their session's life is over")
    func forgotten() throws {
        let old = try desk.signIn().get()
        _ = try desk.refresh(old.refreshToken).get()
        desk.pass(days: 29)
        let young = try desk.signIn().get()
        _ = try desk.refresh(young.refreshToken).get()
        #expect(try desk.refresh(old.refreshToken).code == "refresh_token_reused")
        #expect(try desk.usedTokens() == 2)
        desk.pass(days: 1)
        let next = try desk.signIn().get()
        _ = try desk.refresh(next.refreshToken).get()
        #expect(try desk.usedTokens() == 2)
        #expect(try desk.refresh(old.refreshToken).code == "invalid_refresh_token")
        try desk.expectSound()
    }

    // MARK: - Listing and ending

    @Test("the list tells device, address and last use of each")
    func list() throws {
        let request = OpenSession.Request(login: Text(trusted: user.email), password: Text(trusted: "correct horse"))
        let session = try desk.service.ask(
            OpenSession.self, request, address: "192.0.2.1", agent: String(repeating: "browser ", count: 100)
        ).get()
        let opened = desk.service.now
        desk.pass(seconds: 60)
        let other = try desk.signIn().get()
        try desk.noteUse(of: session.sessionID, at: opened.adding(seconds: 30), address: "192.0.2.9")
        let items = try desk.sessions(session.token)
        #expect(items.map(\.id) == [other.sessionID, session.sessionID])
        #expect(items.map(\.isCurrent) == [false, true])
        let own = try #require(items.last)
        #expect(own.address == "192.0.2.1" && own.device?.count == 200 && own.openedAt == opened)
        #expect(own.lastUsedAt == opened.adding(seconds: 30) && own.lastUsedAddress == "192.0.2.9")
        #expect(items.first?.lastUsedAt == desk.service.now && items.first?.address == nil)
        try desk.expectSound()
    }

    @Test("a use that is told late or that lies ahead is taken for what it can be")
    func uses() throws {
        let session = try desk.signIn().get()
        let now = desk.service.now
        try desk.noteUse(of: session.sessionID, at: now.adding(seconds: -10), address: "192.0.2.7")
        #expect(try desk.sessions(session.token).first?.lastUsedAddress == nil)
        try desk.noteUse(of: session.sessionID, at: now.adding(seconds: 1000), address: "192.0.2.8")
        #expect(try desk.sessions(session.token).first?.lastUsedAt == now)
        let before = try desk.service.events().count
        try desk.noteUse(of: ID(high: 1, low: 1), at: now)
        #expect(try desk.service.events().count == before)
    }

    @Test("only the gateway tells of uses, and not of too many at once")
    func usesAreTheGateways() throws {
        let use = NoteUses.Use(session: ID(high: 1, low: 1), at: desk.service.now, address: nil, agent: nil)
        let uses = try #require(NoteUses.Uses([use]))
        #expect(try desk.service.ask(NoteUses.self, .init(uses: uses), from: "wallet").code == "forbidden")
        #expect(NoteUses.Uses(Array(repeating: use, count: 200)) != nil)
        #expect(NoteUses.Uses(Array(repeating: use, count: 201)) == nil)
        let schema = try Reflection(NoteUses.Request.self).schema
        #expect(schema.properties?["uses"]?.maxItems == 200)
    }

    @Test("one ends one's own sessions, and nobody else's")
    func end() throws {
        let (own, other) = (try desk.signIn().get(), try desk.signIn().get())
        for _ in 1...2 { #expect(try desk.endSession(other.sessionID, by: own.token).status == 200) }
        #expect(try desk.vouch(other.token).status == 401)
        #expect(try desk.refresh(other.refreshToken).code == "invalid_refresh_token")
        #expect(try desk.endings() == [.revoked])
        _ = try desk.register("eve@example.com").get()
        let eve = try desk.signIn("eve@example.com").get()
        for wrong in [own.sessionID, ID(high: 1, low: 1)] {
            #expect(try desk.endSession(wrong, by: eve.token).code == "not_found")
        }
        #expect(try desk.vouch(own.token).status == 200)
    }

    @Test("signing out everywhere ends the session that asks too, and nobody else's")
    func endAll() throws {
        let sessions = try (1...3).map { _ in try desk.signIn().get() }
        _ = try desk.register("eve@example.com").get()
        let eve = try desk.signIn("eve@example.com").get()
        _ = try desk.service.ask(EndAllSessions.self, Nothing(), by: try desk.statement(sessions[0].token)).get()
        for session in sessions { #expect(try desk.vouch(session.token).status == 401) }
        #expect(try desk.vouch(eve.token).status == 200)
        #expect(try desk.endings() == Array(repeating: .signedOut, count: 3))
        try desk.expectSound()
    }

    @Test("a sixth session takes the place of the oldest")
    func five() throws {
        var sessions: [OpenSession.Reply] = []
        for _ in 1...6 {
            desk.pass(seconds: 1)
            sessions.append(try desk.signIn().get())
        }
        #expect(try sessions.map { try desk.vouch($0.token).status } == [401, 200, 200, 200, 200, 200])
        #expect(try desk.endings() == [.replaced])
        try desk.expectSound()
    }

    @Test("a session that has run out takes no place")
    func expiredTakesNoPlace() throws {
        _ = try desk.signIn().get()
        desk.pass(days: 7)
        let sessions = try (1...5).map { _ in try desk.signIn().get() }
        for session in sessions { #expect(try desk.vouch(session.token).status == 200) }
        #expect(try desk.endings() == [.expired])
        #expect(try desk.sessions(sessions[0].token).count == 5)
        try desk.expectSound()
    }

    @Test("no secret of a session lies in the database or in an event")
    func secrets() throws {
        let first = try desk.signIn().get()
        let second = try desk.refresh(first.refreshToken).get()
        let bodies = try desk.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }
        for secret in [first.token, first.refreshToken, second.token, second.refreshToken] {
            #expect(!bodies.contains { $0.contains(secret) })
            let bytes = try #require(Base64URL.decode(secret))
            let stored = try desk.service.reader().first(
                "SELECT 1 FROM sessions WHERE secret_hash = ?1 OR refresh_hash = ?1", bytes
            ) { _ in true }
            #expect(stored == nil)
        }
    }

    @Test("the invariants notice sessions that live too long and tokens that are good twice")
    func invariants() throws {
        let session = try desk.signIn().get()
        try desk.write("UPDATE sessions SET live_until = expires_at + 1")
        let hash = SHA256.hash(try #require(Base64URL.decode(session.refreshToken)))
        try desk.write("INSERT INTO used_refresh_tokens (hash, session, forget_at) VALUES (?, x'00', 1)", hash)
        try desk.write("UPDATE sessions SET chat_system = 'telegram'")
        // The last is two at once: what a bot opened has no proof of who holds it either.
        #expect(try IdentityInvariants.violations(in: desk.service.reader()).count == 4)
    }
}

extension Desk {
    fileprivate func usedTokens() throws -> Int {
        try #require(
            try service.reader().first("SELECT COUNT(*) FROM used_refresh_tokens") { try $0.value(0, as: Int.self) })
    }
}
