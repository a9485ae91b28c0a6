import Betting
import Messages
import Runtime
import Storage
import TestSupport

/// The betting service with people who bet against each other; the test is the wallet, and identity.
final class PeerHall {
    let service: ServiceUnderTest
    let ann = TestUsers.statement(1)
    let ben = TestUsers.statement(2)
    let cid = TestUsers.statement(3)
    let judge = TestUsers.statement(4)
    let stranger = TestUsers.statement(5)
    let admin = TestUsers.statement(6, roles: [.player, .admin])
    /// What the wallet was told to pay, in order, and what to hold and to capture.
    private(set) var paid: [PayFromEscrow.Payment] = []
    private(set) var held: [PlaceHold.Request] = []
    private(set) var captured: [CaptureHold.Request] = []
    private(set) var told: [TellPeople.Item] = []

    init(_ settings: BettingSettings = BettingSettings()) throws {
        service = try ServiceUnderTest(BettingService.definition(settings))
        let people = [ann, ben, cid, judge, stranger, admin]
        try service.deliver(
            people.map { UserRegistered(user: $0.user, roles: [.player], personal: .sample) }, after: 0, from: .identity
        )
    }

    // MARK: - Making

    /// Ann stakes 30 that she wins, and others 10 against it, where a test says nothing else.
    func request(_ change: (inout Draft) -> Void = { _ in }) throws -> CreatePeerBet.Request {
        var draft = Draft()
        change(&draft)
        guard let outcomes = OutcomeNames(draft.outcomes.map { OutcomeName(trusted: $0) }),
            let size = PeerBetSize(draft.places),
            let stakes = UpTo<20, CreatePeerBet.OutcomeStake>(
                try draft.stakes.map {
                    .init(outcome: OutcomeName(trusted: $0.0), stake: try BettingHall.money($0.1, draft.currency))
                }), let invited = UpTo<100, ID<User>>(draft.invited)
        else { throw WrongTurn(description: "this is no peer bet") }
        return CreatePeerBet.Request(
            title: Title(trusted: "Chess on Sunday"), terms: Note(trusted: "Three games, without clocks"),
            outcomes: outcomes, outcome: OutcomeName(trusted: draft.outcome),
            stake: try BettingHall.money(draft.stake, draft.currency), stakes: stakes, maxParticipants: size,
            arbiter: draft.arbiter, resolvedBy: draft.resolvedBy, joinDeadline: draft.joinDeadline,
            resolveBy: draft.resolveBy, sport: OutsideKey(trusted: "chess"), visibility: draft.visibility,
            invited: draft.invited.isEmpty ? nil : invited, feePercent: draft.fee.flatMap { DecimalText($0) })
    }

    struct Draft {
        var outcomes = ["Ann", "Ben"]
        var outcome = "Ann"
        var stake = "30.00"
        var stakes = [("Ben", "10.00")]
        var currency = "EUR"
        var places = 2
        var arbiter: ID<User>?
        var resolvedBy: PeerBetJudge?
        var joinDeadline: Timestamp?
        var resolveBy: Timestamp?
        var visibility: PeerBetVisibility?
        var invited: [ID<User>] = []
        var fee: String?
    }

    /// A bet of Ann's, with a wallet that agrees to all.
    func made(_ change: (inout Draft) -> Void = { _ in }) throws -> PeerBet {
        let answer = try service.ask(CreatePeerBet.self, try request(change), by: ann)
        guard let reference = answer.reference else { throw WrongTurn(description: answer.code ?? "no hold") }
        try hold()
        return try service.answer(CreatePeerBet.self, reference).get()
    }

    /// Agrees to the oldest hold that is asked for, or refuses it, and captures what then is to be.
    func hold(refusing failure: PlaceHold.Failure? = nil) throws {
        guard let (request, header) = try service.takeCall(PlaceHold.self, to: .wallet) else {
            throw WrongTurn(description: "no hold is asked for")
        }
        held.append(request)
        if let failure {
            try service.refuse(failure, to: header, from: .wallet)
        } else {
            try service.reply(Nothing(), to: header, from: .wallet)
        }
        try release()
        while let (request, header) = try service.takeCall(CaptureHold.self, to: .wallet) {
            captured.append(request)
            try service.reply(Nothing(), to: header, from: .wallet)
        }
    }

