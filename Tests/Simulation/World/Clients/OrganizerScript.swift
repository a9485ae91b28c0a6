import Messages

/// Makes events, opens them, scores and ends them. Its second device only ends events, in a race with the first.
final class OrganizerScript: Script {
    private let story: Story
    private let number: Int
    private let isFirst: Bool
    private var isRegistered = false
    /// What is left to do for the event that is being prepared.
    private var draft: Draft?
    private var made = 0
    private var scored: Set<String> = []

    private struct Draft {
        let id: String
        let currency: String
        let startsAt: Int64
        let playCount: Int
        let takesSelfStake: Bool
        var plays: [String] = []
        /// How long the organizer waits for the house to stand in for a least dividend.
        var patience = 0
    }

    init(story: Story, number: Int, isFirst: Bool) {
        (self.story, self.number, self.isFirst) = (story, number, isFirst)
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
        guard client.token != nil else { return .signIn }
        if let draft { return prepare(draft, client) }
        if let index = dueIndex(client) { return end(index, client) }
        if let index = running.first, client.dice.chance(100) { return withdraw(index, client) }
        if story.isSettling { return .done }
        guard isFirst, running.count < 2 else { return .rest(200) }
        return create(client)
    }

    private var running: [Int] {
        story.events.indices.filter { story.events[$0].organizer == number && !story.events[$0].isOver }
    }

    // MARK: - Beginning

    private func create(_ client: Client) -> Deed {
        made += 1
        let targets = running.map { story.events[$0] }
        // Often that of another event, to which what nobody wins can go on.
        let other = client.dice.chance(6000) ? targets.last?.currency : nil
        let currency = other ?? client.dice.pick(["EUR", "EUR", "EUR", "POINTS"])
        let takeout = client.dice.pick(["0", "2.5", "2.5", "10", "33.33"])
        var startsAt = story.now + client.dice.number(5000...14000)
        let playCount = 2 + client.dice.index(below: 3)
        let selfStake = client.dice.chance(4000) ? (currency == "EUR" ? "1.25" : "20") : nil
        let target = PoolDrill.target(&client.dice, currency: currency, among: targets)
        let policy = PoolDrill.policy(&client.dice, currency: currency, target: target)
        // Over, mostly, before the one begins that its pool may go on to.
        if let target { startsAt = max(story.now + 3000, min(startsAt, target.startsAt - 3000)) }
        func body(_ name: String) -> String {
            let start = Timestamp(milliseconds: startsAt).text
            let stake = selfStake.map { #""self_stake":\#(money($0, currency)),"# } ?? ""
            let words = #""currency":"\#(currency)","name":"\#(name)",\#(policy)\#(stake)"starts_at":"\#(start)""#
            return #"{\#(words),"takeout_pct":"\#(takeout)"}"#
        }
        let call = Call.post("betting.create-event", "/v1/events", body("Cup \(made)"), other: body("Other cup"))
        return .submit(call) { [self, unowned client] answer in
            guard answer.status == 201, let id = answer.id else {
                // Asked again too late, it is refused.
                guard answer.status == 422 else { throw Violation("event", answer.text) }
                return
            }
            story.acknowledged.append(.event(id))
            story.drafts.append(id)
            draft = Draft(
                id: id, currency: currency, startsAt: startsAt, playCount: playCount, takesSelfStake: selfStake != nil)
            if client.dice.chance(story.taste.theme == .pools ? 7000 : 3000) {
                story.wishes.append(id)
                draft?.patience = 10
            }
        }
    }

    private func prepare(_ draft: Draft, _ client: Client) -> Deed {
        if draft.plays.count < draft.playCount {
            let body = #"{"name":"Horse \#(draft.plays.count + 1)"}"#
            return .submit(.post("betting.add-play", "/v1/events/\(draft.id)/plays", body)) { [self] answer in
                guard let id = answer.id, answer.isSuccess else { return giveUp(draft) }
                self.draft?.plays.append(id)
            }
        }
        if draft.patience > 0, story.wishes.contains(draft.id), draft.startsAt > story.now + 4000 {
            self.draft?.patience -= 1
            return .rest(100)
        }
        return .submit(.post("betting.open-event", "/v1/events/\(draft.id)/open")) { [self] _ in
            publish(draft, isOver: false)
        }
    }

    /// It took so long that the event has started; it still has to be ended.
    private func giveUp(_ draft: Draft) { publish(draft, isOver: false) }

    private func publish(_ draft: Draft, isOver: Bool) {
        let plays = draft.plays.isEmpty ? ["019aa2f5-3c00-7000-8000-000000000002"] : draft.plays
        story.events.append(
            Story.PublicEvent(
                id: draft.id, organizer: number, currency: draft.currency, plays: plays, startsAt: draft.startsAt,
                takesSelfStake: draft.takesSelfStake))
        story.drafts.removeAll { $0 == draft.id }
        story.wishes.removeAll { $0 == draft.id }
        self.draft = nil
    }

    /// One of its players is out, before the start or in the middle of it; perhaps they were before.
    private func withdraw(_ index: Int, _ client: Client) -> Deed {
        let event = story.events[index]
        let play = client.dice.pick(event.plays)
        let call = Call.post("betting.withdraw-play", "/v1/events/\(event.id)/plays/\(play)/withdraw")
        return .submit(call) { [story, unowned client] answer in
            if answer.isSuccess { story.withdrew(play, from: event.id, &client.dice) }
            try answer.expect("withdrawal of a player", or: "already_withdrawn", "wrong_state", "not_found")
        }
    }

    // MARK: - Ending

    private func dueIndex(_ client: Client) -> Int? {
        let grace: Int64 = isFirst ? 200 : 1500
        return running.first { story.isSettling || story.now > story.events[$0].startsAt + grace }
            ?? (client.dice.chance(15) ? running.first : nil)
    }

    private func end(_ index: Int, _ client: Client) -> Deed {
        let event = story.events[index]
        if story.now > event.startsAt + 200, scored.insert(event.id).inserted || client.dice.chance(1000) {
            let play = client.dice.pick(event.plays)
            let body = #"{"score":\#(client.dice.index(below: 3))}"#
            return .submit(.put("betting.score-play", "/v1/events/\(event.id)/plays/\(play)/score", body)) { _ in }
        }
        let isCancelled = story.now <= event.startsAt + 200 || client.dice.chance(1500)
        let action = isCancelled ? "cancel" : "finish"
        let body = !isCancelled && client.dice.chance(1500) ? #"{"unscored":"refund"}"# : "{}"
        let call = Call.post("betting.\(action)-event", "/v1/events/\(event.id)/\(action)", body)
        return .submit(call) { [self, story] answer in
            // Whoever had a score is out meanwhile.
            if answer.code == "scores_missing" { scored.remove(event.id) }
            // Either it ends now, or the other device was first.
            if answer.isSuccess || answer.status == 409 { story.events[index].isOver = true }
        }
    }
}
