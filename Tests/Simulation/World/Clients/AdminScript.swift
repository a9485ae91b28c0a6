import Messages

/// Enrols an authenticator app, which admins need, invites players, with a bonus, with one that the wallet can pay only
/// once, and with one that it does not know, approves deposits, pays withdrawals, and is the players' warden and judge, and holds raffles. Its second
/// device waits for the app, and decides on some of the same, and otherwise. Both put right what players have.
final class AdminScript: Script {
    private let story: Story
    private let app: AuthenticatorApp
    private let isFirst: Bool
    private let warden: Warden
    private let cashier: Cashier
    private let corrector: Corrector
    private let raffleDrill: RaffleDrill
    private var isEnrolled = false
    private var seen = 0
    private var raffles = 0
    private var imports = 0
    private var seasons = 0
    private var invitations = [
        ("Welcome", money("5.00", "EUR")), ("Once", money("50000000000000000.00", "GBP")),
        ("Slip", money("1.00", "NOSUCH")),
    ]

    init(story: Story, app: AuthenticatorApp, isFirst: Bool) {
        (self.story, self.app, self.isFirst) = (story, app, isFirst)
        warden = Warden(story: story)
        cashier = Cashier(story: story, name: isFirst ? "first" : "second")
        corrector = Corrector(story: story)
        raffleDrill = RaffleDrill(story: story, name: isFirst ? "FIRST" : "SECOND")
    }

    func next(_ client: Client) -> Deed {
        guard isFirst || app.isInUse else { return story.isSettling ? .done : .rest(150) }
        guard client.token != nil else { return .signIn }
        if let release = warden.letGo() { return release }
        if story.isSettling { return .done }
        guard app.isInUse else { return isEnrolled ? confirm(client) : enrol(client) }
        if isFirst { story.adminSession = client.session }
        if isFirst, let hold = warden.hasten(client) { return hold }
        if isFirst, let (code, bonus) = invitations.popLast() { return invite(code, bonus) }
        if isFirst, let promise = PoolDrill.grant(client, story) { return promise }
        if seen < story.deposits.count {
            seen += 1
            let deposit = story.deposits[seen - 1]
            if !isFirst, client.dice.chance(7000) { return .rest(10) }
            return !isFirst && client.dice.chance(1500) ? reject(deposit) : approve(deposit)
        }
        if isFirst, let hold = warden.holdPayee(client) { return hold }
        if let end = SeasonKeeper(story: story).act(client) { return end }
        if let decision = cashier.next(client) { return decision }
        switch client.dice.index(below: 27) {
        case 0: return .read(.get("/v1/audit/events?limit=20")) { _ in }
        case 1: return .read(.get("/v1/audit/sources")) { _ in }
        case 2: return .read(.get("/v1/deposits?status=pending")) { _ in }
        case 3: return raffle(client)
        case 4: return reconcile(client)
        case 5, 18: return .submit(.post("audit.run-checks", "/v1/audit/checks")) { try $0.expect("checks") }
        case 6: return .read(.get("/v1/audit/checks")) { _ in }
        case 7, 8: return isFirst ? warden.act(client) : .rest(150)
        case 9, 10: return corrector.act(client)
        case 13: return PoolDrill.promise(client, story)
        case 11, 12: return isFirst ? inviteForSeason() : .rest(150)
        case 14, 15: return PeerJudge(story: story).act(client)
        case 16, 17, 19...26: return raffleDrill.next(client)
        default: return .rest(150)
        }
    }

    private func enrol(_ client: Client) -> Deed {
        .submit(.post("identity.enrol-totp", "/v1/me/totp")) { [self, unowned client] answer in
            // Signed in too long ago for that: signing in again is a proof like any other.
            if answer.code == "proof_required" { return client.session = nil }
            if let secret = answer.decoded(Enrolment.self)?.secret {
                try app.take(secret)
                isEnrolled = true
            } else if answer.code != "deadline_passed" {
                throw Violation("enrolment", answer.text)
            }
        }
    }

    private func confirm(_ client: Client) -> Deed {
        guard let code = app.code(at: story.now) else { return .rest(1000) }
        let body = #"{"code":"\#(code.text)"}"#
        return .submit(.post("identity.confirm-totp", "/v1/me/totp/confirm", body)) { [app, unowned client] answer in
            if answer.code == "proof_required" { return client.session = nil }
            app.isInUse = answer.isSuccess
            try answer.expect("confirmation", or: "wrong_code")
        }
    }

    /// One that nobody uses; it is made in the midst of everything else.
    private func inviteForSeason() -> Deed {
        seasons += 1
        let body = #"{"bonus":\#(money("1.00", "EUR")),"code":"Season\#(seasons)","max_uses":1}"#
        return .submit(.post("identity.create-invitation", "/v1/invitations", body)) { try $0.expect("invitation") }
    }

    private func invite(_ code: String, _ bonus: String) -> Deed {
        let body = #"{"bonus":\#(bonus),"code":"\#(code)","max_uses":1000}"#
        return .submit(.post("identity.create-invitation", "/v1/invitations", body)) { [story] answer in
            try answer.expect("invitation", or: "unknown_currency")
            guard answer.isSuccess else { return }
            if code == "Slip" { throw Violation("invitation", "the wallet does not know its currency: \(answer.text)") }
            story.invitations.append(code)
        }
    }

    private func approve(_ deposit: String) -> Deed {
        let call = Call.post(
            "wallet.approve-deposit", "/v1/deposits/\(deposit)/approve", other: #"{"note":"for another reason"}"#)
        return .submit(call) { [story] answer in
            if answer.isSuccess { story.acknowledged.append(.deposit(deposit)) }
            story.decided.insert(deposit)
            try answer.expect("approval", or: "deposit_not_pending")
        }
    }

    private func reject(_ deposit: String) -> Deed {
        .submit(.post("wallet.reject-deposit", "/v1/deposits/\(deposit)/reject", #"{"note":"no such transfer"}"#)) {
            _ in
        }
    }

    /// Rows such as a bank shows of the players' deposits, and some of nobody's.
    private func reconcile(_ client: Client) -> Deed {
        imports += 1
        let day = Day(Timestamp(milliseconds: story.now)).text
        let rows = (1...60).map { number in
            let amount = money("\(client.dice.number(1...40)).00", "EUR")
            let id = "\(isFirst)-\(imports)-\(number)"
            return #"{"amount":\#(amount),"date":"\#(day)","direction":"in","external_id":"\#(id)"}"#
        }
        let body = #"{"rows":[\#(rows.joined(separator: ","))],"source":"bank"}"#
        return .submit(.post("wallet.import-reconciliation", "/v1/reconciliations", body)) { answer in
            try answer.expect("reconciliation")
        }
    }

    private func raffle(_ client: Client) -> Deed {
        raffles += 1
        let call = Call.post(
            "raffle.create-raffle", "/v1/raffles", #"{"currency":"EUR","name":"Raffle \#(raffles)"}"#,
            other: #"{"currency":"USD","name":"Raffle"}"#)
        return .submit(call) { answer in try answer.expect("raffle") }
    }
}

private struct Enrolment: Decodable { let secret: String }
