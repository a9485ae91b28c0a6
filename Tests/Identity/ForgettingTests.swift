import Foundation
import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Forgetting a person")
struct ForgettingTests {
    let list = MemoryOfTheForgotten()
    let desk: Desk
    let user: ID<User>
    let ada: Statement

    init() throws {
        desk = try Desk(forgotten: list)
        (user, _, ada) = try desk.person("Ada.Unusual@example.com", username: "unusual_ada")
    }

    /// What is known of her, each in a place of its own.
    private static let words = [
        "Ada.Unusual@example.com", "ada.unusual@example.com", "unusual_ada", "Ada Remarkable", "+353871112223",
        "198.51.100.77", "Mozilla/Remarkable", "chat-8675309", "EXT-remarkable", "1990-01-31",
    ]

    private func fill() throws {
        let fields = #"{"name":"Ada Remarkable","contact":{"phone":"+353871112223"}}"#
        _ = try desk.patchMe(fields, by: ada).get()
        _ = try desk.patch(user, #""external_id":"EXT-remarkable","note":"she wrote to us""#).get()
        _ = try desk.service.ask(
            OpenSession.self,
            .init(login: try #require(Text("unusual_ada")), password: Text("correct horse")),
            address: "198.51.100.77", agent: "Mozilla/Remarkable"
        ).get()
        _ = try desk.service.ask(
            LinkChat.self,
            .init(system: try #require(ChatSystem("telegram")), chatID: try #require(Text("chat-8675309"))), by: ada
        ).get()
        _ = try desk.setLimits([.stake: "12.34"], by: ada).get()
    }

    private func disable() throws {
        _ = try desk.change(DisableUser.self, user).get()
    }

    @Test("leaves nothing of what was known on the disk, and every event as it was")
    func bytes() throws {
        try fill()
        for word in ForgettingTests.words { #expect(try desk.service.isOnDisk(word), "\(word)") }
        try disable()
        let before = try events()
        let answer = try desk.beginForgetting(user)
        #expect(answer.status == 202)
        #expect(try answer.get().state == .forgetting && answer.get().pending.count == 4)
        try desk.finishForgetting()
        for word in ForgettingTests.words { #expect(try !desk.service.isOnDisk(word), "\(word)") }
        let after = try events()
        #expect(Array(after.prefix(before.count)) == before)
        #expect(try desk.service.events(PersonForgotten.type).map(\.subject) == ["user/\(user)"])
        let told = try desk.forgetting(user)
        #expect(told.state == .forgotten && told.pending.isEmpty)
        #expect(Set(told.done.map(\.service)) == [.identity, .wallet, .betting, .raffle])
        #expect(list.all() == [user])
        try desk.expectSound()
    }

    /// Numbers, links and bytes.
    private func events() throws -> [String] {
        try desk.service.reader().rows("SELECT sequence, link, body FROM runtime_events ORDER BY sequence") { row in
            let link: [UInt8] = try row.value(1)
            let body: [UInt8] = try row.value(2)
            return "\(try row.value(0, as: Int64.self)) \(link) \(body)"
        }
    }

    @Test("destroys what their events were sealed under; an admin sees an id and nothing else")
    func sealed() throws {
        try fill()
        try disable()
        _ = try desk.beginForgetting(user).get()
        let keys = try desk.service.reader().first("SELECT COUNT(*) FROM person_keys WHERE user = ?", user) {
            try $0.value(0, as: Int.self)
        }
        #expect(keys == 0)
        let profile = try desk.service.ask(GetUser.self, .init(userID: user), by: Desk.admin).get()
        #expect(profile.email.isEmpty && profile.name == nil && profile.username == nil && profile.birthDate == nil)
        #expect(profile.state == .disabled && profile.forgottenAt != nil && profile.deletedAt != nil)
        #expect(try desk.mails().items.allSatisfy { $0.userID != user })
        let changes = try desk.service.ask(ListStateChanges.self, .init(userID: user), by: Desk.admin).get()
        #expect(changes.items.map(\.reason.text) == ["an admin gave a reason"])
        #expect(try desk.patch(user, #""name":"Somebody""#).code == "account_deleted")
        #expect(try desk.service.ask(ListSignIns.self, .init(userID: user), by: Desk.admin).get().items.isEmpty)
    }

    @Test("waits until they have left or were shut out for good")
    func present() throws {
        #expect(try desk.beginForgetting(user).code == "not_left")
        _ = try desk.change(SuspendUser.self, user).get()
        #expect(try desk.beginForgetting(user).code == "not_left")
        #expect(try desk.beginForgetting(ID(high: 7, low: 7)).code == "not_found")
        let byHer = try desk.service.ask(ForgetUser.self, .init(userID: user), by: ada)
        #expect(byHer.code == "forbidden")
    }

    @Test("waits for what others have against it", arguments: [ServiceName.betting, .wallet])
    func refused(by service: ServiceName) throws {
        try disable()
        let reference = try #require(
            try desk.service.ask(ForgetUser.self, .init(userID: user, abandonBalance: true), by: Desk.admin).reference)
        let (_, header) = try #require(try desk.service.takeCall(CheckSettled.self, to: .betting))
        if service == .betting {
            try desk.service.refuse(LeavingRefusal.stakesOpen, to: header, from: .betting)
        } else {
            try desk.service.reply(Nothing(), to: header, from: .betting)
            let (asked, second) = try #require(try desk.service.takeCall(CloseWallet.self, to: .wallet))
            #expect(asked.abandonsBalance && asked.user == user)
            try desk.service.refuse(LeavingRefusal.requestsPending, to: second, from: .wallet)
        }
        let code = service == .betting ? "stakes_open" : "requests_pending"
        #expect(try desk.service.answer(ForgetUser.self, reference).code == code)
        #expect(try desk.service.events(PersonForgotten.type).isEmpty)
        #expect(try desk.service.ask(GetForgetting.self, .init(userID: user), by: Desk.admin).code == "not_found")
    }

    @Test("is given up where an admin lets them in again meanwhile, and the wallet opens again")
    func reactivated() throws {
        try disable()
        let reference = try #require(
            try desk.service.ask(ForgetUser.self, .init(userID: user), by: Desk.admin).reference)
        try desk.answer(CheckSettled.self, of: .betting, Nothing())
        _ = try desk.change(ReactivateUser.self, user).get()
        try desk.answer(CloseWallet.self, of: .wallet, Nothing())
        try desk.answer(ReopenWallet.self, of: .wallet, Nothing())
        #expect(try desk.service.answer(ForgetUser.self, reference).code == "not_left")
        #expect(try desk.service.events(PersonForgotten.type).isEmpty)
    }

    @Test("waits for the end of what was begun about them, which may carry what is known")
    func underWay() throws {
        let disabling = try desk.service.ask(
            DisableUser.self, StateChange(userID: user, reason: Note(trusted: "why")), by: Desk.admin)
        let reference = try #require(disabling.reference)
        let forgetting = try #require(
            try desk.service.ask(ForgetUser.self, .init(userID: user), by: Desk.admin).reference)
        try desk.answer(CheckSettled.self, of: .betting, Nothing())
        let (_, header) = try #require(try desk.service.takeCall(CloseWallet.self, to: .wallet))
        try desk.service.reply(Nothing(), to: header, from: .wallet)
        try desk.answer(ReopenWallet.self, of: .wallet, Nothing())
        #expect(try desk.service.answer(ForgetUser.self, forgetting).code == "work_pending")
        _ = try desk.walletTakes()
        #expect(try desk.service.answer(DisableUser.self, reference).status == 200)
        #expect(try desk.beginForgetting(user).status == 202)
    }

    @Test("asked for twice is answered alike and done once")
    func twice() throws {
        try disable()
        #expect(try desk.beginForgetting(user, id: "once").status == 202)
        #expect(try desk.beginForgetting(user, id: "once").status == 202)
        try desk.finishForgetting()
        let again = try desk.service.ask(ForgetUser.self, .init(userID: user), by: Desk.admin)
        #expect(again.status == 202)
        #expect(try again.get().state == .forgotten)
        #expect(try desk.service.events(PersonForgotten.type).count == 1)
        #expect(try desk.service.events(ForgettingAdvanced.type).count == 4)
        #expect(desk.count(callsOf: ForgetPerson.self) == 0 && desk.count(callsOf: CloseWallet.self) == 0)
    }

    @Test("goes on after a crash, wherever it was")
    func crashes() throws {
        try fill()
        try disable()
        func crash() throws {
            try desk.service.restart()
            try desk.service.step()
        }
        _ = try desk.service.ask(ForgetUser.self, .init(userID: user), by: Desk.admin)
        try crash()
        try desk.answer(CheckSettled.self, of: .betting, Nothing())
        try crash()
        try desk.answer(CloseWallet.self, of: .wallet, Nothing())
        for place in [ServiceName.wallet, .betting, .raffle] {
            try crash()
            try desk.answer(ForgetPerson.self, of: place, .init(isDone: false))
            try crash()
            try desk.answer(ForgetPerson.self, of: place, .init(isDone: true))
        }
        #expect(try desk.forgetting(user).state == .forgotten)
        #expect(try desk.service.events(PersonForgotten.type).count == 1)
        for word in ForgettingTests.words { #expect(try !desk.service.isOnDisk(word), "\(word)") }
        try desk.expectSound()
    }

    @Test("makes room for somebody new under the same address, who is nobody's old self")
    func again() throws {
        try disable()
        _ = try desk.beginForgetting(user).get()
        let new = try desk.person("Ada.Unusual@example.com", username: "unusual_ada")
        #expect(new.user != user)
        #expect(try desk.service.ask(GetMe.self, Nothing(), by: new.statement).get().forgottenAt == nil)
        try desk.expectSound()
    }

    @Test("lets nobody back who has excluded themselves, until that is over, and does not say so")
    func excluded() throws {
        let until = desk.service.now.adding(seconds: 300 * 86_400)
        _ = try desk.confirmed(ExcludeSelf.self, .init(until: until), by: ada).get()
        try disable()
        _ = try desk.beginForgetting(user).get()
        #expect(try desk.register("ADA.unusual@example.com").code == "email_taken")
        let bob = try desk.person("bob@example.com")
        let moving = RequestEmailChange.Request(
            email: try #require(Email("ada.unusual@example.com")), password: Text("correct horse"))
        #expect(try desk.service.ask(RequestEmailChange.self, moving, by: bob.statement).code == "email_taken")
        #expect(try !desk.service.isOnDisk("ada.unusual"))
        desk.service.now = until.adding(seconds: 1)
        #expect(try desk.register("ada.unusual@example.com").status == 201)
    }

    @Test("is known of what they, and others about them, were answered, but not what")
    func answers() throws {
        _ = try desk.send(UpdateMe.self, #"{"name":"Ada Remarkable"}"#, by: ada, id: "hers").get()
        let about = #"{"user_id":"\#(user)","display_name":"Remarkable Display"}"#
        _ = try desk.send(UpdateUser.self, about, by: Desk.admin, id: "about").get()
        _ = try desk.register("bob@example.com", id: "his").get()
        try disable()
        _ = try desk.beginForgetting(user).get()
        let again = try desk.send(UpdateUser.self, about, by: Desk.admin, id: "about")
        #expect(again.status == 410 && again.code == "forgotten")
        let outcome = try desk.service.ask(
            GetOutcome.self, .init(id: Text(trusted: "identity.update-user:about")), by: Desk.admin
        ).get()
        #expect(outcome.state == .completed && outcome.status == 200 && outcome.reply == nil)
        #expect(try desk.register("bob@example.com", id: "his").status == 201)
        #expect(try !desk.service.isOnDisk("Remarkable Display") && !desk.service.isOnDisk("Ada Remarkable"))
    }

    @Test("happens again at the start where the database was put back from a copy that knows them")
    func restored() throws {
        try fill()
        list.add([user])
        try desk.service.restart()
        for word in ForgettingTests.words { #expect(try !desk.service.isOnDisk(word), "\(word)") }
        #expect(try desk.service.events(PersonForgotten.type).count == 1)
        #expect(try desk.signIn("unusual_ada").code == "invalid_credentials")
        let profile = try desk.service.ask(GetUser.self, .init(userID: user), by: Desk.admin).get()
        #expect(profile.state == .disabled && profile.forgottenAt != nil)
        // Once: the next start finds nothing to do.
        try desk.service.restart()
        #expect(try desk.service.events(PersonForgotten.type).count == 1)
        try desk.expectSound()
    }

    @Test("ends what the wallet asks about how they stand")
    func standing() throws {
        _ = try desk.setLimits([.stake: "12.34"], by: ada).get()
        _ = try desk.service.call(TellStanding.self, .init(user: user), from: .wallet).get()
        let (told, header) = try #require(try desk.service.takeCall(TakeStanding.self, to: .wallet))
        #expect(told.user == user && told.limits.first?.amount.text == "12.34")
        try desk.service.reply(Nothing(), to: header, from: .wallet)
        try disable()
        _ = try desk.beginForgetting(user).get()
        _ = try desk.service.call(TellStanding.self, .init(user: user), from: .wallet).get()
        #expect(try desk.service.takeCall(TakeStanding.self, to: .wallet) == nil)
    }

    @Test("is not needed for how they keep themselves from playing to stand in events only sealed")
    func safeguards() throws {
        _ = try desk.setLimits([.stake: "12.34"], by: ada).get()
        let day = desk.service.now.adding(seconds: 3 * 86_400)
        _ = try desk.confirmed(CoolOff.self, .init(until: day), by: ada).get()
        let year = desk.service.now.adding(seconds: 365 * 86_400)
        _ = try desk.confirmed(ExcludeSelf.self, .init(until: year), by: ada).get()
        let all = try desk.service.reader().rows("SELECT body FROM runtime_events") {
            String(decoding: try $0.value(0, as: [UInt8].self), as: UTF8.self)
        }.joined()
        #expect(!all.contains("12.34") && !all.contains(day.text) && !all.contains(year.text))
        #expect(try desk.opened(desk.last(LimitsChanged.self).after, of: user).contains("12.34"))
        #expect(try desk.opened(desk.last(CoolOffSet.self).until, of: user).contains(day.text))
        #expect(try desk.opened(desk.last(SelfExclusionSet.self).after, of: user).contains(year.text))
    }
}
