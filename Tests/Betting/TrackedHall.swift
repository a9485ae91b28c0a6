import Betting
import Messages
import Runtime
import Storage
import TestSupport

/// The betting service with people who keep the bets here that they made elsewhere.
final class TrackedHall {
    let hall: BettingHall
    var service: ServiceUnderTest { hall.service }

    init() throws { hall = try BettingHall() }

    func input(
        _ odds: String = "+110", stake: String = "250.00", currency: String = "EUR", book: String = "north",
        market: String = "player_props", probability: String? = nil, external: String? = nil, week: Int64? = nil,
        line: String? = "285.5", placed: Timestamp? = nil, format: OddsNotation = .american
    ) throws -> CreateTrackedBet.Request {
        .init(
            sport: OutsideKey(trusted: "nfl"), eventKey: OutsideKey(trusted: "chiefs-chargers"),
            marketType: OutsideKey(trusted: market), player: OutsideKey(trusted: "Patrick Mahomes"),
            side: SideText(trusted: "over"), line: line.map { LineText(trusted: $0) }, book: OutsideKey(trusted: book),
            format: format, odds: OddsInput(trusted: odds), stake: try BettingHall.money(stake, currency),
            probability: probability.map { ProbabilityText(trusted: $0) },
            season: week.map { _ in SeasonText(trusted: "2026") }, week: week.map { WeekNumber(trusted: $0) },
            externalID: external.map { OutsideKey(trusted: $0) }, strategy: OutsideKey(trusted: "my own way"),
            notes: Note(trusted: "a secret of mine"),
            risk: RiskNote(kellyFraction: FigureText(trusted: "0.25"), tolerance: .low), placedAt: placed)
    }

    @discardableResult
    func create(_ request: CreateTrackedBet.Request? = nil, by caller: Statement? = nil) throws -> TrackedBet {
        try service.ask(CreateTrackedBet.self, try request ?? input(), by: caller ?? hall.alice).get()
    }

    @discardableResult
    func settle(_ bet: TrackedBet, _ result: OutsideResult, at time: Timestamp? = nil) throws -> TrackedBet {
        try service.ask(
            SettleTrackedBet.self, .init(bet: bet.id, result: result, settledAt: time), by: hall.alice
        ).get()
    }

    @discardableResult
    func close(_ bet: TrackedBet, _ odds: String) throws -> TrackedBet {
        try service.ask(
            SetClosingLine.self, .init(bet: bet.id, format: .american, odds: OddsInput(trusted: odds)), by: hall.alice
        ).get()
    }

    func transactions(of bet: ID<TrackedBet>? = nil) throws -> [TrackedTransaction] {
        try service.ask(
            ListTrackedTransactions.self, .init(bet: bet, limit: PageLimit.most), by: hall.alice
        ).get().items
    }

    func balances() throws -> [String: String] {
        let found = try service.ask(ListBookBalances.self, .init(), by: hall.alice).get().items
        return Dictionary(uniqueKeysWithValues: found.map { ($0.book, $0.balance.amount.text) })
    }

    func statistics(_ request: ReadTrackedStatistics.Request = .init()) throws -> ReadTrackedStatistics.Reply {
        try service.ask(ReadTrackedStatistics.self, request, by: hall.alice).get()
    }

    /// Status, code and pointer of a refusal.
    func refusal<O: Messages.Operation>(
        _ operation: O.Type, _ request: O.Request, by caller: Statement? = nil
    ) throws -> [String] {
        let problem = try service.ask(O.self, request, by: caller ?? hall.alice).problem
        let error = problem?.errors.first
        return [problem.map { String($0.status) }, error?.code ?? problem?.code, error?.pointer].compactMap { $0 }
    }
}
