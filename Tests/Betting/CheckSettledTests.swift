import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("Whether somebody is still owed by bets") struct CheckSettledTests {
    let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func check(_ user: Statement) throws -> ServiceUnderTest.Answer<Nothing> {
        try hall.service.call(CheckSettled.self, .init(user: user.user), from: .identity)
    }

    @Test("is so while a bet is not settled and paid, and of nobody else")
    func open() throws {
        let (event, plays) = try hall.opened()
        #expect(try check(hall.alice).status == 200)
        _ = try hall.bet("5", on: plays[0], of: event, by: hall.alice)
        #expect(try check(hall.alice).code == "stakes_open")
        #expect(try check(hall.bob).status == 200)
        #expect(try hall.service.call(CheckSettled.self, .init(user: hall.bob.user), from: .wallet).code == "forbidden")
    }
}
