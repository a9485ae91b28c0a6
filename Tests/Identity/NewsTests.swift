import Identity
import Messages
import Runtime
import TestSupport
import Testing

@Suite("News of what people have at stake")
struct NewsTests {
    let desk: Desk
    let ada: ID<User>

    init() throws {
        desk = try Desk()
        ada = try desk.register().get().id
        _ = try desk.confirmEmail(try #require(try desk.tokens(.emailVerification).first)).get()
    }

    private func item(
        _ reference: String, _ news: NotificationKind = .betWon, to user: ID<User>? = nil
    ) -> TellPeople.Item {
        let money = Money(Amount(1250), Currency(code: "EUR", scale: 2))
        return TellPeople.Item(reference: reference, user: user ?? ada, news: news, about: "Sunday final", money: money)
    }

    private func tell(
        _ items: [TellPeople.Item], from service: ServiceName = .betting
    ) throws -> ServiceUnderTest.Answer<Nothing> {
        try desk.service.call(TellPeople.self, TellPeople.Request(items: items), from: service)
    }

    private func kinds() throws -> [NotificationKind] {
        try desk.mails().items.map(\.kind).filter { $0 != .emailVerification }
    }

    @Test("says what it is about and what it brought, and each thing once")
    func once() throws {
        _ = try tell([item("event/1"), item("event/1")]).get()
        _ = try tell([item("event/1")]).get()
        #expect(try kinds() == [.betWon])
        let mail = try #require(try desk.mails().items.last)
        #expect(mail.text?.hasPrefix("Sunday final\n") == true && mail.text?.contains("12.50 EUR") == true)
        _ = try tell([item("event/1")], from: .raffle).get()
        _ = try tell([item("event/2", .contestPrize)]).get()
        #expect(try kinds().count == 3, "another service's, and another thing's")
    }

    @Test("has words for every kind there is, and passes over what is none")
    func words() throws {
        let news: [NotificationKind] = [
            .betWon, .betLost, .betRefunded, .betCancelled, .contestPrize, .contestRefunded, .peerBetJoined,
            .peerBetResolved, .peerBetDisputed, .peerBetPaid, .peerBetCancelled,
        ]
        _ = try tell(news.map { item($0.rawValue, $0) }).get()
        #expect(Set(try kinds()) == Set(news))
        _ = try tell([item("x", .unknown), item("y", .passwordReset)]).get()
        #expect(try kinds().count == news.count)
    }

    @Test("reaches nobody who does not want it, is unknown, or has left")
    func unwanted() throws {
        let (eve, stranger) = (try desk.register("eve@example.com").get().id, ID<User>(high: 1, low: 1))
        _ = try tell([item("a", to: eve), item("b", to: stranger)]).get()
        #expect(try kinds().isEmpty, "an address that nobody has confirmed may be a stranger's")
        let token = try desk.signIn().get().token
        _ = try desk.patchMe(#"{"preferences":{"notifications":{"bets":false}}}"#, by: desk.statement(token)).get()
        _ = try tell([item("c")]).get()
        #expect(try kinds().isEmpty)
        _ = try desk.patchMe(#"{"preferences":{"notifications":{"bets":true}}}"#, by: desk.statement(token)).get()
        _ = try tell([item("d")]).get()
        #expect(try kinds() == [.betWon])
    }

    @Test("is taken from services alone, a hundred at a time")
    func refused() throws {
        #expect(try tell((0...TellPeople.limit).map { item("\($0)") }).code == "invalid_request")
        #expect(try tell([item("a")], from: .wallet).code == "forbidden")
        #expect(try kinds().isEmpty)
    }
}
