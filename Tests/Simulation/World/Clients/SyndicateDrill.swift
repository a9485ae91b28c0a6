import Messages

/// The part of a player who keeps the books of a syndicate through a year: founds it, asks others in as players, pays in from their
/// own wallet and records what came from outside, books bets of any day of the year, their results and what was wrong with
/// them, pays out, looks at the board, and ends a season to begin the next.
final class SyndicateDrill {
    private let story: Story
    private var syndicate: String?
    private var season: String?
    private var isActive = false
    private var seasons = 0
    /// Oneself, with a wallet, and a mere name.
    private var players: [String] = []
    private var inSeason = 0
    private var bets: [String] = []

    init(story: Story) { self.story = story }

    /// How likely it is gone on with, of ten thousand: what is begun and not yet as far as money can move, soon.
    var eagerness: Int { syndicate == nil ? 0 : inSeason < 2 ? 7000 : 2000 }

    func next(_ client: Client) -> Deed {
        guard let syndicate else { return found() }
        guard players.count == 2 else { return addPlayer(to: syndicate, client) }
        guard let season else { return begin(syndicate) }
        guard isActive else { return activate(season) }
        guard inSeason == 2 else { return admit(to: season) }
        switch client.dice.index(below: 20) {
        case 0..<4: return contribute(season, players[0], "wallet", client)
        case 4..<6: return contribute(season, players[1], "outside", client)
        case 6..<9: return bet(season, client)
        case 9..<13: return bets.isEmpty ? bet(season, client) : settle(client)
        case 13: return reverse(client)
        case 14..<17: return payOut(season, client)
        case 17: return invite(syndicate, client)
        case 18 where client.dice.chance(2000): return end(season)
        default: return look(season, client)
        }
    }

    // MARK: - Beginning

