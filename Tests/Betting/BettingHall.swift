import Betting
import Messages
import Runtime
import Storage
import TestSupport

/// The betting service with the people of a test around it; the test is the wallet.
final class BettingHall {
    let service: ServiceUnderTest
    let organizer = TestUsers.statement(1)
    let admin = TestUsers.statement(2, roles: [.player, .admin])
    let alice = TestUsers.statement(3)
    let bob = TestUsers.statement(4)
    /// What the wallet was told to pay, in order.
    private(set) var paid: [PayFromEscrow.Payment] = []
    private(set) var captured: [ID<Hold>] = []

    init() throws { service = try ServiceUnderTest(BettingService.definition()) }

    static let eur = Currency(code: "EUR", scale: 2)

    static func euros(_ text: String) throws -> Money { try money(text, "EUR") }

    static func money(_ text: String, _ currency: String) throws -> Money {
        guard let amount = DecimalText(text), let code = CurrencyCode(currency) else {
            throw WrongTurn(description: "\(text) \(currency) is no money")
        }
        return Money(amount: amount, currency: code)
    }

    // MARK: - Preparing

    func scheduled(takeout: String? = nil, currency: String = "EUR") throws -> BettingEvent {
        let request = CreateEvent.Request(
            name: Title(trusted: "Final"), startsAt: service.now.adding(seconds: 3600),
            currency: CurrencyCode(trusted: currency), sport: OutsideKey(trusted: "chess"),
            takeoutPercent: takeout.flatMap { DecimalText($0) })
        return try service.ask(CreateEvent.self, request, by: organizer).get()
    }

    func play(_ name: String, in event: BettingEvent) throws -> ID<Play> {
        try service.ask(AddPlay.self, .init(event: event.id, name: Title(trusted: name)), by: organizer).get().id
    }

    /// An event that takes bets, with plays of these names.
    func opened(
        _ names: [String] = ["A", "B"], takeout: String? = nil, currency: String = "EUR"
    ) throws -> (event: BettingEvent, plays: [ID<Play>]) {
        let event = try scheduled(takeout: takeout, currency: currency)
        let plays = try names.map { try play($0, in: event) }
        return (try service.ask(OpenEvent.self, .init(event: event.id), by: organizer).get(), plays)
    }

    // MARK: - Betting

    func ask(
        _ money: Money, on play: ID<Play>, of event: BettingEvent, by gambler: Statement, id: String? = nil
    ) throws -> ServiceUnderTest.Answer<Bet> {
        try service.ask(PlaceBet.self, .init(event: event.id, play: play, stake: money), by: gambler, id: id)
    }

    /// Places a bet with a wallet that agrees to all.
    @discardableResult
    func bet(_ euros: String, on play: ID<Play>, of event: BettingEvent, by gambler: Statement) throws -> Bet {
        let answer = try ask(
            try Self.money(euros, event.currency.text), on: play, of: event, by: gambler)
        guard let reference = answer.reference, let (_, hold) = try service.takeCall(PlaceHold.self, to: .wallet) else {
            throw WrongTurn(description: "no hold was asked for: \(answer.code ?? "")")
        }
        try service.reply(Nothing(), to: hold, from: .wallet)
        let bet = try service.answer(PlaceBet.self, reference).get()
        try capture()
        return bet
    }

    func capture() throws {
        while let (request, header) = try service.takeCall(CaptureHold.self, to: .wallet) {
            captured.append(request.hold)
            try service.reply(Nothing(), to: header, from: .wallet)
        }
    }

    // MARK: - Ending

    func start(_ event: BettingEvent) throws {
        _ = try service.ask(StartEvent.self, .init(event: event.id), by: organizer).get()
    }

    func score(_ score: Int64, _ play: ID<Play>, of event: BettingEvent) throws {
        _ = try service.ask(ScorePlay.self, .init(event: event.id, play: play, score: score), by: organizer).get()
    }

    @discardableResult
    func finish(_ event: BettingEvent) throws -> BettingEvent {
        try service.ask(FinishEvent.self, .init(event: event.id), by: organizer).get()
    }

    /// Lets the wallet pay one command, or all there are.
    @discardableResult
    func pay(commands limit: Int = .max) throws -> Int {
        var count = 0
        while count < limit, let (request, header) = try service.takeCall(PayFromEscrow.self, to: .wallet) {
            paid += request.payments
            count += 1
            try service.reply(Nothing(), to: header, from: .wallet)
        }
        return count
    }

    func event(_ id: ID<BettingEvent>) throws -> BettingEvent {
        try service.ask(GetEvent.self, .init(event: id)).get()
    }

    func violations() throws -> [String] { try BettingInvariants.violations(in: try service.reader()) }

    /// What a user was paid as winner, in smallest units of a currency of two decimals.
    func winnings(of user: Statement) throws -> Int64 {
        try paid.filter { $0.user == user.user }.map { try $0.money.amount.units(scale: 2) }.reduce(0, +)
    }

    func paidInAll() throws -> Int64 { try paid.map { try $0.money.amount.units(scale: 2) }.reduce(0, +) }
}

/// Something in a test's own preparation went wrong.
struct WrongTurn: Error, CustomStringConvertible {
    let description: String
}
