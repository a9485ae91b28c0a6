import Messages

/// Signs up, pays in, bets on what is open, looks at what came of it, has winnings paid out or thinks better of it, brings
/// friends who were invited, and changes sessions.
final class PlayerScript: Script {
    private let story: Story
    /// How many people the client has been before; nil where the player is among those whom others know.
    private let life: Int?
    private let sessions = SessionDrill()
    private let purse: PurseDrill
    private let stall: StallDrill
    private let peers: PeerDrill
    private let edges = EdgeDrill()
    private let tracked = TrackDrill()
    private let syndicate: SyndicateDrill
    private var isRegistered = false
    private var isKnown = false
    /// What may be staked in a day, in euros, where that is known to hold.
    private var dailyLimit: String?
    private var hasLooked = false
    private var deposits = 0
    /// The first of them: before it is decided on, there is little that can be done.
    private var first: String?
    /// Bets that may still be taken back.
    private var bets: [String] = []
    private var friends = 0
    private let field: FieldDrill

    init(story: Story, life: Int? = nil) {
        (self.story, self.life) = (story, life)
        (purse, stall, field) = (PurseDrill(story: story), StallDrill(story: story), FieldDrill(story: story))
        (peers, syndicate) = (PeerDrill(story: story), SyndicateDrill(story: story))
    }

    func next(_ client: Client) -> Deed {
        guard isRegistered else {
            return .submit(signUp(client.person)) { [self] answer in
                guard answer.status == 201 || answer.code == "email_taken" else {
                    throw Violation("sign-up", answer.text)
                }
                isRegistered = true
            }
        }
        if sessions.isDue { return sessions.next(client) }
        guard let session = client.session else { return .signIn }
        if story.isSettling { return .done }
        if !isKnown {
            isKnown = true
            if life == nil { story.players.append(session.user.id) }
        }
        guard hasLooked else {
            hasLooked = true
            return .read(.get("/v1/me")) { _ in }
        }
        if deposits < 2 { return deposit(client) }
        if let first, !story.decided.contains(first), client.dice.chance(8000) { return .rest(150) }
        if client.dice.chance(200) { return deposit(client) }
        if client.dice.chance(purse.isFull ? 5000 : 1000) { return purse.next(client) }
        if peers.isEngaged, client.dice.chance(3000) { return peers.next(client) }
        if client.dice.chance(syndicate.eagerness) { return syndicate.next(client) }
        switch story.taste.pick(&client.dice) {
        case .bet: return bet(client)
        case .takeBack: return takeBack(client)
        case .field: return field.next(client)
        case .peers: return peers.next(client)
        case .contest: return enterContest(client)
        case .syndicate: return syndicate.next(client)
        case .purse: return purse.next(client)
        case .stall: return stall.next(client)
        case .friend: return bringFriend(client)
        case .session: return sessions.next(client)
        case .limit: return limit(client)
        case .edges: return edges.next(client)
        case .tracked: return tracked.next(client)
        case .look: return look(client)
        }
    }

    /// Somebody who has an invitation's bonus and is not heard of again.
    private func bringFriend(_ client: Client) -> Deed {
        guard !story.invitations.isEmpty else { return .rest(50) }
        friends += 1
        let person = Person(
            email: "friend\(friends)." + client.person.email.replacing("@", with: ".a@"),
            password: client.person.password,
            address: client.person.address)
        return .submit(signUp(person, invitation: client.dice.pick(story.invitations))) { answer in
            try answer.expect("sign-up")
        }
    }

    private func deposit(_ client: Client) -> Deed {
        deposits += 1
        let kinds = [("75.50", "EUR"), ("500", "POINTS"), ("0.05000000", "USDT"), ("12.35", "EUR")]
        let (amount, currency) = deposits <= 2 ? kinds[deposits - 1] : client.dice.pick(kinds)
        let hash = "0x\(client.index)-\(life.map { "\($0)-" } ?? "")\(deposits)"
        func body(_ amount: String) -> String {
            #"{"amount":\#(money(amount, currency)),"chain":"test","tx_hash":"\#(hash)"}"#
        }
        let call = Call.post("wallet.request-deposit", "/v1/deposits", body(amount), other: body("1"))
        return .submit(call) { [self] answer in
            try answer.expect("deposit", or: "account_frozen", "account_not_active", "standing_unknown")
            guard let id = answer.id, answer.isSuccess else { return }
            story.deposits.append(id)
            first = first ?? id
        }
    }

