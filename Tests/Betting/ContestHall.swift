import Betting
import Messages
import Runtime
import Storage
import TestSupport

/// The betting service with people who hold contests and enter them; the test is the wallet, and identity.
final class ContestHall {
    let service: ServiceUnderTest
    /// Who promises the house's money, as organizers may.
    let organizer = TestUsers.statement(1, roles: [.player, .organizer])
    let admin = TestUsers.statement(2, roles: [.player, .admin])
    let alice = TestUsers.statement(3)
    let bob = TestUsers.statement(4)
    let carol = TestUsers.statement(5)
    /// What the wallet was told, in order.
    private(set) var paid: [PayFromEscrow.Payment] = []
    private(set) var funded: [FundEscrow.Request] = []
    private(set) var captured: [CaptureHold.Request] = []
    private(set) var told: [TellPeople.Item] = []

    init() throws { service = try ServiceUnderTest(BettingService.definition()) }

    static func number<let least: Int, let most: Int>(_ value: Int64) -> WholeNumber<least, most> {
        WholeNumber(trusted: value)
    }

    private static func upTo<let limit: Int, Element>(_ items: [Element]) throws -> UpTo<limit, Element> {
        guard let list = UpTo<limit, Element>(items) else { throw WrongTurn(description: "too many for one command") }
        return list
    }

    // MARK: - Preparing

    func match(_ title: String = "Final", in seconds: Int64 = 3600, sport: String? = "cricket") throws -> Match {
        let request = CreateMatch.Request(
            title: Title(trusted: title), startTime: service.now.adding(seconds: seconds),
            sport: sport.map { OutsideKey(trusted: $0) })
        return try service.ask(CreateMatch.self, request, by: organizer).get()
    }

    /// The terms of a contest in which five enter for ten euros, unless said otherwise.
    struct Terms {
        var code: String?
        var fee = "10.00"
        var currency = "EUR"
        var players: Int64 = 5
        var prizes: PrizeStructure = .list([.share(.whole(50)), .share(.whole(30)), .share(.whole(20))])
        var commission: String?
        var cutoff: Timestamp?
        var guaranteed: String?
        var unfilled: UnfilledPrizes?
        var perUser: Int64?
        var least: Int64?

        init() {}
    }

