import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Leaving")
struct LeaveTests {
    let desk: Desk
    let user: ID<User>
    let ada: Statement

    init() throws {
        desk = try Desk()
        (user, _, ada) = try desk.person()
    }

    private func begin(abandoning: Bool? = nil) throws -> (reference: String, asked: CloseWallet.Request, Header) {
        let answer = try desk.service.ask(DeleteMe.self, .init(abandonBalance: abandoning), by: ada)
        let reference = try #require(answer.reference)
        let (asked, header) = try #require(try desk.service.takeCall(CloseWallet.self, to: .wallet))
        return (reference, asked, header)
    }

    @Test("asks the wallet first, and nothing is changed before it has closed")
    func order() throws {
        let (reference, asked, header) = try begin()
        #expect(asked.user == user && !asked.abandonsBalance)
        #expect(try desk.service.events(UserDeleted.type).isEmpty)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: ada).get().deletedAt == nil)
        try desk.service.reply(Nothing(), to: header, from: .wallet)
        #expect(try desk.service.answer(DeleteMe.self, reference).status == 200)
        #expect(try desk.service.events(UserDeleted.type).map(\.actor) == ["user:\(user)"])
        #expect(try desk.standings().last?.state == .disabled)
        #expect(try desk.mails().items.last { $0.userID == user }?.kind == .farewell)
        try desk.expectSound()
    }

    @Test("is refused for what the wallet has against it, and nothing is changed", arguments: LeavingRefusal.allCases)
    func refused(refusal: LeavingRefusal) throws {
        let (reference, asked, header) = try begin(abandoning: true)
        #expect(asked.abandonsBalance)
        try desk.service.refuse(refusal, to: header, from: .wallet)
        let answer = try desk.service.answer(DeleteMe.self, reference)
        #expect(answer.status == 409 && answer.code == refusal.rawValue)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: ada).get().state == .pendingVerification)
        #expect(try desk.service.events(UserDeleted.type).isEmpty && desk.standings().isEmpty)
        #expect(try desk.service.takeCall(ReopenWallet.self, to: .wallet) == nil)
        #expect(try desk.leave(ada).status == 200)
    }

    @Test("opens the wallet again where the person cannot leave any more")
    func undone() throws {
        let (reference, asked, header) = try begin()
        _ = try desk.service.ask(
            FreezeUser.self, StateChange(userID: user, reason: Note(trusted: "why")), by: Desk.admin)
        try desk.service.reply(Nothing(), to: header, from: .wallet)
        let (reopened, second) = try #require(try desk.service.takeCall(ReopenWallet.self, to: .wallet))
        #expect(reopened.user == user && reopened.leaving == asked.leaving)
        #expect(try desk.service.answer(DeleteMe.self, reference).reference != nil)
        try desk.service.reply(Nothing(), to: second, from: .wallet)
        #expect(try desk.service.answer(DeleteMe.self, reference).code == "account_frozen")
        #expect(try desk.service.events(UserDeleted.type).isEmpty)
    }

    @Test("leaves the platform an admin, also where two of them leave at once")
    func lastAdmin() throws {
        let bob = try desk.person("bob@example.com")
        for person in [user, bob.user] {
            _ = try desk.service.ask(GrantRole.self, .init(userID: person, role: .admin), by: Desk.admin).get()
        }
        let references = try [ada, bob.statement].map {
            try #require(try desk.service.ask(DeleteMe.self, .init(), by: $0).reference)
        }
        for _ in references {
            let (_, header) = try #require(try desk.service.takeCall(CloseWallet.self, to: .wallet))
            try desk.service.reply(Nothing(), to: header, from: .wallet)
        }
        #expect(try desk.service.answer(DeleteMe.self, references[0]).status == 200)
        let (reopened, header) = try #require(try desk.service.takeCall(ReopenWallet.self, to: .wallet))
        #expect(reopened.user == bob.user)
        try desk.service.reply(Nothing(), to: header, from: .wallet)
        #expect(try desk.service.answer(DeleteMe.self, references[1]).code == "last_admin")
        #expect(try desk.leave(bob.statement).code == "last_admin")
        #expect(desk.count(callsOf: CloseWallet.self) == 0)
    }

    @Test("in time or not at all: a wallet that answered too late opens again")
    func late() throws {
        let deadline = desk.service.now.adding(seconds: 15)
        let answer = try desk.service.ask(DeleteMe.self, .init(), by: ada, deadline: deadline)
        let reference = try #require(answer.reference)
        let (_, header) = try #require(try desk.service.takeCall(CloseWallet.self, to: .wallet))
        #expect(header.number(.deadline) == deadline.milliseconds)
        desk.service.now = deadline.adding(milliseconds: 1)
        try desk.service.reply(Nothing(), to: header, from: .wallet)
        let (_, second) = try #require(try desk.service.takeCall(ReopenWallet.self, to: .wallet))
        try desk.service.reply(Nothing(), to: second, from: .wallet)
        #expect(try desk.service.answer(DeleteMe.self, reference).code == "deadline_passed")
        #expect(try desk.service.events(UserDeleted.type).isEmpty)
    }

    @Test("twice, or twice at once, is answered the same and done once")
    func twice() throws {
        let references = try (1...2).map { _ in
            try #require(try desk.service.ask(DeleteMe.self, .init(), by: ada).reference)
        }
        for _ in references {
            let (_, header) = try #require(try desk.service.takeCall(CloseWallet.self, to: .wallet))
            try desk.service.reply(Nothing(), to: header, from: .wallet)
        }
        for reference in references { #expect(try desk.service.answer(DeleteMe.self, reference).status == 200) }
        #expect(try desk.service.ask(DeleteMe.self, .init(), by: ada).status == 200)
        #expect(try desk.service.events(UserDeleted.type).count == 1)
        #expect(desk.count(callsOf: CloseWallet.self) == 0 && desk.count(callsOf: ReopenWallet.self) == 0)
    }

    @Test("ends the tokens that were mailed")
    func tokens() throws {
        let verification = try #require(try desk.tokens(.emailVerification).first)
        _ = try desk.requestReset()
        let reset = try #require(try desk.tokens(.passwordReset).first)
        _ = try desk.leave(ada).get()
        #expect(try desk.confirmEmail(verification).code == "invalid_token")
        #expect(try desk.confirmReset(reset).code == "invalid_token")
    }
}
