import Messages
import Runtime
import TestSupport
import Testing

@testable import Betting

@Suite("Settling a large pool")
struct LargeSettlementTests {
    @Test(
        "goes on in chunks over crashes at every turn, and pays each bet once",
        arguments: BreakageRule.allCases, ["0.01", "0.05"])
    func crashes(breakage: BreakageRule, unit: String) throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened(["A", "B"], takeout: "2.5") { policy in
            (policy.breakage, policy.roundingUnit) = (breakage, DecimalText(unit))
        }
        for number in 0..<450 {
            let gambler = TestUsers.statement(100 + UInt64(number % 37))
            try hall.bet("0.0\(1 + number % 7)", on: plays[number % 5 == 0 ? 1 : 0], of: event, by: gambler)
        }
        try hall.start(event)
        try hall.score(9, plays[0], of: event)
        try sendFinish(of: event, by: hall)
        var turns = 0
        while try hall.event(event.id).status == .settling, turns < 200 {
            turns += 1
            try hall.service.restart()
            // One turn, so that the crash comes after each single chunk.
            _ = try hall.service.node.step([], at: hall.service.now)
            #expect(try hall.violations().isEmpty)
            guard turns > 20 else { continue }
            try hall.service.restart()
            try hall.service.step()
            try hall.pay(commands: 1)
        }
        try hall.quiet()
        #expect(try hall.event(event.id).status == .finished)
        let winners = hall.paid.filter { $0.recipient == .winner }
        #expect(Set(winners.map(\.purpose)).count == winners.count && winners.count > 50)
        #expect(Set(hall.told.map(\.user)) == Set(winners.compactMap(\.user)) && hall.told.count <= 37)
        let pool = try hall.event(event.id).pool.amount.units(scale: 2)
        #expect(try hall.paidInAll() == pool)
        #expect(try hall.violations().isEmpty)
    }

    @Test("lets other messages have their turn between two chunks")
    func turns() throws {
        let hall = try BettingHall()
        let (event, plays) = try hall.opened()
        for _ in 0..<401 { try hall.bet("0.01", on: plays[0], of: event, by: hall.alice) }
        try hall.start(event)
        try sendFinish(of: event, unscored: .refund, by: hall)
        var decided: [Int] = []
        for _ in 0..<3 {
            _ = try hall.service.node.step([], at: hall.service.now)
            let count = try hall.service.reader().first("SELECT COUNT(*) FROM bet WHERE payout IS NOT NULL") {
                try $0.value(0, as: Int.self)
            }
            decided.append(count ?? 0)
        }
        #expect(decided == [Chunk.size, 2 * Chunk.size, 3 * Chunk.size])
    }

    /// The command alone, without the turns after it.
    private func sendFinish(
        of event: BettingEvent, unscored: FinishEvent.Unscored? = nil, by hall: BettingHall
    ) throws {
        var header = Header(.command)
        header[.operation] = FinishEvent.name
        header[.id] = "finish"
        header[.reference] = "finish"
        header[.statement] = try TestUsers.sign(hall.organizer, for: .betting)
        let body = try WireCoding().encode(FinishEvent.Request(event: event.id, unscored: unscored))
        _ = try hall.service.node.step(
            [.delivery(Delivery(peer: "gateway", route: [1], header: header, body: body))], at: hall.service.now)
    }
}