    func ask(
        _ terms: Terms = Terms(), on match: Match, by organizer: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Contest> {
        let request = CreateContest.Request(
            match: match.id, code: terms.code.map { ContestCode(trusted: $0) }, title: Title(trusted: "Mega"),
            entryFee: try BettingHall.money(terms.fee, terms.currency), maxPlayers: Self.number(terms.players),
            prizeStructure: terms.prizes, commissionPercent: terms.commission.flatMap { DecimalText($0) },
            joinCutoff: terms.cutoff,
            guaranteed: try terms.guaranteed.map { try BettingHall.money($0, terms.currency) },
            unfilledPrizes: terms.unfilled, maxEntriesPerUser: terms.perUser.map { Self.number($0) },
            minEntries: terms.least.map { Self.number($0) })
        return try service.ask(CreateContest.self, request, by: organizer ?? self.organizer)
    }

    /// A contest that takes entries.
    func opened(_ terms: Terms = Terms(), on match: Match? = nil) throws -> Contest {
        let contest = try ask(terms, on: match ?? self.match()).get()
        return try act(OpenContest.self, on: contest).get()
    }

    func act<C: Command>(
        _ command: C.Type, on contest: Contest, by person: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<C.Reply> where C.Request == ContestRequest {
        try service.ask(command, .init(contest: contest.id), by: person ?? organizer)
    }

    func act<C: Command>(
        _ command: C.Type, on match: Match, by person: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Match> where C.Request == MatchRequest, C.Reply == Match {
        try service.ask(command, .init(match: match.id), by: person ?? organizer)
    }

    func contest(_ id: ID<Contest>) throws -> Contest { try service.ask(GetContest.self, .init(contest: id)).get() }

    // MARK: - Entering

    func ask(toEnter contest: Contest, as user: Statement) throws -> ServiceUnderTest.Answer<ContestEntry> {
        try service.ask(EnterContest.self, .init(contest: contest.id), by: user)
    }

    /// Enters with a wallet that agrees to all.
    @discardableResult
    func enter(_ contest: Contest, as user: Statement) throws -> ContestEntry {
        let answer = try ask(toEnter: contest, as: user)
        guard let reference = answer.reference else { return try answer.get() }
        guard let (_, hold) = try service.takeCall(PlaceHold.self, to: .wallet) else {
            throw WrongTurn(description: "no hold was asked for")
        }
        try service.reply(Nothing(), to: hold, from: .wallet)
        let entry = try service.answer(EnterContest.self, reference).get()
        while let (request, header) = try service.takeCall(CaptureHold.self, to: .wallet) {
            captured.append(request)
            try service.reply(Nothing(), to: header, from: .wallet)
        }
        return entry
    }

    /// A closed contest with entries of so many people, in their order.
    func closed(_ terms: Terms = Terms(), entries count: Int) throws -> (contest: Contest, entries: [ContestEntry]) {
        let contest = try opened(terms)
        let entries = try (0..<count).map { try enter(contest, as: TestUsers.statement(100 + UInt64($0))) }
        return (try act(CloseContest.self, on: contest).get(), entries)
    }

    // MARK: - Ending

    func score(
        _ contest: Contest, _ scores: [(ContestEntry, Int64?)], by person: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Contest> {
        let list = scores.map { entry, score in
            ScoreContest.Request.EntryScore(entry: entry.id, score: score.map { ContestScore(units: $0 * 10_000) })
        }
        return try service.ask(
            ScoreContest.self, .init(contest: contest.id, scores: try Self.upTo(list)), by: person ?? organizer)
    }

    func rank(
        _ contest: Contest, _ ranks: [(ContestEntry, Int64?)], ties: Bool? = nil, by person: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<Contest> {
        let list = ranks.map { entry, rank in
            RankContest.Request.EntryRank(entry: entry.id, rank: rank.map { Self.number($0) })
        }
        return try service.ask(
            RankContest.self, .init(contest: contest.id, ranks: try Self.upTo(list), ties: ties),
            by: person ?? organizer)
    }

    /// Lets wallet and identity do so many of the commands of a contest's end, or all that there are.
    @discardableResult
    func pay(commands limit: Int = .max) throws -> Int {
        var count = 0
        while count < limit {
            if let (request, header) = try service.takeCall(FundEscrow.self, to: .wallet) {
                funded.append(request)
                try service.reply(Nothing(), to: header, from: .wallet)
            } else if let (request, header) = try service.takeCall(PayFromEscrow.self, to: .wallet) {
                paid += request.payments
                try service.reply(Nothing(), to: header, from: .wallet)
            } else if let (request, header) = try service.takeCall(TellPeople.self, to: .identity) {
                told += request.items
                try service.reply(Nothing(), to: header, from: .identity)
            } else {
                break
            }
            count += 1
        }
        return count
    }

    /// Settles and pays all.
    @discardableResult
    func settle(_ contest: Contest) throws -> Contest {
        _ = try act(SettleContest.self, on: contest).get()
        try pay()
        return try self.contest(contest.id)
    }

    func entry(_ id: ID<ContestEntry>) throws -> ContestEntry {
        try service.ask(GetContestEntry.self, .init(entry: id), by: organizer).get()
    }

    /// What entries won, in smallest units of two decimals.
    func prizes(_ entries: [ContestEntry]) throws -> [Int64] {
        try entries.map { try entry($0.id).prize?.amount.units(scale: 2) ?? 0 }
    }

    func violations() throws -> [String] { try BettingInvariants.violations(in: try service.reader()) }
}
