/// The part of an admin who adjusts what players have, gives them bonuses, and takes some of that and of what was deposited
/// back.
final class Corrector {
    private let story: Story
    private var reversible: [String] = []

    init(story: Story) { self.story = story }

    func act(_ client: Client) -> Deed {
        guard !story.players.isEmpty else { return .rest(150) }
        let user = client.dice.pick(story.players)
        switch client.dice.index(below: 6) {
        case 0, 1: return adjust(user, client)
        case 2: return award(user, client)
        case 3: return look(client)
        default: return reversible.isEmpty ? .rest(50) : reverse(client.dice.pick(reversible))
        }
    }

    private func adjust(_ user: String, _ client: Client) -> Deed {
        let (amount, currency) = client.dice.pick([("1.25", "EUR"), ("0.01", "EUR"), ("40", "POINTS")])
        let bucket = client.dice.pick(["deposit", "winning", "winning", "bonus"])
        let direction = client.dice.chance(6000) ? "credit" : "debit"
        func body(_ amount: String) -> String {
            """
            {"amount":\(money(amount, currency)),"bucket":"\(bucket)","direction":"\(direction)","reason":"a mistake"}
            """
        }
        let call = Call.post(
            "wallet.adjust-balance", "/v1/users/\(user)/adjustments", body(amount), other: body("2"))
        return .submit(call) { [self] in try posted($0, "adjustment") }
    }

    private func award(_ user: String, _ client: Client) -> Deed {
        let body = #"{"amount":\#(money("0.50", "EUR")),"reason":"for patience"}"#
        return .submit(.post("wallet.award-bonus", "/v1/users/\(user)/bonuses", body)) { [self] in
            try posted($0, "bonus")
        }
    }

    /// What is tried of all that was posted lately: some can be taken back and some cannot. What was paid out of an escrow
    /// stays, whoever got it, since nobody would pay it again; and so do bonuses, of which one can be paid only once.
    private static let tried: Set<String> = [
        "deposit", "adjustment", "hold", "release", "withdrawal", "reversal", "bet_placed", "contest_entry",
        "peer_stake", "rollover", "overlay", "minus_pool",
    ]

    private func look(_ client: Client) -> Deed {
        .read(.get("/v1/ledger/transactions?limit=3\(client.dice.pick(["", "&kind=deposit"]))")) { [self] answer in
            let items = answer?.decoded(Transactions.self)?.items ?? []
            reversible += items.filter { Self.tried.contains($0.kind) }.map(\.id)
        }
    }

    private func reverse(_ transaction: String) -> Deed {
        let call = Call.post(
            "wallet.reverse-transaction", "/v1/transactions/\(transaction)/reverse", #"{"reason":"a mistake"}"#,
            other: #"{"reason":"another"}"#)
        return .submit(call) { [story] answer in
            try answer.expect(
                "reversal", or: "not_reversible", "already_reversed", "insufficient_funds", "account_frozen")
            if let id = answer.id, answer.isSuccess { story.acknowledged.append(.transaction(id)) }
        }
    }

    private func posted(_ answer: Answer, _ what: String) throws {
        // Of one who has just signed up the wallet may not have heard yet.
        try answer.expect(what, or: "insufficient_funds", "account_frozen", "not_found")
        guard let id = answer.id, answer.isSuccess else { return }
        story.acknowledged.append(.transaction(id))
        reversible.append(id)
    }
}

private struct Transactions: Decodable {
    struct Item: Decodable {
        let id: String
        let kind: String
    }
    let items: [Item]
}
