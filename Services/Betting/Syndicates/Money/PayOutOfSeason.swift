import Messages
import Runtime
import Storage

/// What the wallet is to pay a player.
struct SeasonPayoutState: Codable, Sendable {
    let season: ID<Season>
    let entry: ID<SeasonEntry>
    let user: ID<User>
    /// What goes back, by the holds that it came from; and what is above that, and won.
    let returns: [SeasonReturn]
    let money: Money
}

/// Some of a player's contributions, and how much is paid with them in view.
struct SeasonReturn: Codable, Sendable, Equatable {
    let holds: [ID<Hold>]
    let money: Money
}

/// Pays a player into their wallet: first what they paid in themselves, to where it came from, and only what is above that
/// is won. It is owed once it is in the ledger.
let payOutSaga = Saga<SeasonPayoutState>(
    "betting.pay-out-of-season", version: 1,
    steps: [
        .call(
            "pay", .wallet, PayFromEscrow.self,
            request: { state, _ in
                let purpose = StoredSeasonEntry.purpose(of: state.entry)
                let payments = state.returns.compactMap { part in
                    UpTo<50, ID<Hold>>(part.holds).map {
                        PayFromEscrow.Payment(
                            returnTo: state.user, of: $0, money: part.money, kind: .syndicatePayout, purpose: purpose)
                    }
                }
                return PayFromEscrow.Request(escrow: SeasonBooking.held(state.season), payments: payments)
            })
    ], end: .silent)

extension PayOutOfSeason {
    static func run(_ request: Request, _ settings: BettingSettings, in context: CommandContext) throws -> Reply {
        let caller = try context.user()
        let season = try SeenSeason(keptByCaller: request.season, settings, in: context).season
        try season.require(.active, .frozen, or: Failure.wrongState, to: "paying out")
        let player = try season.knownPlayer(
            request.player, or: Failure.unknownPlayer, at: "/player_id", in: context.database)
        let amount = try request.amount.positive(in: season.currency, at: "/amount")
        let day = try season.pastDay(request.entryDate, or: Failure.wrongDate, at: "/entry_date")
        let ledger = SeasonLedger(season: season, context: context)
        let isHeld = try ledger.bank().held >= amount
        let source = request.source ?? (player.user != nil && isHeld ? .wallet : .outside)
        guard source != .unknown else {
            throw Rejection.field("/source", "invalid_format", "expected wallet or outside")
        }
        if source == .wallet, player.user == nil {
            throw Failure.noWallet.because("the player is no user of the platform", at: "/source")
        }
        let entry = try ledger.post(
            .init(
                type: .payout, player: player, amount: try .zero - amount, day: day, source: source,
                description: request.description?.text, author: caller.user), or: Failure.insufficientBank)
        if source == .wallet, let user = player.user {
            let state = SeasonPayoutState(
                season: season.id, entry: entry.id, user: user,
                returns: try SeasonReturns(of: player, season, in: context.database).take(amount),
                money: season.money(amount))
            try context.database.run("UPDATE syndicate_player SET pays = 1 WHERE number = ?", player.playerNumber)
            try context.begin(payOutSaga, state)
        } else {
            try context.begin(bookSeasonSaga, SeasonBookingState(season: season.id))
        }
        return try StoredSeasonEntry.existing(entry.id, in: season, context.database)
    }
}

/// A player's contributions from their wallet, of which something is still to go back.
struct SeasonReturns {
    private let player: StoredSeasonPlayer
    private let season: StoredSeason
    private let database: Connection

    init(of player: StoredSeasonPlayer, _ season: StoredSeason, in database: Connection) {
        (self.player, self.season, self.database) = (player, season, database)
    }

    /// How an amount is given back, the oldest contribution first, as many to a payment as one names; what is above all of them
    /// goes with the last.
    func take(_ amount: Amount) throws -> [SeasonReturn] {
        let open = try database.rows(
            """
            SELECT hold, amount - returned FROM season_contribution
            WHERE player = ? AND entry IS NOT NULL AND returned < amount ORDER BY number
            """, player.number
        ) { (hold: try $0.value(0, as: ID<Hold>.self), left: try $0.value(1, as: Amount.self)) }
        var (rest, parts) = (amount, [(holds: [ID<Hold>], amount: Amount)]())
        for contribution in open where rest > .zero {
            let part = min(rest, contribution.left)
            try database.run(
                "UPDATE season_contribution SET returned = returned + ? WHERE hold = ?", part, contribution.hold)
            if parts.last.map({ $0.holds.count < 50 }) ?? false, let last = parts.indices.last {
                parts[last].holds.append(contribution.hold)
                parts[last].amount = try parts[last].amount + part
            } else {
                parts.append(([contribution.hold], part))
            }
            try rest -= part
        }
        if parts.isEmpty { parts.append(([], .zero)) }
        if let last = parts.indices.last { parts[last].amount = try parts[last].amount + rest }
        return parts.map { SeasonReturn(holds: $0.holds, money: season.money($0.amount)) }
    }
}
