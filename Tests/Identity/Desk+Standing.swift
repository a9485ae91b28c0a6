import Identity
import Messages
import Runtime
import TestSupport
import Testing

extension Desk {
    static let admin = TestUsers.statement(900, roles: [.player, .admin])

    /// A person who has signed up, and the statement that identity itself makes for them.
    func person(
        _ email: String = "ada@example.com", username: String? = nil
    ) throws -> (user: ID<User>, token: String, statement: Statement) {
        let user = try register(email, username: username).get().id
        let token = try signIn(email).get().token
        return (user, token, try statement(token))
    }

    /// What a command answers once the wallet has taken in what it changed.
    func confirmed<C: Command>(
        _ command: C.Type, _ request: C.Request, by statement: Statement, id: String? = nil
    ) throws -> ServiceUnderTest.Answer<C.Reply> {
        let answer = try service.ask(command, request, by: statement, id: id)
        guard let reference = answer.reference else { return answer }
        _ = try walletTakes()
        return try service.answer(command, reference)
    }

    /// The wallet takes in the oldest standing that it was sent.
    func walletTakes() throws -> PersonStanding {
        let (standing, header) = try #require(try service.takeCall(TakeStanding.self, to: .wallet))
        try service.reply(Nothing(), to: header, from: .wallet)
        return standing
    }

    func change<C: StateCommand>(
        _ command: C.Type, _ user: ID<User>, by admin: Statement = Desk.admin
    ) throws -> ServiceUnderTest.Answer<C.Reply> {
        try confirmed(
            command, StateChange(userID: user, reason: try #require(Note("seen on the list"))), by: admin)
    }

    func setLimits(
        _ limits: [LimitKind: String], _ currency: String = "EUR", by statement: Statement
    ) throws -> ServiceUnderTest.Answer<SetLimits.Reply> {
        let code = try #require(CurrencyCode(currency))
        var line = CurrencyLimits(currency: code)
        for (kind, amount) in limits {
            line[kind] = Money(amount: try #require(DecimalText(amount)), currency: code)
        }
        return try confirmed(SetLimits.self, .init(limits: [line]), by: statement)
    }

    func limits(of statement: Statement) throws -> Safeguards {
        try service.ask(GetLimits.self, Nothing(), by: statement).get()
    }

    /// The standings that were told, in their order.
    func standings() throws -> [PersonStanding] {
        try service.reader().rows("SELECT body FROM runtime_events ORDER BY sequence") { row in
            let body: [UInt8] = try row.value(0)
            guard try WireCoding().decode(EventAttributes.self, from: body).type == StandingChanged.type else {
                return nil
            }
            let told = try WireCoding().decode(EventRecord<StandingChanged>.self, from: body).data
            let standing = try WireCoding().decode(
                PersonStanding.self, from: Array(try opened(told.standing, of: told.user).utf8))
            #expect(standing.version == told.version && standing.user == told.user)
            return standing
        }.compactMap { $0 }
    }
}
