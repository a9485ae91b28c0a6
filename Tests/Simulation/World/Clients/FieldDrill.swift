/// The part of a player who plays: joins events, with a stake on themself where that is asked for, and thinks better of it.
final class FieldDrill {
    private let story: Story
    private var joined: [(event: String, play: String)] = []

    init(story: Story) { self.story = story }

    func next(_ client: Client) -> Deed {
        if !joined.isEmpty, client.dice.chance(3000) { return withdraw(client.dice.pick(joined), client) }
        return join(client)
    }

    private func join(_ client: Client) -> Deed {
        let isLate = client.dice.chance(700)
        let open = story.events.indices.suffix(5).filter { index in
            isLate || !story.events[index].isOver && story.events[index].startsAt > story.now
        }
        guard !open.isEmpty, let user = client.session?.user.id else { return .rest(100) }
        let index = client.dice.pick(open)
        let event = story.events[index]
        let sanction = story.sanctions[user]
        let body = #"{"user_id":"\#(user)"}"#
        return .submit(.post("betting.add-play", "/v1/events/\(event.id)/plays", body)) { [self] answer in
            guard answer.isSuccess else { return }
            if event.takesSelfStake, let sanction, sanction == story.sanctions[user] {
                throw Violation("a frozen account stakes nothing", "\(sanction.kind) and then \(answer.text)")
            }
            guard let play = answer.id else { throw Violation("joining", answer.text) }
            joined.append((event.id, play))
            story.events[index].plays.append(play)
        }
    }

    private func withdraw(_ own: (event: String, play: String), _ client: Client) -> Deed {
        let path = "/v1/events/\(own.event)/plays/\(own.play)/withdraw"
        return .submit(.post("betting.withdraw-play", path)) { [story, unowned client] answer in
            if answer.isSuccess { story.withdrew(own.play, from: own.event, &client.dice) }
            try answer.expect(
                "withdrawal", or: "already_withdrawn", "already_started", "wrong_state", "account_frozen",
                "account_not_active")
        }
    }
}
