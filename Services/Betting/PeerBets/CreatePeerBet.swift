import Messages
import Runtime
import Storage

extension CreatePeerBet {
    /// Refuses at once what can be seen to be wrong, and writes the bet down for its creator's stake to be put aside.
    static func begin(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws {
        let creator = try context.user()
        guard let currency = try CurrencyTable.find(request.stake.currency, in: context.database) else {
            throw Failure.unknownCurrency.because(
                "there is no currency \(request.stake.currency.text) on this platform", at: "/stake/currency")
        }
        let draft = PeerBetDraft(
            request: request, creator: creator.user, currency: currency,
            stake: try request.stake.positive(in: currency, at: "/stake"),
            stakes: try stakes(of: request, in: currency),
            outcome: try outcome(request.outcome, of: request, "/outcome"),
            feePoints: try feePoints(of: request, creator, settings))
        try refuseDeadlines(of: request, at: context.now)
        try refuseArbiter(of: request, creator.user)
        try refuseStrangers(in: request, creator.user, in: context.database)
        try refuseTooMany(of: creator.user, settings, in: context)
        try context.begin(createPeerBetSaga, try draft.write(in: context))
    }

    private static func outcome(_ name: OutcomeName, of request: Request, _ pointer: String) throws -> Int {
        guard let place = request.outcomes.names.firstIndex(of: name) else {
            throw Failure.unknownOutcome.because(
                "expected one of the bet's outcomes, as it is named there", at: pointer)
        }
        return place
    }

    /// What is staked on each outcome by those who join.
    private static func stakes(of request: Request, in currency: Currency) throws -> [Amount] {
        let standard = try request.stake.positive(in: currency, at: "/stake")
        var stakes = request.outcomes.names.map { _ in standard }
        var named: Set<Int> = []
        for (index, item) in (request.stakes?.items ?? []).enumerated() {
            let place = try outcome(item.outcome, of: request, "/stakes/\(index)/outcome")
            guard named.insert(place).inserted else {
                throw Failure.stakeTwice.because(
                    "what is staked on this outcome is said already", at: "/stakes/\(index)/outcome")
            }
            stakes[place] = try item.stake.positive(in: currency, at: "/stakes/\(index)/stake")
        }
        return stakes
    }

    private static func feePoints(
        of request: Request, _ creator: Statement, _ settings: BettingSettings
    ) throws -> Int64 {
        guard let percent = request.feePercent else { return settings.peerFeePoints }
        guard let points = PeerFee.basisPoints(of: percent) else {
            throw Rejection.field(
                "/fee_pct", "out_of_range", "expected a percentage from 0 to under 100 with at most 2 decimals")
        }
        guard points >= settings.peerFeePoints || creator.roles.contains(.admin) else {
            let least = Takeout.percent(basisPoints: settings.peerFeePoints).text
            throw Failure.feeTooLow.because("expected at least \(least), the platform's own", at: "/fee_pct")
        }
        return points
    }

    private static func refuseDeadlines(of request: Request, at now: Timestamp) throws {
        for (deadline, pointer) in [(request.joinDeadline, "/join_deadline"), (request.resolveBy, "/resolve_by")] {
            if let deadline, deadline <= now {
                throw Failure.deadlineNotInFuture.because("expected a time after \(now)", at: pointer)
            }
        }
        if let join = request.joinDeadline, let resolve = request.resolveBy, resolve < join {
            throw Failure.deadlinesReversed.because(
                "expected a time from \(join) on, until when one can join", at: "/resolve_by")
        }
    }

    private static func refuseArbiter(of request: Request, _ creator: ID<User>) throws {
        if request.arbiter == creator {
            throw Failure.arbiterTakesPart.because("expected somebody who takes no part in the bet", at: "/arbiter_id")
        }
        if request.resolvedBy == .arbiter, request.arbiter == nil {
            throw Failure.arbiterMissing.because("to have an arbiter decide, name one in arbiter_id", at: "/arbiter_id")
        }
        if request.visibility == .invited, request.invited?.items.isEmpty ?? true {
            throw Failure.nobodyInvited.because("expected the ids of those who may join", at: "/invited")
        }
        for (pointer, isUnknown) in [
            ("/visibility", request.visibility == .unknown), ("/resolved_by", request.resolvedBy == .unknown),
        ] where isUnknown {
            throw Rejection.field(pointer, "invalid_format", "expected one of the values that are documented")
        }
    }

    /// Nobody is named who does not exist: they could neither join nor decide.
    private static func refuseStrangers(
        in request: Request, _ creator: ID<User>, in database: Connection
    ) throws {
        if let arbiter = request.arbiter {
            try KnownUsers.require(arbiter, or: Failure.unknownUser, at: "/arbiter_id", in: database)
        }
        for (index, user) in (request.invited?.items ?? []).enumerated() where user != creator {
            try KnownUsers.require(user, or: Failure.unknownUser, at: "/invited/\(index)", in: database)
        }
    }

    /// A day is UTC's, since betting knows nobody's time zone. What came to nothing does not count.
    private static func refuseTooMany(
        of creator: ID<User>, _ settings: BettingSettings, in context: CommandContext
    ) throws {
        let today = Day(context.now).daysSince1970 * 86_400_000
        let made = try context.database.first(
            "SELECT COUNT(*) FROM peer_bet WHERE creator = ? AND created_at >= ?", creator, today
        ) { try $0.value(0, as: Int.self) }
        guard made ?? 0 < settings.peerBetsADay else {
            throw Failure.tooManyToday.because(
                "\(settings.peerBetsADay) peer bets may be made in a UTC day; the next one tomorrow")
        }
    }
}

/// A peer bet that is about to be.
struct PeerBetDraft {
    let request: CreatePeerBet.Request
    let creator: ID<User>
    let currency: Currency
    let stake: Amount
    let stakes: [Amount]
    let outcome: Int
    let feePoints: Int64

    func write(in context: CommandContext) throws -> PeerStakeState {
        let (id, database) = (context.newID(PeerBet.self), context.database)
        let salt = context.randomBytes(PeerTerms.saltByteCount)
        try database.run(
            """
            INSERT INTO peer_bet (id, creator, title, terms, terms_salt, terms_digest, currency, sport, event_key,
                arbiter, resolved_by, visibility, places, fee_points, join_deadline, resolve_by, status, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?)
            """, id, creator, request.title.text, request.terms?.text, salt,
            try PeerTerms.digest(of: request, salt: salt), currency.code, request.sport?.text, request.eventKey?.text,
            request.arbiter, request.resolvedBy ?? .agreement, request.visibility ?? .open,
            (request.maxParticipants ?? .two).count, feePoints, request.joinDeadline, request.resolveBy, context.now)
        for (place, name) in request.outcomes.names.enumerated() {
            try database.run(
                "INSERT INTO peer_outcome (bet, place, name, stake) VALUES (?, ?, ?, ?)", id, place, name.text,
                stakes[place])
        }
        for user in Set(request.invited?.items ?? []).sorted() {
            try database.run("INSERT INTO peer_invitation (user, bet) VALUES (?, ?)", user, id)
        }
        return PeerStakeState(
            bet: id, hold: context.newID(), user: creator, outcome: outcome, stake: Money(stake, currency))
    }
}
