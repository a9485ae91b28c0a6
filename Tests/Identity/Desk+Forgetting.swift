import Identity
import Messages
import TestSupport
import Testing

extension Desk {
    /// Answers the next call of an operation to a service.
    func answer<C: Command>(_ operation: C.Type, of service: ServiceName, _ reply: C.Reply) throws {
        let (_, header) = try #require(try self.service.takeCall(C.self, to: service))
        try self.service.reply(reply, to: header, from: service)
    }

    /// Begins to forget somebody; nobody has anything against it.
    func beginForgetting(_ user: ID<User>, id: String? = nil) throws -> ServiceUnderTest.Answer<PersonForgetting> {
        let answer = try service.ask(ForgetUser.self, .init(userID: user), by: Desk.admin, id: id)
        guard let reference = answer.reference else { return answer }
        try self.answer(CheckSettled.self, of: .betting, Nothing())
        try self.answer(CloseWallet.self, of: .wallet, Nothing())
        return try service.answer(ForgetUser.self, reference)
    }

    /// The others forget as well, each after it was asked twice.
    func finishForgetting() throws {
        for place in [ServiceName.wallet, .betting, .raffle] {
            try answer(ForgetPerson.self, of: place, .init(isDone: false))
            try answer(ForgetPerson.self, of: place, .init(isDone: true))
        }
    }

    func forgetting(_ user: ID<User>) throws -> PersonForgetting {
        try service.ask(GetForgetting.self, .init(userID: user), by: Desk.admin).get()
    }
}
