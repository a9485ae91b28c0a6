import Messages

/// The part of a player who looks at what came of it all and who is ahead, and says whether to be seen there. Some want a
/// nickname that another has.
enum StatisticsDrill {
    static func next(_ client: Client) -> Deed {
        switch client.dice.index(below: 4) {
        case 0: .read(.get("/v1/bets/statistics")) { _ in }
        case 1: read(client)
        case 2: .read(.get("/v1/me/leaderboard")) { _ in }
        default: choose(client)
        }
    }

    private static func read(_ client: Client) -> Deed {
        let kind = client.dice.pick(LeaderboardKind.allCases).rawValue
        let period = client.dice.pick(LeaderboardPeriod.allCases).rawValue
        let currency = client.dice.pick(["EUR", "POINTS"])
        let path = "/v1/leaderboards/\(kind)?period=\(period)&currency=\(currency)"
        return .read(.get(path)) { answer in
            guard let board = answer?.decoded(ReadLeaderboard.Reply.self) else { return }
            let ranks = board.items.map(\.rank)
            guard ranks == ranks.sorted(), board.items.filter(\.isOwn).allSatisfy({ $0.nickname == board.own.nickname })
            else { throw Violation("a leaderboard is in order", "\(path): \(board)") }
        }
    }

    private static func choose(_ client: Client) -> Deed {
        func body(_ isVisible: Bool) -> String {
            #"{"nickname":"player_\#(client.dice.number(0...30))","visible":\#(isVisible)}"#
        }
        let call = Call.put("betting.choose-leaderboard", "/v1/me/leaderboard", body(client.dice.chance(7500)))
        return .submit(call) { try $0.expect("a choice", or: "nickname_taken", "forgotten") }
    }
}
