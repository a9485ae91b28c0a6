import Messages

/// Where the largest remainders end: who lost more to rounding than at the cut gets a unit, and of those at the cut as many
/// of the earliest as there are units for. So each bet's payout is known from its stake and its place alone, and a pool of
/// any size is decided on in one pass over its bets.
struct RemainderCut: Equatable {
    let rest: RoundedOff
    /// For how many at the cut there is a unit.
    var units: Int64

    /// Whether the next bet in order, rounded by so much, gets a unit; one at the cut uses one up.
    mutating func grants(_ other: RoundedOff) -> Bool {
        if other > rest { return true }
        guard other == rest, units > 0 else { return false }
        units -= 1
        return true
    }

    /// Finds it, going over what bets were rounded by from the most down.
    struct Search {
        /// How many units are still to be given out.
        private(set) var left: Int64
        private(set) var found: RemainderCut?

        init(units: Int64, found: RemainderCut? = nil) { (left, self.found) = (units, found) }

        /// So many bets lost that much. Bets that lost alike may come in several goes, one after another.
        mutating func pass(_ rest: RoundedOff, bets: Int64) {
            guard left > 0 else { return }
            let given = min(left, bets)
            let before = found?.rest == rest ? found?.units ?? 0 : 0
            found = RemainderCut(rest: rest, units: before + given)
            left -= given
        }
    }
}
