import Messages

/// The part of a player who keeps what they bet elsewhere: bets that are changed, closed, settled, disputed and taken back, and
/// money that moves at books. That none of it is lost or doubled is for betting's own rules to say.
final class TrackDrill {
    /// Those that the player has made, the latest forty.
    private var own: [String] = []
    private var money: [String] = []

    func next(_ client: Client) -> Deed {
        switch client.dice.index(below: 14) {
        case 0..<3: create(client)
        case 3..<6: settle(client)
        case 6: act(client, "cancel")
        case 7: dispute(client)
        case 8: resolve(client)
        case 9: close(client)
        case 10: change(client)
        case 11: record(client)
        case 12: move(client)
        default: look(client)
        }
    }

    private func create(_ client: Client) -> Deed {
        let body =
            #"{"book":"\#(client.dice.pick(["north", "south"]))","event_key":"game-1","format":"decimal","#
            + #""market_type":"total","odds":"\#(client.dice.pick(["1.91", "2.10", "3.00"]))","#
            + #""probability":"0.5\#(client.dice.number(1...9))","side":"over","sport":"nfl","#
            + #""stake":{"amount":"\#(client.dice.number(1...99)).37","currency":"EUR"}}"#
        return .submit(.post("betting.create-tracked-bet", "/v1/tracked-bets", body)) { [self] answer in
            try answer.expect("a tracked bet", or: "account_frozen", "forgotten")
            guard answer.isSuccess, let id = answer.id else { return }
            own = own.suffix(39) + [id]
        }
    }

    private func result(_ client: Client) -> String {
        client.dice.pick(["win", "loss", "push", "void", "half_win", "half_loss"])
    }

    private func settle(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let call = Call.post(
            "betting.settle-tracked-bet", "/v1/tracked-bets/\(client.dice.pick(own))/settle",
            #"{"result":"\#(result(client))"}"#)
        return .submit(call) { answer in
            try answer.expect("a settled bet", or: "wrong_state", "account_frozen", "forgotten", "not_found")
            guard answer.isSuccess, let bet = answer.decoded(TrackedBet.self) else { return }
            guard let back = try bet.actualReturn?.amount.units(scale: 2),
                try back <= bet.potentialReturn.amount.units(scale: 2)
            else { throw Violation("no bet brings more than its odds", answer.text) }
        }
    }

    private func act(_ client: Client, _ verb: String) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let id = client.dice.pick(own)
        return .submit(.post("betting.cancel-tracked-bet", "/v1/tracked-bets/\(id)/\(verb)")) {
            try $0.expect("a cancelled bet", or: "wrong_state", "account_frozen", "forgotten", "not_found")
        }
    }

    private func dispute(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let path = "/v1/tracked-bets/\(client.dice.pick(own))/dispute"
        return .submit(.post("betting.dispute-tracked-bet", path, #"{"reason":"no"}"#)) {
            try $0.expect(
                "a dispute", or: "wrong_state", "too_many_disputes", "account_frozen", "forgotten", "not_found")
        }
    }

    private func resolve(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let path = "/v1/tracked-bets/\(client.dice.pick(own))/dispute/resolve"
        let body = #"{"result":"\#(result(client))"}"#
        return .submit(.post("betting.resolve-tracked-dispute", path, body)) {
            try $0.expect("a resolution", or: "wrong_state", "account_frozen", "forgotten", "not_found")
        }
    }

    private func close(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let path = "/v1/tracked-bets/\(client.dice.pick(own))/closing-line"
        let body = #"{"format":"decimal","odds":"\#(client.dice.pick(["1.80", "2.20"]))"}"#
        return .submit(.put("betting.set-closing-line", path, body)) {
            try $0.expect("a closing line", or: "wrong_state", "account_frozen", "forgotten", "not_found")
        }
    }

    private func change(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let body = #"{"stake":{"amount":"\#(client.dice.number(1...99)).00","currency":"EUR"}}"#
        return .submit(.patch("betting.change-tracked-bet", "/v1/tracked-bets/\(client.dice.pick(own))", body)) {
            try $0.expect("a change", or: "wrong_state", "account_frozen", "forgotten", "not_found")
        }
    }

    private func record(_ client: Client) -> Deed {
        let body =
            #"{"amount":{"amount":"\#(client.dice.number(1...99)).00","currency":"EUR"},"book":"north","#
            + #""transaction_type":"\#(client.dice.pick(["deposit", "withdrawal", "bonus", "fee"]))"}"#
        return .submit(.post("betting.record-tracked-transaction", "/v1/tracked-transactions", body)) { [self] answer in
            try answer.expect("money at a book", or: "account_frozen", "forgotten")
            if answer.isSuccess, let id = answer.id { money = money.suffix(19) + [id] }
        }
    }

    private func move(_ client: Client) -> Deed {
        guard !money.isEmpty else { return .rest(50) }
        let (id, verb) = (client.dice.pick(money), client.dice.pick(["complete", "fail", "retry"]))
        return .submit(.post("betting.\(verb)-tracked-transaction", "/v1/tracked-transactions/\(id)/\(verb)")) {
            try $0.expect(
                "moved money", or: "wrong_state", "too_many_retries", "account_frozen", "forgotten", "not_found")
        }
    }

    private func look(_ client: Client) -> Deed {
        .read(.get(client.dice.pick(["/v1/tracked-bets", "/v1/tracked-bets/statistics", "/v1/dashboard"]))) { _ in }
    }
}