    private func found() -> Deed {
        submit(.post("betting.create-syndicate", "/v1/syndicates", #"{"name":"The Shed"}"#, other: #"{"name":"S"}"#)) {
            [self] answer in
            syndicate = answer.id
        }
    }

    private func addPlayer(to syndicate: String, _ client: Client) -> Deed {
        let user = client.session?.user.id ?? ""
        let body = players.isEmpty ? #"{"name":"I","user_id":"\#(user)"}"# : #"{"name":"Carol"}"#
        return submit(.post("betting.add-syndicate-player", "/v1/syndicates/\(syndicate)/players", body)) {
            [self] answer in
            if let id = answer.id { players.append(id) }
        }
    }

    private func begin(_ syndicate: String) -> Deed {
        seasons += 1
        let start = today.adding(days: -360)
        let body = #"{"name":"season \#(seasons)","start_date":"\#(start)"}"#
        return submit(.post("betting.create-season", "/v1/syndicates/\(syndicate)/seasons", body)) { [self] answer in
            season = answer.id
        }
    }

    private func activate(_ season: String) -> Deed {
        submit(.post("betting.activate-season", "/v1/seasons/\(season)/activate")) { [self] _ in isActive = true }
    }

    private func admit(to season: String) -> Deed {
        let body = #"{"player_id":"\#(players[inSeason])"}"#
        return submit(
            .post("betting.add-season-player", "/v1/seasons/\(season)/players", body), or: "already_in_season"
        ) { [self] _ in inSeason += 1 }
    }

    /// The next season takes its place; what is in its bank stays there.
    private func end(_ season: String) -> Deed {
        (self.season, isActive, inSeason, bets) = (nil, false, 0, [])
        return .read(.get("/v1/seasons/\(season)")) { _ in }
    }

    // MARK: - Money

    private func contribute(_ season: String, _ player: String, _ source: String, _ client: Client) -> Deed {
        // Some pay more than they have.
        let amount = client.dice.chance(300) ? "900000" : client.dice.pick(["5.00", "20.00", "0.01", "32.34"])
        func body(_ amount: String) -> String {
            #"{"amount":\#(money(amount, "EUR")),"entry_date":"\#(day(client))","player_id":"\#(player)","#
                + #""source":"\#(source)"}"#
        }
        let call = Call.post(
            "betting.contribute-to-season", "/v1/seasons/\(season)/contributions", body(amount), other: body("1.00"))
        let user = client.session?.user.id
        let sanction = story.sanctions[user]
        if source == "wallet", client.dice.chance(5000) { story.seasonsBeingPaid = [season] }
        return .submit(call) { [story] answer in
            story.seasonsBeingPaid.removeAll { $0 == season }
            guard answer.isSuccess else { return }
            if source == "wallet", let sanction, sanction == story.sanctions[user] {
                throw Violation("a frozen account stakes nothing", "\(sanction.kind) and then \(answer.text)")
            }
            if let id = answer.id { story.acknowledged.append(.seasonEntry(id)) }
        }
    }

    private func bet(_ season: String, _ client: Client) -> Deed {
        let (stake, free) = (client.dice.pick(["1.00", "2.50", "7.77", "40.00"]), client.dice.chance(1500))
        let odds = client.dice.pick(["5/1", "evens", "2.5", "11/8"])
        let body =
            #"{"bet_date":"\#(day(client))","description":"Double","free":\#(free),"odds":"\#(odds)","#
            + #""placed_by":"\#(client.dice.pick(players))","stake":\#(money(stake, "EUR"))}"#
        return submit(
            .post("betting.place-syndicate-bet", "/v1/seasons/\(season)/bets", body), or: "insufficient_bank",
            "wrong_state"
        ) { [self] answer in
            if let id = answer.id { bets.append(id) }
        }
    }

    private func settle(_ client: Client) -> Deed {
        guard !bets.isEmpty else { return .rest(50) }
        let bet = client.dice.pick(bets.suffix(6))
        let status = client.dice.pick(["won", "lost", "void"])
        return submit(
            .post("betting.settle-syndicate-bet", "/v1/syndicate-bets/\(bet)/result", #"{"status":"\#(status)"}"#),
            or: "already_settled"
        ) { _ in }
    }

    private func reverse(_ client: Client) -> Deed {
        guard !bets.isEmpty else { return .rest(50) }
        let call = Call.post(
            "betting.reverse-syndicate-bet", "/v1/syndicate-bets/\(client.dice.pick(bets.suffix(6)))/reverse",
            #"{"reason":"wrong match"}"#)
        return submit(call, or: "not_settled", "insufficient_bank") { _ in }
    }

    private func payOut(_ season: String, _ client: Client) -> Deed {
        let amount = client.dice.pick(["0.01", "3.00", "9.99", "25.00"])
        let body = #"{"amount":\#(money(amount, "EUR")),"player_id":"\#(client.dice.pick(players))"}"#
        return submit(
            .post("betting.pay-out-of-season", "/v1/seasons/\(season)/payouts", body), or: "insufficient_bank",
            "not_won"
        ) { [story] answer in
            if let id = answer.id { story.acknowledged.append(.seasonEntry(id)) }
        }
    }

    // MARK: - The rest

    private func invite(_ syndicate: String, _ client: Client) -> Deed {
        guard !story.players.isEmpty else { return .rest(50) }
        let body = #"{"user_id":"\#(client.dice.pick(story.players))"}"#
        return submit(
            .post("betting.invite-syndicate-member", "/v1/syndicates/\(syndicate)/members", body),
            or: "already_member", "unknown_user"
        ) { _ in }
    }

    private func look(_ season: String, _ client: Client) -> Deed {
        .read(.get("/v1/seasons/\(season)/\(client.dice.pick(["board", "history", "ledger"]))")) { _ in }
    }

    private var today: Day { Day(Timestamp(milliseconds: story.now)) }

    /// Any day of the year, but today, which may be another one by the time that it comes.
    private func day(_ client: Client) -> Day { today.adding(days: -client.dice.number(1...350)) }

    /// What is done for nobody's money but the syndicate's.
    private func submit(
        _ call: Call, or codes: String..., then: @escaping (Answer) throws -> Void
    ) -> Deed {
        .submit(call) { answer in
            let known = codes + ["account_frozen", "account_not_active", "forgotten", "too_many_syndicates", "fenced"]
            guard answer.isSuccess || answer.code == "deadline_passed" || known.contains(answer.code) else {
                throw Violation("a syndicate's year", "\(call.operation): \(answer.text)")
            }
            if answer.isSuccess { try then(answer) }
        }
    }
}
