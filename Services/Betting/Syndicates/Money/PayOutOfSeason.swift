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
        let source = try source(of: request, amount, player, by: ledger)
        let entry = try ledger.post(
            .init(
                type: .payout, player: player, amount: try .zero - amount, day: day, source: source,
                description: request.description?.text, author: caller.user), or: Failure.insufficientBank)
        if source == .wallet, let user = player.user {
            try context.database.run("UPDATE syndicate_player SET pays = 1 WHERE number = ?", player.playerNumber)
            // Each is a command of its own, so that none takes the wallet long.
            for part in try SeasonReturns(of: player, season, in: context.database).take(amount) {
                try context.begin(
                    payOutSaga,
                    SeasonPayoutState(
                        season: season.id, entry: entry.id, user: user, returns: [part], money: part.money))
            }
        } else {
            try context.begin(bookSeasonSaga, SeasonBookingState(season: season.id))
        }
        return try StoredSeasonEntry.existing(entry.id, in: season, context.database)
    }
}

extension PayOutOfSeason {
    /// A wallet is paid what its player brought and, above that, what was won. More would be what others brought: as it
    /// would come as winnings, a deposit could be withdrawn that nobody ever played with.
    private static func source(
        of request: Request, _ amount: Amount, _ player: StoredSeasonPlayer, by ledger: SeasonLedger
    ) throws -> MoneySource {
        guard request.source != .unknown else {
            throw Rejection.field("/source", "invalid_format", "expected wallet or outside")
        }
        if request.source == .outside { return .outside }
        guard player.user != nil else {
            guard request.source == .wallet else { return .outside }
            throw Failure.noWallet.because("the player is no user of the platform", at: "/source")
        }
        let (season, bank) = (ledger.season, try ledger.bank())
        let own = try SeasonReturns(of: player, season, in: ledger.context.database).left()
        let won = try bank.unpaidWins(of: season.id, in: ledger.context.database)
        if try bank.held >= amount && amount <= own + won { return .wallet }
        if request.source == nil, bank.outside >= amount || bank.held < amount { return .outside }
        // What is not there is told by the ledger.
        guard bank.held >= amount else { return .wallet }
        throw Failure.notWon.because(
            "expected up to \(season.money(try own + won).amount.text): they paid in \(season.money(own).amount.text) "
                + "that is not paid back, and \(season.money(won).amount.text) was won and not paid into a wallet",
            at: "/amount")
    }
}

extension SeasonLedger.Bank {
    /// What of the season's wins, as its results say them, has not been paid into wallets.
    fileprivate func unpaidWins(of season: ID<Season>, in database: Connection) throws -> Amount {
        let won = try database.rows(
            "SELECT won FROM season_player JOIN season_player_sum s ON s.player = number WHERE season = ?", season
        ) { try $0.value(0, as: Amount.self) }
        return max(.zero, try won.total() - gained)
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

    /// What is still to go back.
    func left() throws -> Amount {
        try database.rows(
            "SELECT amount - returned FROM season_contribution WHERE player = ? AND entry IS NOT NULL", player.number
        ) { try $0.value(0, as: Amount.self) }.total()
    }

    /// How an amount is given back, the oldest contribution first, as many to a payment as are worked on in one turn; what is
    /// above all of them goes with the last, and is noted as paid out of what was won.
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
            if parts.last.map({ $0.holds.count < Chunk.size }) ?? false, let last = parts.indices.last {
                parts[last].holds.append(contribution.hold)
                parts[last].amount = try parts[last].amount + part
            } else {
                parts.append(([contribution.hold], part))
            }
            try rest -= part
        }
        if parts.isEmpty { parts.append(([], .zero)) }
        if let last = parts.indices.last { parts[last].amount = try parts[last].amount + rest }
        try database.run("UPDATE season_bank SET gained = gained + ? WHERE season = ?", rest, season.id)
        return parts.map { SeasonReturn(holds: $0.holds, money: season.money($0.amount)) }
    }
}
