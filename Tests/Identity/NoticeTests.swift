import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Notices by mail")
struct NoticeTests {
    let desk: Desk
    let token: String

    init() throws {
        desk = try Desk()
        _ = try desk.register().get()
        token = try desk.signIn().get().token
    }

    /// The notices that wait for Ada, without what is mailed for a token's sake. Those of one moment have no order.
    private func kinds() throws -> [NotificationKind] {
        try desk.mails().items.map(\.kind).filter { $0 != .emailVerification && $0 != .passwordReset }
            .sorted { $0.rawValue < $1.rawValue }
    }

    @Test("tell of an app, its removal, and recovery codes that were used or renewed")
    func factors() throws {
        let (app, codes) = try desk.equip(token)
        #expect(try kinds() == [.totpEnrolled])
        _ = try desk.signIn(recoveryCode: codes[0]).get()
        _ = try desk.renewRecoveryCodes(token).get()
        #expect(try kinds() == [.recoveryCodeUsed, .recoveryCodesRenewed, .totpEnrolled])
        _ = try desk.removeTOTP(token).get()
        #expect(try kinds().contains(.totpRemoved))
        let texts = try desk.mails().items.compactMap(\.text)
        #expect(!texts.contains { text in codes.contains { text.contains($0) } })
        #expect(!texts.contains { $0.contains(app.shows(at: desk.service.now)) })
    }

    @Test("tell of a new password, an API key and a linked chat, and hold none of them")
    func others() throws {
        let ada = try desk.statement(token)
        let key = try desk.createKey([.walletRead], by: ada).get().key
        let code = try #require(try desk.link("chat-4242", by: ada).get().linkCode)
        _ = try desk.changePassword(token, from: "correct horse", to: "a battery staple").get()
        #expect(try kinds() == [.apiKeyCreated, .chatLinked, .passwordChanged])
        for mail in try desk.mails().items where mail.kind != .emailVerification {
            let text = try #require(mail.text)
            for secret in [key, code, "4242", "battery"] { #expect(!text.contains(secret)) }
            #expect(mail.recipient == "ada@example.com" && mail.subject?.isEmpty == false)
            #expect(text.contains(desk.service.now.text) && mail.expiresAt == desk.service.now.adding(seconds: 604_800))
        }
    }

    @Test("tell of a block once, and of no other failures")
    func blocks() throws {
        for _ in 1...4 { _ = try desk.signIn("ada@example.com", "wrong horse") }
        #expect(try kinds().isEmpty)
        for _ in 1...6 { _ = try desk.signIn("ada@example.com", "wrong horse") }
        #expect(try kinds() == [.lockedOut])
        desk.pass(seconds: 3600)
        for _ in 1...5 { _ = try desk.signIn("ada@example.com", "wrong horse") }
        #expect(try kinds() == [.lockedOut, .lockedOut])
        // What shuts an address out says nothing of an account.
        for number in 1...10 { _ = try desk.signIn("nobody\(number)", "wrong horse", address: "192.0.2.1") }
        #expect(try kinds().count == 2)
    }

    @Test("tell of a refresh token in two hands, once")
    func stolen() throws {
        let session = try desk.signIn().get()
        _ = try desk.refresh(session.refreshToken).get()
        for _ in 1...3 { #expect(try desk.refresh(session.refreshToken).code == "refresh_token_reused") }
        #expect(try kinds() == [.refreshTokenReused])
    }

    @Test("are at most five of a kind in a day")
    func limit() throws {
        let ada = try desk.statement(token)
        for number in 1...7 { _ = try desk.link("chat-\(number)", by: ada).get() }
        #expect(try kinds() == Array(repeating: .chatLinked, count: 5))
        desk.pass(seconds: 86_400)
        _ = try desk.link("chat-8", by: try desk.statement(try desk.signIn().get().token)).get()
        #expect(try kinds().count == 6)
    }

    @Test("go to nobody who is not there: a guess at an id leaves no mail and no word of one")
    func nobody() throws {
        let queued = try desk.service.events(NotificationQueued.type).count
        for _ in 1...5 { _ = try desk.confirmSignUp(ID(high: 7, low: 7), "000000") }
        #expect(try desk.service.events(NotificationQueued.type).count == queued)
    }
}
