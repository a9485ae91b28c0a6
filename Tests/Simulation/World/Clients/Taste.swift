/// What the players of a seed are fond of. They do everything in each seed, and in most some one thing far more often than
/// the rest: what takes many people, or long ways, comes to its end there again and again, where an even mixture would
/// hardly ever get so far. Whatever is new to do has a line in both tables here.
struct Taste {
    enum Pastime: CaseIterable {
        case bet, takeBack, field, peers, contest, syndicate, purse, stall, friend, session, limit, edges, tracked, look
    }

    /// What a seed is about.
    enum Theme: CaseIterable {
        case everything, pools, contests, peers, purses, syndicates

        /// What is done so many times as often.
        fileprivate var favourites: [Pastime: Int] {
            switch self {
            case .everything: [:]
            case .pools: [.bet: 3, .takeBack: 4, .field: 3]
            case .contests: [.contest: 5]
            case .peers: [.peers: 4]
            case .syndicates: [.syndicate: 6]
            case .purses: [.purse: 4, .stall: 6]
            }
        }
    }

    let theme: Theme
    private var upTo: [(end: Int, pastime: Pastime)] = []

    init(seed: UInt64) {
        theme = Theme.allCases[Int(seed % UInt64(Theme.allCases.count))]
        var end = 0
        for pastime in Pastime.allCases {
            end += pastime.weight * theme.favourites[pastime, default: 1]
            upTo.append((end, pastime))
        }
    }

    func pick(_ dice: inout Dice) -> Pastime {
        let roll = dice.index(below: upTo.last?.end ?? 1)
        return upTo.first { roll < $0.end }?.pastime ?? .look
    }
}

extension Taste.Pastime {
    /// How often it is done in a seed about everything, beside the others.
    fileprivate var weight: Int {
        switch self {
        case .bet: 60
        case .takeBack: 10
        case .field: 16
        case .peers: 50
        case .contest: 55
        case .syndicate: 16
        case .purse: 20
        case .stall: 18
        case .friend: 12
        case .session: 4
        case .limit: 6
        case .edges: 45
        case .tracked: 30
        case .look: 24
        }
    }
}
