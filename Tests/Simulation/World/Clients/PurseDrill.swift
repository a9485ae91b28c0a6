import Messages

/// The part of a player who looks at what was won and wants it paid out, all of it, some, or more than there is, and takes
/// some of that back.
final class PurseDrill {
    private let story: Story
    private var own: [String] = []
    /// What was asked for last, as long as it may be thought better of at once.
    private var fresh: String?
    private var winnings: [Money] = []

    init(story: Story) { self.story = story }

    /// Whether there was something to withdraw when it last looked.
    var isFull: Bool { !winnings.isEmpty }

    func look() -> Deed {
        .read(.get("/v1/wallet")) { [self] answer in
            let lines = answer?.decoded(GetWallet.Reply.self)?.items ?? []
            winnings = lines.map(\.withdrawable).filter { $0.amount.text.contains { $0 != "0" && $0 != "." } }
        }
    }

    func next(_ client: Client) -> Deed {
        if let fresh {
            self.fresh = nil
            if client.dice.chance(4000) { return cancel(fresh) }
        }
        if isFull, client.dice.chance(6000) { return request(client) }
        switch client.dice.index(below: 6) {
        case 0, 1: return isFull || client.dice.chance(2000) ? request(client) : look()
        case 2, 3: return own.isEmpty ? look() : cancel(client.dice.pick(own))
        case 4: return .read(.get("/v1/withdrawals")) { _ in }
        default: return own.isEmpty ? look() : .read(.get("/v1/withdrawals/\(client.dice.pick(own))")) { _ in }
        }
    }

    private func request(_ client: Client) -> Deed {
        let small = [("0.01", "EUR"), ("3.50", "EUR"), ("1", "POINTS"), ("0.00010000", "USDT")]
        var (amount, currency) = client.dice.pick(small)
        if isFull, !client.dice.chance(2000) {
            let all = client.dice.pick(winnings)
            let least = small.first { $0.1 == all.currency.text }
            currency = all.currency.text
            amount = client.dice.chance(2000) ? all.amount.text : least?.0 ?? all.amount.text
            if client.dice.chance(1500) { winnings.removeAll() }
        }
        func body(_ address: String) -> String {
            #"{"amount":\#(money(amount, currency)),"to_address":"\#(address)"}"#
        }
        let user = client.session?.user.id
        let sanction = story.sanctions[user]
        let call = Call.post(
            "wallet.request-withdrawal", "/v1/withdrawals", body("account \(client.index)"), other: body("another"))
        return .submit(call) { [self] answer in
            try answer.expect(
                "withdrawal", or: "insufficient_withdrawable", "too_many_pending", "account_frozen",
                "account_not_active", "standing_unknown")
            guard answer.isSuccess, let id = answer.id, let user else { return }
            if let sanction, sanction == story.sanctions[user] {
                throw Violation("nothing is taken from a frozen account", "\(sanction.kind) and then \(answer.text)")
            }
            own.append(id)
            fresh = id
            story.withdrawals.append((id, user))
            story.openWithdrawals.append((id, user))
        }
    }

    private func cancel(_ id: String) -> Deed {
        .submit(.post("wallet.cancel-withdrawal", "/v1/withdrawals/\(id)/cancel")) { [story] answer in
            if answer.isSuccess { story.end(withdrawal: id, as: "cancelled") }
            try answer.expect("a withdrawal's end", or: "withdrawal_not_pending")
        }
    }
}
