import Messages

/// Who is to place the bets of which week: two of the active players in turn, whoever has waited longest first. Among
/// players who stay, nobody is ever asked twice more than another; who joins later comes next, and then in turn.
struct Rota<Player: Hashable> {
    /// How many a week.
    static var places: Int { 2 }

    struct Candidate {
        let player: Player
        /// Nobody is asked for a week that began before.
        let joined: Day
    }

    /// In the order in which they joined.
    private let candidates: [Candidate]
    /// The turn in which each was asked last.
    private var last: [Player: Int] = [:]
    private var turn = 0

    /// - Parameter past: who was asked so far, week by week in their order.
    init(_ candidates: [Candidate], past: [[Player]]) {
        self.candidates = candidates
        for players in past { note(players) }
    }

    /// The next week's players: fewer than two where there are no more.
    mutating func next(weekFrom start: Day) -> [Player] {
        let free = candidates.filter { $0.joined <= start }.enumerated()
        let chosen = free.sorted { one, other in
            let (first, second) = (last[one.element.player] ?? -1, last[other.element.player] ?? -1)
            return first == second ? one.offset < other.offset : first < second
        }.prefix(Self.places).map(\.element.player)
        note(chosen)
        return chosen
    }

    private mutating func note(_ players: [Player]) {
        for player in players {
            last[player] = turn
            turn += 1
        }
    }
}
