import Messages
import Runtime
import Storage
import TestSupport

@testable import Betting
@testable import Wallet

/// A season with Alice, who keeps the books, Bob, who is a user as well, and Carol, who is a mere name; and the real wallet,
/// in which Alice and Bob have a hundred euros each.
final class SeasonBank {
    let both: HallWithWallet
    let season: Season
    let alicesPlayer: ID<SyndicatePlayer>
    let bobsPlayer: ID<SyndicatePlayer>
    let carol: ID<SyndicatePlayer>
    var alice: Statement { both.hall.alice }
    var bob: Statement { both.hall.bob }

    init(from start: String = "2026-12-01", to end: String? = nil) throws {
        both = try HallWithWallet()
        try both.hall.introduce(both.hall.bob)
        let (hall, service) = (both.hall, both.betting)
        let syndicate = try service.ask(
            CreateSyndicate.self, .init(name: Title(trusted: "The Shed")), by: hall.alice
        ).get()
        let made = try service.ask(
            CreateSeason.self,
            .init(
                syndicate: syndicate.id, name: PlayerName(trusted: "S"), startDate: try SyndicateHall.day(start),
                endDate: try end.map { try SyndicateHall.day($0) }), by: hall.alice
        ).get()
        season = try service.ask(ActivateSeason.self, .init(season: made.id), by: hall.alice).get()
        func player(_ name: String, _ user: ID<User>?) throws -> ID<SyndicatePlayer> {
            let player = try service.ask(
                AddSyndicatePlayer.self,
                .init(syndicate: syndicate.id, name: PlayerName(trusted: name), user: user), by: hall.alice
            ).get().id
            if end == nil {
                _ = try service.ask(AddSeasonPlayer.self, .init(season: made.id, player: player), by: hall.alice).get()
            }
            return player
        }
        alicesPlayer = try player("Alice", hall.alice.user)
        bobsPlayer = try player("Bob", hall.bob.user)
        carol = try player("Carol", nil)
    }

    func ask<O: Messages.Operation>(
        _ operation: O.Type, _ request: O.Request, by caller: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<O.Reply> {
        let answer = try both.betting.ask(operation, request, by: caller ?? alice)
        try both.exchangeAll()
        guard let reference = answer.reference else { return answer }
        return try both.betting.answer(operation, reference)
    }

    // MARK: - Money

    @discardableResult
    func contribute(
        _ euros: String, _ player: ID<SyndicatePlayer>? = nil, by caller: Statement? = nil,
        from source: MoneySource? = nil, on day: String? = nil
    ) throws -> ServiceUnderTest.Answer<SeasonEntry> {
        try ask(
            ContributeToSeason.self,
            .init(
                season: season.id, player: player, amount: try BettingHall.euros(euros),
                entryDate: try day.map { try SyndicateHall.day($0) }, source: source), by: caller)
    }

    func payOut(
        _ euros: String, to player: ID<SyndicatePlayer>, _ source: MoneySource? = nil, by caller: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<SeasonEntry> {
        try ask(
            PayOutOfSeason.self,
            .init(season: season.id, player: player, amount: try BettingHall.euros(euros), source: source), by: caller)
    }

    func bet(
        _ euros: String, by player: ID<SyndicatePlayer>? = nil, odds: String? = nil, free: Bool? = nil,
        on day: String? = nil
    ) throws -> ServiceUnderTest.Answer<SyndicateBet> {
        try ask(
            PlaceSyndicateBet.self,
            .init(
                season: season.id, placedBy: player ?? carol, stake: try BettingHall.euros(euros),
                description: Note(trusted: "Accumulator"), odds: odds.map { Text(trusted: $0) }, free: free,
                betDate: try day.map { try SyndicateHall.day($0) }))
    }

    func result(
        _ bet: SyndicateBet, _ status: SyndicateBetStatus, _ winnings: String? = nil
    ) throws -> ServiceUnderTest.Answer<SyndicateBet> {
        try ask(
            SettleSyndicateBet.self,
            .init(bet: bet.id, status: status, winnings: try winnings.map { try BettingHall.euros($0) }))
    }

    func reverse(_ bet: SyndicateBet) throws -> ServiceUnderTest.Answer<SyndicateBet> {
        try ask(ReverseSyndicateBet.self, .init(bet: bet.id, reason: Note(trusted: "wrong match")))
    }

    // MARK: - Looking

    func board() throws -> SeasonBoard { try ask(GetSeasonBoard.self, .init(season: season.id)).get() }

    /// What is in the bank, and what of it on the platform.
    func bank() throws -> String {
        let board = try board()
        return "\(board.bank.amount.text) \(board.bankOnPlatform.amount.text)"
    }

    /// Deposit, bonus, winning and held.
    func buckets(of user: Statement) throws -> String {
        try ["deposit", "bonus", "winning", "held"].map { bucket in
            let units = try both.wallet.reader().first(
                """
                SELECT COALESCE(SUM(balance), 0) FROM ledger_accounts JOIN currencies c ON c.number = currency
                WHERE owner_kind = 'user' AND owner = ? AND bucket = ? AND c.code = 'EUR'
                """, user.user, bucket
            ) { try $0.value(0, as: Int64.self) }
            return DecimalText(units: units ?? 0, scale: 2).text
        }.joined(separator: " ")
    }

    /// Everything that is wrong, here, in the wallet, and between them.
    func faults() throws -> [String] {
        try BettingInvariants.violations(in: try both.betting.reader())
            + WalletInvariants.violations(in: try both.wallet.reader()) + both.check()
            + (both.betting.events(SagaStuck.type).isEmpty ? [] : ["a saga is stuck"])
    }
}
