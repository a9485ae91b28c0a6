import Messages
import Runtime
import Storage
import TestSupport
import Testing

@testable import Betting

@Suite("A database from before there were policies")
struct PoolMigrationTests {
    private static let event = ID<BettingEvent>(high: 0x7000, low: 1)
    private static let plays = [ID<Play>(high: 0x7000, low: 1), ID<Play>(high: 0x7000, low: 2)]

    /// A service as it was, with an event of 10.00 that is being settled: three bets on the winner, who divide it, and one
    /// that lost.
    private func former() throws -> (service: ServiceUnderTest, database: Connection) {
        let old = ServiceDefinition(
            name: .betting, migrations: [bettingMigrations[0]], rooms: [], forgetting: { _, _, _ in nil })
        let service = try ServiceUnderTest(old)
        let database = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        try database.run("INSERT INTO currency (code, scale) VALUES ('EUR', 2)")
        try database.run(
            """
            INSERT INTO event (id, name, organizer, starts_at, currency, takeout_points, status, pool, outcome, created_at)
            VALUES (?, 'Cup', ?, 0, 'EUR', 0, 'settling', 1000, 'payout', 0)
            """, Self.event, TestUsers.statement(1).user)
        for (index, play) in Self.plays.enumerated() {
            try database.run(
                """
                INSERT INTO play (id, event, name, score, is_winner, stakes, part, leftover)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, play, Self.event, "Horse \(index)", 1 - index, index == 0, index == 0 ? 900 : 100,
                index == 0 ? 1000 : nil, index == 0 ? 1 : 0)
        }
        for (index, stake) in [300, 100, 300, 300].enumerated() {
            let (play, user) = (Self.plays[index == 1 ? 1 : 0], TestUsers.statement(10 + UInt64(index)).user)
            try database.run(
                """
                INSERT INTO bet (id, event, play, user, hold, stake, status, payout, remainder, payment, placed_at)
                VALUES (?, ?, ?, ?, ?, ?, 'accepted', 333, 300, 'due', 0)
                """, ID<Bet>(high: 0x7000, low: UInt64(index)), Self.event, play, user,
                ID<Hold>(high: 0x7000, low: UInt64(index)), stake)
            try database.run("INSERT INTO gambler (event, user, staked) VALUES (?, ?, ?)", Self.event, user, stake)
            try database.run(
                "INSERT INTO backing (event, play, user, amount) VALUES (?, ?, ?, ?)", Self.event, play, user, stake)
        }
        return (service, database)
    }

    private func lose(in database: Connection) throws {
        try database.run(
            "UPDATE bet SET status = 'lost', payout = 0, remainder = NULL, payment = NULL WHERE number = 2")
    }

    private func begin(step: Int, in database: Connection) throws {
        try database.run(
            """
            INSERT INTO runtime_sagas (definition, version, step, phase, state, actor, causation, trace, begun)
            VALUES ('betting.settle-event', 1, ?, 'forward', ?, 'service:betting', 'test', 'trace', 0)
            """, step, #"{"event":"\#(Self.event)","hasBegun":true,"lastBet":3}"#)
        try database.run(
            "INSERT INTO runtime_timers (due, handler, state) VALUES (0, 'runtime.saga', ?)",
            String(database.lastInsertedRow))
    }

    /// Lets the wallet pay all that is asked for.
    private func paid(_ service: ServiceUnderTest) throws -> [String] {
        var payments: [PayFromEscrow.Payment] = []
        try service.step()
        while let (request, header) = try service.takeCall(PayFromEscrow.self, to: .wallet) {
            payments += request.payments
            try service.reply(Nothing(), to: header, from: .wallet)
        }
        #expect(try BettingInvariants.violations(in: try service.reader()) == [])
        let event = try service.ask(GetEvent.self, .init(event: Self.event)).get()
        #expect(event.status == .finished && event.settlement?.payouts.amount.text == "10.00")
        #expect(event.settlement?.bets == 4 && event.settlement?.paid == 4 && event.poolPolicy.noWinner == .refund)
        return payments.map(\.money.amount.text)
    }

    @Test("decides anew on a pool of which nothing was paid, with the same outcome")
    func undecided() throws {
        let (service, database) = try former()
        // The loser is over, two have their share, and the last was not looked at.
        try lose(in: database)
        try database.run("UPDATE bet SET payout = NULL, remainder = NULL, payment = NULL WHERE number = 4")
        try begin(step: 0, in: database)
        try service.restart(as: BettingService.definition())
        #expect(try paid(service) == ["3.34", "3.33", "3.33"])
    }

    @Test("goes on paying where a command was under way")
    func paying() throws {
        let (service, database) = try former()
        try database.run("UPDATE bet SET remainder = NULL, payment = 'paying' WHERE number IN (1, 3)")
        try lose(in: database)
        try database.run("UPDATE bet SET payout = 334, remainder = NULL WHERE number = 1")
        try database.run("UPDATE bet SET remainder = NULL WHERE number = 4")
        try database.run("UPDATE play SET leftover = 0")
        try begin(step: 3, in: database)
        try service.restart(as: BettingService.definition())
        // What the wallet had been told is taken as done, as its answer says.
        #expect(try paid(service) == ["3.33"])
    }
}
