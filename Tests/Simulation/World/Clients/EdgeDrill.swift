import Messages

/// The part of a player who looks at outside books: records what is quoted there, looks for what is sure, and finds edges,
/// which become stale, expire and are used.
final class EdgeDrill {
    /// Those that the player has found, as far as they are not known to be over.
    private var own: [String] = []

    func next(_ client: Client) -> Deed {
        switch client.dice.index(below: 12) {
        case 0..<3: quote(client)
        case 3: quotes(client)
        case 4, 5: create(client)
        case 6: use(client)
        case 7: change(client)
        case 8: act(client)
        default: look(client)
        }
    }

    private func quoted(_ client: Client, odds: String) -> String {
        let side = client.dice.pick(["over", "under", "over", "under", "neither"])
        let seen = client.dice.chance(300) ? #""observed_at":"2020-01-01T00:00:00Z","# : ""
        return #"{"book":"\#(client.dice.pick(["north", "south", "east"]))","event_key":"\#(event(client))","#
            + #""format":"decimal","line":"\#(client.dice.pick(["44.5", "45"]))","market_type":"total","#
            + #"\#(seen)"odds":"\#(odds)","side":"\#(side)","sport":"nfl"}"#
    }

    private func event(_ client: Client) -> String { "game-\(client.dice.number(1...2))" }

    private func odds(_ client: Client) -> String {
        client.dice.pick(["1.85", "1.91", "1.99", "2.04", "2.10", "2.60"])
    }

    private func quote(_ client: Client) -> Deed {
        let isNone = client.dice.chance(500)
        let body = quoted(client, odds: isNone ? client.dice.pick(["0", "abc", "1e309"]) : odds(client))
        return .submit(.post("betting.record-quote", "/v1/quotes", body)) { answer in
            try answer.expect("a quote", or: "observed_long_ago", "invalid_request", "account_frozen", "forgotten")
            if isNone, answer.isSuccess { throw Violation("quotes have odds", answer.text) }
        }
    }

    private func quotes(_ client: Client) -> Deed {
        let many = (0..<client.dice.number(2...9)).map { _ in quoted(client, odds: odds(client)) }
        let body = #"{"quotes":[\#(many.joined(separator: ","))]}"#
        return .submit(.post("betting.record-quotes", "/v1/quotes/batch", body)) {
            try $0.expect("quotes", or: "observed_long_ago", "account_frozen", "forgotten")
        }
    }

    private func create(_ client: Client) -> Deed {
        // Some are over before anybody can look.
        let expiry = client.dice.chance(6000) ? client.dice.number(1...4000) : 3_600_000
        let body =
            #"{"book":"north","event_key":"\#(event(client))","expires_at":"\#(time(in: expiry, client))","format":"decimal","#
            + #""line":"44.5","market_type":"total","notes":"mine","odds":"\#(odds(client))","probability":"0.52","#
            + #""shared":\#(client.dice.chance(6000)),"side":"over","sport":"nfl"}"#
        return .submit(.post("betting.create-edge", "/v1/edges", body)) { [self] answer in
            try answer.expect("an edge", or: "expiry_not_in_future", "account_frozen", "forgotten")
            if answer.isSuccess, let id = answer.id { own.append(id) }
        }
    }

    private func time(in milliseconds: Int64, _ client: Client) -> String {
        Timestamp(milliseconds: client.story.now + milliseconds).text
    }

    private func use(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let id = own.remove(at: client.dice.index(below: own.count))
        return .submit(.post("betting.use-edge", "/v1/edges/\(id)/use")) { answer in
            try answer.expect("a used edge", or: "wrong_state", "account_frozen", "forgotten", "not_found")
            guard answer.isSuccess, let edge = answer.decoded(Edge.self) else { return }
            guard edge.status == .used, let at = edge.usedAt, at < edge.expiresAt else {
                throw Violation("an edge is never used after it expired", answer.text)
            }
        }
    }

    private func change(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let body = #"{"format":"decimal","odds":"\#(odds(client))"}"#
        return .submit(.patch("betting.change-edge", "/v1/edges/\(client.dice.pick(own))", body)) {
            try $0.expect("a change", or: "wrong_state", "account_frozen", "forgotten", "not_found")
        }
    }

    private func act(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let id = client.dice.pick(own)
        return .submit(.post("betting.mark-edge-stale", "/v1/edges/\(id)/stale")) {
            try $0.expect("a stale edge", or: "wrong_state", "account_frozen", "forgotten", "not_found")
        }
    }

    private func look(_ client: Client) -> Deed {
        switch client.dice.index(below: 6) {
        case 0: best(client)
        case 1: arbitrages()
        case 2: .read(.get("/v1/quotes/steam?sport=nfl")) { _ in }
        case 3: .read(.get("/v1/edges?sport=nfl")) { _ in }
        case 4: top()
        default: recommendation(client)
        }
    }

    private func best(_ client: Client) -> Deed {
        let path = "/v1/quotes/best?sport=nfl&event_key=\(event(client))"
        return .read(.get(path)) { answer in
            guard let markets = answer?.decoded(Page<MarketOffers>.self)?.items else { return }
            for offer in markets.flatMap(\.offers) where offer.best.isStale || offer.books < 1 {
                throw Violation("the best line is fresh", "\(path): \(offer)")
            }
        }
    }

    private func arbitrages() -> Deed {
        .read(.get("/v1/quotes/arbitrage?total=100.00&currency=EUR")) { answer in
            guard let found = answer?.decoded(Page<ArbitrageFinding>.self)?.items else { return }
            for one in found where one.profit.map({ $0.amount.text.hasPrefix("-") }) ?? true {
                throw Violation("what is sure loses nothing", "\(one)")
            }
        }
    }

    private func top() -> Deed {
        .read(.get("/v1/edges/top")) { answer in
            guard let edges = answer?.decoded(Page<Edge>.self)?.items else { return }
            guard edges.allSatisfy({ $0.status == .active }) else {
                throw Violation("the best edges are active", "\(edges)")
            }
        }
    }

    private func recommendation(_ client: Client) -> Deed {
        guard !own.isEmpty else { return .rest(50) }
        let path = "/v1/edges/\(client.dice.pick(own))/recommendation?bankroll=50.00&currency=EUR"
        return .read(.get(path)) { answer in
            guard let reply = answer?.decoded(RecommendStake.Reply.self) else { return }
            guard let units = try? reply.recommendedStake.amount.units(scale: 2), (0...5000).contains(units) else {
                throw Violation("no more than the bankroll is recommended", "\(reply)")
            }
        }
    }
}
