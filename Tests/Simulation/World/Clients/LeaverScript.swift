/// Somebody who leaves the platform after a while, and then comes as somebody else. Nobody suspends them: when they can sign
/// in no more, they have left.
final class LeaverScript: Script {
    private let story: Story
    private let name: String
    private var life = 0
    private var player: PlayerScript
    /// What is still done before leaving is tried: nothing is known of it before the first look.
    private var patience: Int?

    init(story: Story, name: String) {
        (self.story, self.name) = (story, name)
        player = PlayerScript(story: story, life: 0)
    }

    func next(_ client: Client) -> Deed {
        if client.hasLeft {
            life += 1
            client.become(story.person("\(name)-\(life)", address: client.person.address))
            (player, patience) = (PlayerScript(story: story, life: life), nil)
        }
        guard client.session != nil, !story.isSettling else { return player.next(client) }
        // Most have only had a look round, and leave with an empty wallet.
        let left = patience ?? (client.dice.chance(3000) ? Int(client.dice.number(5...30)) : 0)
        patience = left - 1
        if left > 0 { return player.next(client) }
        patience = Int(client.dice.number(1...10))
        return leave(client)
    }

    /// Now and then without the word that what is in the wallet may stay there: then nothing may be in it.
    private func leave(_ client: Client) -> Deed {
        let query = client.dice.chance(3000) ? "" : "?abandon_balance=true"
        let user = client.session?.user.id
        (client.isLeaving, story.leaving) = (true, user)
        return .submit(.delete("identity.delete-me", "/v1/me\(query)")) { [unowned client, story] answer in
            try answer.expect("leaving", or: "wallet_not_empty", "stakes_open", "requests_pending", "account_frozen")
            guard answer.isSuccess else { return }
            if let user {
                story.left.append(user)
                story.addresses[user] = client.person.email
            }
            client.leaveForGood()
        }
    }
}