    /// What the wallet gives back before anything was captured.
    @discardableResult
    func release() throws -> [ID<Hold>] {
        var released: [ID<Hold>] = []
        while let (request, header) = try service.takeCall(ReleaseHold.self, to: .wallet) {
            released.append(request.hold)
            try service.reply(Nothing(), to: header, from: .wallet)
        }
        return released
    }

    // MARK: - Playing

    func ask(
        toJoin bet: PeerBet, for outcome: String = "Ben", stake: String? = nil, by user: Statement
    ) throws -> ServiceUnderTest.Answer<PeerBet> {
        try service.ask(
            JoinPeerBet.self,
            .init(
                bet: bet.id, outcome: OutcomeName(trusted: outcome),
                stake: try stake.map { try BettingHall.money($0, bet.pot.currency.text) }), by: user)
    }

    @discardableResult
    func join(_ bet: PeerBet, for outcome: String = "Ben", by user: Statement) throws -> PeerBet {
        let answer = try ask(toJoin: bet, for: outcome, by: user)
        guard let reference = answer.reference else { throw WrongTurn(description: answer.code ?? "no hold") }
        try hold()
        return try service.answer(JoinPeerBet.self, reference).get()
    }

    /// A bet that Ben has joined.
    func joined(_ change: (inout Draft) -> Void = { _ in }) throws -> PeerBet {
        try join(try made(change), by: ben)
    }

    func resolve(_ bet: PeerBet, _ outcome: String, by user: Statement) throws -> ServiceUnderTest.Answer<PeerBet> {
        try service.ask(ResolvePeerBet.self, .init(bet: bet.id, outcome: OutcomeName(trusted: outcome)), by: user)
    }

    func lock(_ bet: PeerBet, by user: Statement) throws -> ServiceUnderTest.Answer<PeerBet> {
        try service.ask(LockPeerBet.self, .init(bet: bet.id), by: user)
    }

    func dispute(_ bet: PeerBet, by user: Statement) throws -> ServiceUnderTest.Answer<PeerBet> {
        try service.ask(DisputePeerBet.self, .init(bet: bet.id, reason: Note(trusted: "He had help")), by: user)
    }

    /// Calls a bet off, with a wallet that pays where that is to be done.
    func cancel(_ bet: PeerBet, by user: Statement) throws -> ServiceUnderTest.Answer<PeerBet> {
        let answer = try service.ask(CancelPeerBet.self, .init(bet: bet.id), by: user)
        guard let reference = answer.reference else { return answer }
        try pay()
        return try service.answer(CancelPeerBet.self, reference)
    }

    /// Lets the wallet pay all there is, and identity be told.
    func pay() throws {
        while let (request, header) = try service.takeCall(PayFromEscrow.self, to: .wallet) {
            paid += request.payments
            try service.reply(Nothing(), to: header, from: .wallet)
        }
        while let (request, header) = try service.takeCall(TellPeople.self, to: .identity) {
            told += request.items
            try service.reply(Nothing(), to: header, from: .identity)
        }
    }

    func wait(until time: Timestamp) throws {
        service.now = time
        try service.step()
        try pay()
    }

    // MARK: - Looking

    func bet(_ id: ID<PeerBet>, to reader: Statement? = nil) throws -> PeerBet {
        try service.ask(GetPeerBet.self, .init(bet: id), by: reader ?? ann).get()
    }

    func list(
        _ show: ListPeerBets.Shelf?, status: PeerBetStatus? = nil, by reader: Statement
    ) throws -> [ID<PeerBet>] {
        try service.ask(ListPeerBets.self, .init(show: show, status: status), by: reader).get().items.map(\.id)
    }

    /// In cents, to whom; the house where nobody.
    func payments() throws -> [Int64] { try paid.map { try $0.money.amount.units(scale: 2) } }

    func news(_ kind: NotificationKind) -> [ID<User>] { told.filter { $0.news == kind }.map(\.user) }

    func violations() throws -> [String] { try BettingInvariants.violations(in: try service.reader()) }
}
