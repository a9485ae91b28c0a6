/// Approves deposits. Its second device approves some of the same ones, and turns others down.
final class AdminScript: Script {
    private let story: Story
    private let isFirst: Bool
    private var seen = 0
    private var raffles = 0

    init(story: Story, isFirst: Bool) { (self.story, self.isFirst) = (story, isFirst) }

    func next(_ client: Client) -> Deed {
        guard client.token != nil else { return .signIn }
        if story.isSettling { return .done }
        if seen < story.deposits.count {
            seen += 1
            let deposit = story.deposits[seen - 1]
            if !isFirst, client.dice.chance(7000) { return .rest(10) }
            return !isFirst && client.dice.chance(1500) ? reject(deposit) : approve(deposit)
        }
        switch client.dice.index(below: 12) {
        case 0: return .read(.get("/v1/audit/events?limit=20")) { _ in }
        case 1: return .read(.get("/v1/audit/sources")) { _ in }
        case 2: return .read(.get("/v1/deposits?status=pending")) { _ in }
        case 3: return raffle(client)
        default: return .rest(150)
        }
    }

    private func approve(_ deposit: String) -> Deed {
        let call = Call.post(
            "wallet.approve-deposit", "/v1/deposits/\(deposit)/approve", other: #"{"note":"for another reason"}"#)
        return .submit(call) { [story] answer in
            if answer.isSuccess { story.acknowledged.append(.deposit(deposit)) }
            guard
                answer.isSuccess || answer.code == "deposit_not_pending" || answer.code == "deadline_passed"
                    || answer.code == "fenced"
            else { throw Violation("approval", answer.text) }
        }
    }

    private func reject(_ deposit: String) -> Deed {
        .submit(.post("wallet.reject-deposit", "/v1/deposits/\(deposit)/reject", #"{"note":"no such transfer"}"#)) {
            _ in
        }
    }

    private func raffle(_ client: Client) -> Deed {
        raffles += 1
        let call = Call.post(
            "raffle.create-raffle", "/v1/raffles", #"{"currency":"EUR","name":"Raffle \#(raffles)"}"#,
            other: #"{"currency":"USD","name":"Raffle"}"#)
        return .submit(call) { answer in
            guard answer.status == 201 || answer.code == "deadline_passed" else {
                throw Violation("raffle", answer.text)
            }
        }
    }
}
