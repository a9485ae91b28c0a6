import Messages

/// Makes matches and contests of many kinds, and ends them by scores, by ranks, or by calling them or their match off; the clock
/// closes them. It is an admin's, who may promise the house's money. Its second device only ends contests, in a race with the
/// first. Both use a session of the admin's that is there: codes to sign in with are few.
final class ContestScript: Script {
    private let story: Story
    private let isFirst: Bool
    private var match: (id: String, startsAt: Int64)?
    /// A contest that is to be opened.
    private var draft: Story.PublicContest?
    private var made = 0
    /// By contest: the entries that its result is made of.
    private var entries: [String: [String]] = [:]
    private var judged: Set<String> = []
    /// Those that cannot be settled, and how often that was tried of others.
    private var hopeless: Set<String> = []
    private var tries: [String: Int] = [:]

    init(story: Story, isFirst: Bool) { (self.story, self.isFirst) = (story, isFirst) }

    func next(_ client: Client) -> Deed {
        guard let session = story.adminSession else { return story.isSettling ? .done : .rest(150) }
        if client.token == nil { client.session = session }
        if let draft { return open(draft) }
        if let index = dueIndex(client) { return end(index, client) }
        if story.isSettling { return .done }
        guard isFirst, story.contests.count(where: { !$0.isOver }) < most else { return .rest(200) }
        if let match, match.startsAt > story.now + 3000 { return create(on: match, client) }
        return createMatch(client)
    }

    /// How many contests there are at a time: few, so that people meet in them.
    private var most: Int { story.taste.theme == .contests ? 3 : 2 }

    // MARK: - Beginning

    private func createMatch(_ client: Client) -> Deed {
        made += 1
        let startsAt = story.now + client.dice.number(4500...9000)
        let body = #"{"start_time":"\#(Timestamp(milliseconds: startsAt).text)","title":"Match \#(made)"}"#
        return .submit(.post("betting.create-match", "/v1/matches", body)) { [self] answer in
            try answer.expect("a match", or: "start_not_in_future")
            if let id = answer.id, answer.isSuccess { match = (id, startsAt) }
        }
    }