    private func bet(_ client: Client) -> Deed {
        let isLate = client.dice.chance(300)
        let open = story.events.suffix(5).filter { isLate || !$0.isOver && $0.startsAt > story.now }
        guard !open.isEmpty else { return .rest(100) }
        let event = client.dice.pick(open)
        let isKnown = !client.dice.chance(300)
        // Half of all bets are on a favourite, so that the others are often won by nobody.
        let backed = client.dice.chance(5000) ? event.plays[0] : client.dice.pick(event.plays)
        let play = isKnown ? backed : "019aa2f5-3c00-7000-8000-000000000001"
        let currency = client.dice.chance(400) ? "GBP" : event.currency
        let amounts =
            event.currency == "POINTS"
            ? ["1", "3", "50", "7", "20", "8", "9"] : ["0.01", "1.50", "3.33", "2.00", "2.77", "1.01", "0.77"]
        // Some stake more than they have.
        let amount = client.dice.chance(400) ? "9000" : client.dice.pick(amounts)
        func body(_ amount: String) -> String {
            #"{"play_id":"\#(play)","stake":\#(money(amount, currency))}"#
        }
        let user = client.session?.user.id
        let (sanction, limit) = (story.sanctions[user], currency == "EUR" ? dailyLimit : nil)
        let call = Call.post("betting.place-bet", "/v1/events/\(event.id)/bets", body(amount), other: body("2"))
        return .submit(call) { [self] answer in
            guard answer.isSuccess else { return }
            if let sanction, sanction == story.sanctions[user] {
                throw Violation("a frozen account stakes nothing", "\(sanction.kind) and then \(answer.text)")
            }
            guard let id = answer.id, isKnown, currency == event.currency else {
                throw Violation("bet", "this should have been refused: \(answer.text)")
            }
            story.acknowledged.append(.bet(id))
            bets.append(id)
            if let user, let limit { story.limitedBets.append(Story.LimitedBet(id: id, user: user, limit: limit)) }
        }
    }

    private func takeBack(_ client: Client) -> Deed {
        guard !bets.isEmpty else { return .rest(50) }
        // Mostly the last, which is the likeliest to be in time; others are asked for all the same, and again.
        let index = client.dice.chance(8000) ? bets.count - 1 : client.dice.index(below: bets.count)
        let bet = client.dice.chance(9000) ? bets.remove(at: index) : bets[index]
        return PoolDrill.takeBack(bet, story)
    }

    private func enterContest(_ client: Client) -> Deed {
        let isLate = client.dice.chance(700)
        let open = story.contests.suffix(5).filter { isLate || !$0.isOver && $0.startsAt > story.now }
        guard !open.isEmpty else { return .rest(50) }
        let contest = client.dice.pick(open)
        let user = client.session?.user.id
        let sanction = story.sanctions[user]
        let call = Call.post("betting.enter-contest", "/v1/contests/\(contest.id)/entries")
        return .submit(call) { [story] answer in
            guard answer.isSuccess, let id = answer.id else { return }
            if let sanction, sanction == story.sanctions[user] {
                throw Violation("a frozen account enters nothing", "\(sanction.kind) and then \(answer.text)")
            }
            story.acknowledged.append(.entry(id))
        }
    }

    /// Half of them so high that betting goes on.
    private func limit(_ client: Client) -> Deed {
        func body(_ amount: String) -> String {
            #"{"limits":[{"currency":"EUR","daily_stake":\#(money(amount, "EUR"))}]}"#
        }
        let amount = client.dice.pick(["0.50", "3", "8.50", "200000", "200000.50", "300000.50"])
        return .submit(.put("identity.set-limits", "/v1/me/limits", body(amount))) { [self] answer in
            try answer.expect("limits")
            guard let safeguards = answer.decoded(Confirmed<Safeguards>.self), safeguards.pending == nil else { return }
            dailyLimit = safeguards.thing.limits.first { $0.currency.text == "EUR" }?.dailyStake?.amount.text
        }
    }

    private func look(_ client: Client) -> Deed {
        let event = story.events.isEmpty ? nil : client.dice.pick(story.events).id
        switch client.dice.index(below: 9) {
        case 0, 1: return purse.look()
        case 2: return .read(.get("/v1/wallet/transactions")) { _ in }
        case 3: return .read(.get("/v1/bets")) { _ in }
        case 4: return event.map { .read(.get("/v1/events/\($0)/pool")) { _ in } } ?? .rest(50)
        case 5: return event.map { .read(.get("/v1/events/\($0)/winnings")) { _ in } } ?? .rest(50)
        case 6, 7: return StatisticsDrill.next(client)
        default: return .read(.get("/v1/events")) { _ in }
        }
    }
}
