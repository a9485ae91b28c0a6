import Messages
import Storage

/// Shows a contest's entries to somebody: who made them is for those to know who may.
struct EntryNames {
    private let contest: StoredContest
    private let reader: Statement?
    private let runsContest: Bool
    private let pseudonyms: Pseudonyms

    init(of contest: StoredContest, to reader: Statement?, in database: Connection) throws {
        (self.contest, self.reader) = (contest, reader)
        runsContest = contest.isRun(by: reader)
        pseudonyms = try Pseudonyms(for: contest.id, in: database)
    }

    func maySee(_ user: ID<User>) -> Bool { runsContest || reader?.user == user }

    func player(_ user: ID<User>) throws -> String {
        try pseudonyms.name(of: user, to: reader, runsEvent: runsContest)
    }

    func view(_ entry: StoredEntry) throws -> ContestEntry {
        let (isKnown, isSettled) = (maySee(entry.user), entry.settledAt != nil)
        return ContestEntry(
            id: entry.id, contest: entry.contest, user: isKnown ? entry.user : nil, player: try player(entry.user),
            code: isKnown ? entry.code : nil, amountDebited: contest.money(entry.fee), status: entry.status,
            score: entry.score, rank: entry.givenRank, winnerRank: isSettled ? entry.winnerRank : nil,
            prize: isSettled ? entry.prize.map { contest.money($0) } : nil, createdAt: entry.createdAt,
            settledAt: entry.settledAt)
    }
}
