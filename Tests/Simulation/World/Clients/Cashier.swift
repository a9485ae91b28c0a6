/// The part of an admin who pays withdrawals or turns them down, some of them twice, and some by a transfer that has paid
/// another.
final class Cashier {
    private let story: Story
    private let name: String
    private var seen = 0
    private var hashes = 0

    init(story: Story, name: String) { (self.story, self.name) = (story, name) }

    /// Nil where all that was asked for has been decided on.
    func next(_ client: Client) -> Deed? {
        // What is surely frozen must not be paid, however often it is tried.
        if let frozen = story.openWithdrawals.last(where: { story.sanctions[$0.user] != nil }),
            client.dice.chance(5000)
        {
            return pay(frozen, client)
        }
        // Nor what was taken back.
        if let cancelled = story.cancelledWithdrawals.popLast(), client.dice.chance(5000) {
            return pay(cancelled, client)
        }
        if seen == story.withdrawals.count {
            return seen > 0 && client.dice.chance(500) ? decide(client.dice.pick(story.withdrawals), client) : nil
        }
        seen += 1
        // What is left alone its owner may take back, or the other device decide on.
        return client.dice.chance(4000) ? nil : decide(story.withdrawals[seen - 1], client)
    }

    private func decide(_ withdrawal: (id: String, user: String), _ client: Client) -> Deed {
        switch client.dice.index(below: 4) {
        case 0: turnDown(withdrawal.id, "reject", "rejected")
        case 1: turnDown(withdrawal.id, "fail", "failed")
        default: pay(withdrawal, client)
        }
    }

    private func pay(_ withdrawal: (id: String, user: String), _ client: Client) -> Deed {
        if hashes == 0 || !client.dice.chance(1000) { hashes += 1 }
        let sanction = story.sanctions[withdrawal.user]
        let call = Call.post(
            "wallet.pay-withdrawal", "/v1/withdrawals/\(withdrawal.id)/pay",
            #"{"admin_tx_hash":"\#(name)-\#(hashes)"}"#)
        return .submit(call) { [story] answer in
            try answer.expect("a payment", or: "withdrawal_not_pending", "duplicate_tx_hash", "owner_frozen")
            guard answer.isSuccess else { return }
            if let sanction, sanction == story.sanctions[withdrawal.user] {
                throw Violation("nothing is taken from a frozen account", "\(sanction.kind) and then \(answer.text)")
            }
            story.end(withdrawal: withdrawal.id, as: "paid")
        }
    }

    private func turnDown(_ id: String, _ action: String, _ status: String) -> Deed {
        let call = Call.post(
            "wallet.\(action)-withdrawal", "/v1/withdrawals/\(id)/\(action)", #"{"note":"the account is closed"}"#,
            other: #"{"note":"for another reason"}"#)
        return .submit(call) { [story] answer in
            if answer.isSuccess { story.end(withdrawal: id, as: status) }
            try answer.expect("a withdrawal's end", or: "withdrawal_not_pending")
        }
    }
}
