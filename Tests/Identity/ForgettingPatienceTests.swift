import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Forgetting a person, where it has to wait") struct ForgettingPatienceTests {
    let desk: Desk
    let user: ID<User>

    init() throws {
        desk = try Desk()
        user = try desk.person("ada.unusual@example.com").user
    }

    private func disable() throws {
        _ = try desk.change(DisableUser.self, user).get()
    }

    @Test("waits for nothing that is stuck: what that carries goes as well", arguments: [true, false])
    func stuck(isAnswered: Bool) throws {
        let disabling = try desk.service.ask(
            DisableUser.self, StateChange(userID: user, reason: Note(trusted: "why")), by: Desk.admin, id: "stuck")
        let reference = try #require(disabling.reference)
        let (_, header) = try #require(try desk.service.takeCall(TakeStanding.self, to: .wallet))
        try desk.service.refuse(LeavingRefusal.requestsPending, to: header, from: .wallet)
        #expect(try desk.service.events(SagaStuck.type).count == 1)
        if isAnswered {
            desk.service.now = desk.service.now.adding(seconds: 3)
            try desk.service.step()
        }
        #expect(try desk.beginForgetting(user).status == 202)
        try desk.finishForgetting()
        #expect(try desk.forgetting(user).state == .forgotten)
        #expect(try !desk.service.isOnDisk("ada.unusual@example.com"))
        let answer = try desk.service.answer(DisableUser.self, reference)
        #expect(isAnswered ? answer.problem == nil : answer.code == "forgotten")
        // It is still known that there is one, and nothing wakes it.
        desk.service.now = desk.service.now.adding(seconds: 60)
        try desk.service.step()
        let left = try desk.service.reader().rows("SELECT definition, phase, state FROM runtime_sagas") {
            "\(try $0.value(0, as: String.self)) \(try $0.value(1, as: String.self)) \(try $0.value(2, as: String.self))"
        }
        #expect(left == [#"identity.confirm-standing stuck {"forgotten":"\#(user)"}"#])
    }

    @Test("asks again less and less often while a service waits for its disk, and at once where there is work")
    func patience() throws {
        try disable()
        _ = try desk.beginForgetting(user).get()
        for _ in 0..<3 { try desk.answer(ForgetPerson.self, of: .wallet, .init(isDone: false, isErased: false)) }
        var pauses: [Int64] = []
        for _ in 0..<12 {
            let before = desk.service.now
            while desk.count(callsOf: ForgetPerson.self) == 0 {
                desk.service.now = desk.service.now.adding(milliseconds: 10)
                try desk.service.step()
            }
            pauses.append(desk.service.now.milliseconds - before.milliseconds)
            try desk.answer(ForgetPerson.self, of: .wallet, .init(isDone: false, isErased: true))
        }
        #expect(pauses == [0, 0, 20, 40, 80, 160, 320, 640, 1280, 2560, 5000, 5000])
        desk.service.now = desk.service.now.adding(seconds: 5)
        try desk.service.step()
        try desk.answer(ForgetPerson.self, of: .wallet, .init(isDone: true))
        try desk.answer(ForgetPerson.self, of: .betting, .init(isDone: true))
        try desk.answer(ForgetPerson.self, of: .raffle, .init(isDone: true))
        #expect(try desk.forgetting(user).state == .forgotten)
    }

    @Test("waits for its own disk without turning over and over")
    func ownDisk() throws {
        try disable()
        let reader = try desk.service.reader()
        try reader.beginRead()
        _ = try desk.beginForgetting(user).get()
        #expect(try desk.forgetting(user).pending.contains(.identity))
        var wakes = 0
        let end = desk.service.now.adding(seconds: 60)
        while desk.service.node.nextWake <= end {
            desk.service.now = max(desk.service.now, desk.service.node.nextWake)
            try desk.service.step()
            wakes += 1
        }
        #expect(wakes < 100)
        try reader.endRead()
        desk.service.now = end.adding(seconds: 5)
        try desk.service.step()
        desk.service.now = desk.service.now.adding(seconds: 5)
        try desk.service.step()
        try desk.finishForgetting()
        #expect(try desk.forgetting(user).state == .forgotten)
    }
}
