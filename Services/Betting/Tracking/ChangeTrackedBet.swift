public import Messages
import Odds
public import Runtime
import Storage

extension ChangeTrackedBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> TrackedBet {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.status == .pending else {
            throw Failure.wrongState.because(
                "a bet is changed until it is settled or cancelled; this is \(former.status)")
        }
        var bet = former
        try bet.move(request)
        try bet.reprice(request, in: context)
        try bet.describe(request, in: context)
        guard try bet.view() != former.view() else { return try former.view() }
        bet.updatedAt = context.now
        try TrackedBook.keep(bet, insteadOf: former, .changed, in: context)
        if (bet.stake, bet.currency, bet.book) != (former.stake, former.currency, former.book) {
            try former.takeBackStake(in: context)
            try bet.enterStake(in: context)
        }
        return try bet.view()
    }
}

extension StoredTrackedBet {
    /// To something else that it is on.
    fileprivate mutating func move(_ request: ChangeTrackedBet.Request) throws {
        let former = (sport, eventKey, marketType, player, side)
        let formerLine = line
        sport = request.sport?.text ?? sport
        eventKey = request.eventKey?.text ?? eventKey
        marketType = request.marketType?.text ?? marketType
        player = request.player.applied(to: player.map(OutsideKey.init(trusted:)))?.text
        side = request.side?.text ?? side
        line = request.line.applied(to: line.map { LineText(thousandths: $0) })?.thousandths
        guard (sport, eventKey, marketType, player, side) != former || line != formerLine else { return }
        guard edge == nil else {
            throw TrackedBetFailure.fixedByEdge.because(
                "what the bet is on is its edge's; expected what was taken for it, such as odds and stake")
        }
        closing = nil
    }

    fileprivate mutating func reprice(_ request: ChangeTrackedBet.Request, in context: CommandContext) throws {
        if let odds = request.odds {
            guard let format = request.format else {
                throw Rejection.field("/format", "missing_field", "odds are read by their notation; expected it")
            }
            price = try Price.read(odds, format, at: "/odds")
        } else if request.format != nil {
            throw Rejection.field("/odds", "missing_field", "a notation is that of odds; expected them")
        }
        if let money = request.stake { (currency, stake) = try TrackedTerms.stake(money, in: context.database) }
        potential = try OutsideResult.win.returned(stake, at: price)
        book = request.book?.text ?? book
        externalID = request.externalID.applied(to: externalID.map(OutsideKey.init(trusted:)))?.text
        try TrackedBook.refuseTaken(externalID, at: book, of: owner, but: id, in: context.database)
        if let time = request.placedAt { placedAt = try TrackedTerms.placed(time, at: context.now) }
    }

    fileprivate mutating func describe(_ request: ChangeTrackedBet.Request, in context: CommandContext) throws {
        probability = try request.probability.applied(to: probability).map { try TrackedTerms.probability($0) }
        match = request.match.applied(to: match)
        if case .set(let match) = request.match { try TrackedTerms.refuseUnknown(match, in: context.database) }
        eventStartsAt = request.eventStartsAt.applied(to: eventStartsAt)
        season = request.season.applied(to: season.map(SeasonText.init(trusted:)))?.text
        week = request.week.applied(to: week.map(WeekNumber.init(trusted:)))?.value
        strategy = request.strategy.applied(to: strategy.map(OutsideKey.init(trusted:)))?.text
        notes = request.notes.applied(to: notes.map(Note.init(trusted:)))?.text
        risk = request.risk.applied(to: risk)
    }
}

extension DeleteTrackedBet: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        let former = try StoredTrackedBet.acted(on: request.bet, by: try context.user(), in: context.database)
        guard former.status == .pending else {
            throw Failure.wrongState.because("a bet is put away before it is over; this is \(former.status)")
        }
        var bet = former
        (bet.deletedAt, bet.updatedAt) = (context.now, context.now)
        try TrackedBook.keep(bet, insteadOf: former, .deleted, in: context)
        try bet.takeBackStake(in: context)
        return Nothing()
    }
}
