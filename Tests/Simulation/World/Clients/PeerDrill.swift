import Messages

/// The part of a player who bets with others: offers bets and joins them, says how they ended, rightly or not, calls them
/// off, disputes them, and lets their time run out.
final class PeerDrill {
    private let story: Story
    /// Those that the player is in, as far as they are known not to be over, and of them those that wait for a word of how
    /// they ended.
    private var own: [Story.PeerBet] = []
    private var ripe: [Story.PeerBet] = []

    init(story: Story) { self.story = story }

    /// Whether there is something to see to.
    var isEngaged: Bool { !own.isEmpty }

    func next(_ client: Client) -> Deed {
        if !ripe.isEmpty, client.dice.chance(7000) { return resolve(client) }
        switch client.dice.index(below: 16) {
        case 0..<3: return create(client)
        case 3..<8: return join(client)
        case 8: return resolve(client)
        case 9, 10: return act(client, client.dice.pick(["lock", "dispute", "cancel", "cancel"]))
        case 11: return .read(.get("/v1/peer-bets?show=\(client.dice.pick(["open", "invited", "arbiter"]))")) { _ in }
        default: return look(client)
        }
    }

    private func create(_ client: Client) -> Deed {
        let currency = client.dice.pick(["EUR", "EUR", "EUR", "POINTS"])
        let amounts = currency == "EUR" ? ["0.01", "0.11", "1.33", "2.07"] : ["1", "7", "30", "110"]
        let names = Array(["red", "green", "blue"].prefix(2 + client.dice.index(below: 2)))
        // Some stake more than they have.
        let stake = client.dice.chance(300) ? "900000" : client.dice.pick(amounts)
        let other = money(client.dice.pick(amounts), currency)
        var deadlines = ""
        // Some pass while the stake is still being put aside.
        if client.dice.chance(2500) { deadlines += #""join_deadline":"\#(time(in: 100...5000, client))","# }
        if client.dice.chance(2500) { deadlines += #""resolve_by":"\#(time(in: 5000...9000, client))","# }
        let fee = client.dice.pick(["0", "2.5", "33.33"])
        let places = client.dice.pick([2, 2, 2, 3, 4])
        func body(_ title: String) -> String {
            let outcomes = names.map { "\"\($0)\"" }.joined(separator: ",")
            return #"{\#(deadlines)"fee_pct":"\#(fee)","max_participants":\#(places),"outcome":"red","#
                + #""outcomes":[\#(outcomes)],"stake":\#(money(stake, currency)),"#
                + #""stakes":[{"outcome":"green","stake":\#(other)}],"title":"\#(title)"}"#
        }
        let call = Call.post("betting.create-peer-bet", "/v1/peer-bets", body("Race"), other: body("Another race"))
        return submit(call, client) { [self] answer in
            guard let id = answer.id else { return }
            let bet = Story.PeerBet(id: id, outcomes: names)
            story.acknowledged.append(.peerBet(id))
            story.peerBets.append(bet)
            own.append(bet)
        }
    }

    private func time(in span: ClosedRange<Int64>, _ client: Client) -> String {
        Timestamp(milliseconds: story.now + client.dice.number(span)).text
    }

    private func join(_ client: Client) -> Deed {
        guard !story.peerBets.isEmpty else { return .rest(50) }
        let bet = client.dice.pick(story.peerBets.suffix(4))
        func body(_ outcome: String) -> String { #"{"outcome":"\#(outcome)"}"# }
        let right = client.dice.chance(7000) ? bet.outcomes[1] : client.dice.pick(bet.outcomes)
        let outcome = client.dice.chance(300) ? "violet" : right
        let call = Call.post(
            "betting.join-peer-bet", "/v1/peer-bets/\(bet.id)/join", body(outcome), other: body("yellow"))
        return submit(call, client) { [self] answer in
            guard outcome != "violet" else {
                throw Violation("peer bet", "this should have been refused: \(answer.text)")
            }
            if let user = client.session?.user.id { story.acknowledged.append(.peerStake(bet: bet.id, user: user)) }
            own.append(bet)
        }
    }

    /// Stakes are money taken, which nothing allows who is surely frozen.
    private func submit(_ call: Call, _ client: Client, then: @escaping (Answer) throws -> Void) -> Deed {
        let user = client.session?.user.id
        let sanction = story.sanctions[user]
        return .submit(call) { [story] answer in
            guard answer.isSuccess else { return }
            if let sanction, sanction == story.sanctions[user] {
                throw Violation("a frozen account stakes nothing", "\(sanction.kind) and then \(answer.text)")
            }
            try then(answer)
        }
    }

    private func resolve(_ client: Client) -> Deed {
        guard let bet = ripe.popLast() ?? pick(client) else { return .rest(50) }
        // Mostly all know how it ended.
        let outcome = client.dice.chance(7500) ? bet.outcomes[1] : client.dice.pick(bet.outcomes + ["void"])
        return .submit(
            .post("betting.resolve-peer-bet", "/v1/peer-bets/\(bet.id)/resolve", #"{"outcome":"\#(outcome)"}"#)
        ) { try $0.expect("a peer bet's result", or: "wrong_state", "too_late", "account_frozen") }
    }

    private func act(_ client: Client, _ action: String) -> Deed {
        guard let bet = pick(client) else { return .rest(50) }
        return .submit(.post("betting.\(action)-peer-bet", "/v1/peer-bets/\(bet.id)/\(action)")) {
            try $0.expect("a peer bet's \(action)", or: "wrong_state", "too_late", "forbidden", "account_frozen")
        }
    }

    private func look(_ client: Client) -> Deed {
        .read(.get("/v1/peer-bets?limit=20")) { [self] answer in
            guard let bets = answer?.decoded(Page<PeerBet>.self)?.items else { return }
            func known(_ states: PeerBetStatus...) -> [Story.PeerBet] {
                bets.filter { states.contains($0.status) }.map { bet in
                    Story.PeerBet(id: bet.id.text, outcomes: bet.outcomes.map(\.name))
                }
            }
            own = known(.created, .joined, .locked, .resolving, .disputed)
            ripe = known(.locked, .resolving)
        }
    }

    private func pick(_ client: Client) -> Story.PeerBet? { own.isEmpty ? nil : client.dice.pick(own.suffix(5)) }
}

/// The part of an admin who decides on peer bets of which those who take part do not agree.
struct PeerJudge {
    let story: Story

    func act(_ client: Client) -> Deed {
        guard !story.peerBets.isEmpty else { return .rest(50) }
        let bet = client.dice.pick(story.peerBets.suffix(10))
        let outcome = client.dice.pick(bet.outcomes + ["void"])
        return .submit(
            .post("betting.resolve-peer-bet", "/v1/peer-bets/\(bet.id)/resolve", #"{"outcome":"\#(outcome)"}"#)
        ) { try $0.expect("a judgement", or: "wrong_state", "too_late") }
    }
}
