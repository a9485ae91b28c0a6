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
    /// What the house was told to put in, and what news people were sent.
    private(set) var funded: [FundEscrow.Request] = []
    private(set) var told: [TellPeople.Item] = []

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

    /// - Parameter change: what the pool's policy is other than by itself.
    func scheduled(
        takeout: String? = nil, currency: String = "EUR", by organizer: Statement? = nil, selfStake: String? = nil,
        playersMayJoin: Bool? = nil, organizerMayBet: Bool? = nil,
        policy change: ((inout PoolPolicyPatch) -> Void)? = nil
    ) throws -> BettingEvent {
        var policy = PoolPolicyPatch()
        change?(&policy)
        let request = CreateEvent.Request(
            name: Title(trusted: "Final"), startsAt: service.now.adding(seconds: 3600),
            currency: CurrencyCode(trusted: currency), sport: OutsideKey(trusted: "chess"),
            takeoutPercent: takeout.flatMap { DecimalText($0) }, poolPolicy: change == nil ? nil : policy,
            playersMayJoin: playersMayJoin, selfStake: try selfStake.map { try Self.money($0, currency) },
            organizerMayBet: organizerMayBet)
        return try service.ask(CreateEvent.self, request, by: organizer ?? self.organizer).get()
    }

    /// Lets identity tell that somebody has signed up.
    func introduce(_ people: Statement...) throws {
        try tell(people.map { UserRegistered(user: $0.user, roles: [.player], personal: .sample) }, from: .identity)
    }

    private var heard: [ServiceName: Int64] = [:]

    /// Gives the service what another has emitted.
    func tell<E: Event>(_ events: [E], from source: ServiceName) throws {
        try service.deliver(events, after: heard[source, default: 0], from: source)
        heard[source, default: 0] += Int64(events.count)
    }

    func play(_ name: String, in event: BettingEvent) throws -> ID<Play> {
        try service.ask(AddPlay.self, .init(event: event.id, name: Title(trusted: name)), by: admin).get().id
    }

    /// An event that takes bets, with plays of these names.
    func opened(
        _ names: [String] = ["A", "B"], takeout: String? = nil, currency: String = "EUR",
        by organizer: Statement? = nil, policy change: ((inout PoolPolicyPatch) -> Void)? = nil
    ) throws -> (event: BettingEvent, plays: [ID<Play>]) {
        let event = try scheduled(takeout: takeout, currency: currency, by: organizer, policy: change)
        let plays = try names.map { try play($0, in: event) }
        return (try open(event), plays)
    }

    @discardableResult
    func open(_ event: BettingEvent) throws -> BettingEvent {
        try service.ask(OpenEvent.self, .init(event: event.id), by: admin).get()
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
        _ = try service.ask(StartEvent.self, .init(event: event.id), by: admin).get()
    }

    func score(_ score: Int64, _ play: ID<Play>, of event: BettingEvent) throws {
        _ = try service.ask(ScorePlay.self, .init(event: event.id, play: play, score: score), by: admin).get()
    }

    @discardableResult
    func finish(_ event: BettingEvent, unscored: FinishEvent.Unscored? = nil) throws -> BettingEvent {
        try service.ask(FinishEvent.self, .init(event: event.id, unscored: unscored), by: admin).get()
    }

    @discardableResult
    func withdraw(
        _ play: ID<Play>, of event: BettingEvent, by asker: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Play> {
        try service.ask(WithdrawPlay.self, .init(event: event.id, play: play), by: asker ?? organizer)
    }

    func plays(of event: BettingEvent) throws -> [Play] {
        try service.ask(ListPlays.self, .init(event: event.id)).get().items
    }

    /// Starts, scores and finishes an event, and lets all be paid and told.
    @discardableResult
    func settle(_ event: BettingEvent, _ scores: [(ID<Play>, Int64)]) throws -> BettingEvent {
        try start(event)
        for (play, score) in scores { try self.score(score, play, of: event) }
        try finish(event, unscored: scores.isEmpty ? .refund : nil)
        try quiet()
        return try self.event(event.id)
    }

    func cancel(_ event: BettingEvent) throws -> BettingEvent {
        _ = try service.ask(CancelEvent.self, .init(event: event.id), by: admin).get()
        try quiet()
        return try self.event(event.id)
    }

    /// Has a gambler take a bet back, with a wallet that agrees.
    func takeBack(_ bet: Bet, by gambler: Statement) throws -> ServiceUnderTest.Answer<Bet> {
        let answer = try service.ask(CancelBet.self, .init(bet: bet.id), by: gambler)
        guard let reference = answer.reference else { return answer }
        try pay()
        return try service.answer(CancelBet.self, reference)
    }

    /// Answers the wallet's and identity's calls until there are none.
    func quiet() throws {
        var isQuiet = false
        while !isQuiet {
            isQuiet = try pay() == 0
            while let (request, header) = try service.takeCall(FundEscrow.self, to: .wallet) {
                funded.append(request)
                isQuiet = false
                try service.reply(Nothing(), to: header, from: .wallet)
            }
            while let (request, header) = try service.takeCall(TellPeople.self, to: .identity) {
                told += request.items
                isQuiet = false
                try service.reply(Nothing(), to: header, from: .identity)
            }
        }
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

    /// What went to the house as of a kind.
    func kept(_ kind: TransactionKind) throws -> Int64 {
        try paid.filter { $0.recipient == .house && $0.kind == kind }.map { try $0.money.amount.units(scale: 2) }
            .reduce(0, +)
    }
}

/// Something in a test's own preparation went wrong.
struct WrongTurn: Error, CustomStringConvertible {
    let description: String
}

extension ServiceUnderTest {
    /// Hands over what another service has emitted behind so many events.
    func deliver<E: Event>(_ events: [E], after first: Int64, from source: ServiceName) throws {
        let bodies = try events.enumerated().map { index, event in
            try WireCoding().encode(
                EventRecord(
                    source: source.rawValue, incarnation: 1, sequence: first + Int64(index) + 1, type: E.type,
                    version: E.version, subject: event.subject, severity: E.severity, time: now,
                    actor: "anonymous", causation: "test:1",
                    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", data: event))
        }
        try deliver(events: bodies, from: source)
    }
}