    private func create(on match: (id: String, startsAt: Int64), _ client: Client) -> Deed {
        made += 1
        let prizes = client.dice.pick([
            "[50,30,20]", #"{"1":"50","2-3":"25"}"#, #"{"1":"0.6","2":"0.3"}"#, "[1]", #"{"1":"40","2":"30"}"#,
        ])
        var fields = [
            #""entry_fee":\#(money(client.dice.pick(["1.00", "3.33", "0.77", "2.50", "1.10", "0.00"]), "EUR"))"#,
            #""match_id":"\#(match.id)""#, #""max_players":\#(client.dice.number(3...9))"#,
            #""max_entries_per_user":\#(client.dice.number(1...3))"#, #""prize_structure":\#(prizes)"#,
            #""commission_pct":"\#(client.dice.pick(["0", "10", "10", "33.33"]))""#, #""title":"Contest \#(made)""#,
            #""unfilled_prizes":"\#(client.dice.pick(["house", "share"]))""#,
        ]
        if client.dice.chance(4000) {
            fields.append(#""guaranteed":\#(money(client.dice.pick(["1.00", "25.00"]), "EUR"))"#)
        }
        if client.dice.chance(2000) { fields.append(#""min_entries":2"#) }
        if client.dice.chance(3000) {
            let cutoff = Timestamp(milliseconds: match.startsAt - client.dice.number(1...2000))
            fields.append(#""join_cutoff":"\#(cutoff.text)""#)
        }
        let call = Call.post("betting.create-contest", "/v1/contests", "{\(fields.joined(separator: ","))}")
        return .submit(call) { [self] answer in
            guard answer.isSuccess, let id = answer.id else {
                self.match = nil
                return try answer.expect(
                    "a contest", or: "match_not_scheduled", "cutoff_not_in_future", "unknown_match")
            }
            draft = Story.PublicContest(id: id, match: match.id, startsAt: match.startsAt)
        }
    }

    private func open(_ contest: Story.PublicContest) -> Deed {
        .submit(.post("betting.open-contest", "/v1/contests/\(contest.id)/open")) { [self] _ in
            story.contests.append(contest)
            draft = nil
        }
    }

    // MARK: - Ending

    private func dueIndex(_ client: Client) -> Int? {
        let grace: Int64 = isFirst ? 200 : 2500
        return story.contests.firstIndex { contest in
            !contest.isOver && (story.isSettling || story.now > contest.startsAt + grace)
        } ?? (client.dice.chance(150) ? story.contests.firstIndex { isNear($0) } : nil)
    }

    /// Whether people have had time to enter, and it is not closed yet.
    private func isNear(_ contest: Story.PublicContest) -> Bool {
        !contest.isOver && contest.startsAt < story.now + 3000
    }

    private func end(_ index: Int, _ client: Client) -> Deed {
        let contest = story.contests[index]
        let isEarly = story.now <= contest.startsAt + 200
        if isEarly, !story.isSettling, client.dice.chance(6500) { return start(contest.match) }
        if isEarly || hopeless.contains(contest.id) || client.dice.chance(1500) {
            return callOff(index, withMatch: isEarly && client.dice.chance(5000))
        }
        guard let found = entries[contest.id] else { return look(contest) }
        if found.isEmpty { return callOff(index, withMatch: false) }
        if judged.insert(contest.id).inserted { return judge(contest, found, client) }
        return .submit(.post("betting.settle-contest", "/v1/contests/\(contest.id)/settle")) { [self] answer in
            if answer.isSuccess { story.contests[index].isOver = true }
            if answer.status == 409 { retry(contest.id) }
        }
    }

    /// Where it was judged too early, or had others enter since, all of it is done again.
    private func retry(_ contest: String) {
        tries[contest, default: 0] += 1
        entries[contest] = nil
        judged.remove(contest)
        if tries[contest, default: 0] > 2 { hopeless.insert(contest) }
    }

    /// Before its time, which closes its contests.
    private func start(_ match: String) -> Deed {
        .submit(.post("betting.start-match", "/v1/matches/\(match)/start")) { [self] answer in
            self.match = nil
            try answer.expect("a match's start", or: "wrong_state")
            for contest in story.contests.indices where story.contests[contest].match == match {
                story.contests[contest].startsAt = min(story.contests[contest].startsAt, story.now)
            }
        }
    }

    private func callOff(_ index: Int, withMatch: Bool) -> Deed {
        let contest = story.contests[index]
        if withMatch {
            return .submit(.post("betting.cancel-match", "/v1/matches/\(contest.match)/cancel")) { [story] answer in
                guard answer.isSuccess else { return }
                for other in story.contests.indices where story.contests[other].match == contest.match {
                    story.contests[other].isOver = true
                }
            }
        }
        return .submit(.post("betting.cancel-contest", "/v1/contests/\(contest.id)/cancel")) { [story] answer in
            // Either it ends now, or somebody else was first.
            if answer.isSuccess || answer.status == 409 { story.contests[index].isOver = true }
        }
    }

    private func look(_ contest: Story.PublicContest) -> Deed {
        .read(.get("/v1/contests/\(contest.id)/entries?limit=200")) { [self] answer in
            entries[contest.id] = answer?.decoded(Listed.self)?.items.map(\.id)
        }
    }

    private func judge(_ contest: Story.PublicContest, _ entries: [String], _ client: Client) -> Deed {
        if client.dice.chance(3000) {
            let ranks = entries.enumerated().map { #"{"entry_id":"\#($1)","rank":\#($0 + 1)}"# }
            let body = #"{"ranks":[\#(ranks.joined(separator: ","))]}"#
            return .submit(.put("betting.rank-contest", "/v1/contests/\(contest.id)/ranks", body)) { _ in }
        }
        let scores = entries.map { #"{"entry_id":"\#($0)","score":\#(client.dice.index(below: 4))}"# }
        let body = #"{"scores":[\#(scores.joined(separator: ","))]}"#
        return .submit(.put("betting.score-contest", "/v1/contests/\(contest.id)/scores", body)) { _ in }
    }
}

private struct Listed: Decodable {
    struct Item: Decodable { let id: String }
    let items: [Item]
}
