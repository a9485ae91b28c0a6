import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("Bets on which the house keeps what rounding leaves") struct OpenStakesTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    /// Stakes and how many bets have them, in smallest units.
    private func classes(_ play: ID<Play>) throws -> [Int64: Int64] {
        let rows = try hall.service.reader().rows("SELECT stake, bets FROM open_stakes WHERE play = ?", play) {
            (try $0.value(0, as: Int64.self), try $0.value(1, as: Int64.self))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    private func dividends(_ event: BettingEvent) throws -> [String?] {
        try hall.service.ask(GetPool.self, .init(event: event.id), by: hall.organizer).get().projected.map(
            \.dividend?.text)
    }

    @Test("are counted by their size while they stand, taken back, withdrawn from, settled and forgotten")
    func whole() throws {
        let (event, plays) = try hall.opened(["A", "B"]) {
            ($0.breakage, $0.roundingUnit) = (.house, DecimalText("0.10"))
        }
        try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        let back = try hall.bet("1.00", on: plays[0], of: event, by: hall.alice)
        let last = try hall.bet("2.00", on: plays[0], of: event, by: hall.bob)
        try hall.bet("1.05", on: plays[1], of: event, by: hall.bob)
        #expect(try classes(plays[0]) == [100: 2, 200: 1] && classes(plays[1]) == [105: 1])
        #expect(try hall.violations().isEmpty)
        // 5.05 to 4.00: 1.26 for each 1.00 and 2.52 for 2.00, cut down to 1.20, 1.20 and 2.50.
        #expect(try dividends(event) == ["1.2250", "4.7619"])
        _ = try hall.service.ask(CancelBet.self, .init(bet: back.id), by: hall.alice)
        #expect(try classes(plays[0]) == [100: 1, 200: 1] && hall.violations().isEmpty)
        try hall.pay()
        #expect(try hall.takeBack(last, by: hall.bob).status == 200)
        #expect(try classes(plays[0]) == [100: 1] && hall.violations().isEmpty)
        try hall.withdraw(plays[1], of: event)
        #expect(try dividends(event) == ["1.0000", nil] && hall.violations().isEmpty)
        try hall.pay()
        #expect(try dividends(event) == ["1.0000", nil] && hall.violations().isEmpty)
        try hall.settle(event, [(plays[0], 1)])
        #expect(try hall.winnings(of: hall.alice) == 100 && hall.violations().isEmpty)
        var isDone = false
        while !isDone {
            isDone = try hall.service.call(ForgetPerson.self, .init(user: hall.alice.user), from: .identity).get()
                .isDone
            hall.service.now = hall.service.now.adding(milliseconds: 30)
            try hall.service.step()
        }
        #expect(try classes(plays[0]) == [100: 1] && hall.violations().isEmpty)
        try hall.service.restart()
        #expect(try hall.violations().isEmpty)
    }

    @Test("that are called off go back whole, and what was counted of them does no harm")
    func cancelled() throws {
        let (event, plays) = try hall.opened { $0.breakage = .house }
        for stake in ["1.00", "1.00", "3.00"] { try hall.bet(stake, on: plays[0], of: event, by: hall.alice) }
        _ = try hall.cancel(event)
        #expect(try hall.violations().isEmpty && hall.event(event.id).status == .cancelled)
    }

    @Test("of more sizes than are looked at are told of as if the breakage were given out, the more players the fewer")
    func many() throws {
        let (event, plays) = try hall.opened(["A", "B", "C"]) { $0.breakage = .house }
        for (count, limit) in [(3, 3333), (1, 5000), (500, 20)] {
            let projection = try Projection(
                of: StoredEvent.existing(event.id, in: hall.service.reader()), plays: count,
                in: hall.service.reader())
            #expect(projection.classLimit == limit)
        }
        let database = try Connection.openWriter(at: hall.service.directory.appending(path: "service.db").path)
        try database.run(
            """
            WITH RECURSIVE one (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM one WHERE i < 21)
            INSERT INTO open_stakes SELECT ?, i, 1 FROM one
            """, plays[0])
        let reader = try hall.service.reader()
        #expect(try StakeClass.all(of: plays[0], limit: 21, in: reader)?.count == 21)
        #expect(try StakeClass.all(of: plays[0], limit: 20, in: reader) == nil)
    }
}
