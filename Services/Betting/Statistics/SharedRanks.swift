/// Ranks as in a race: who are level share the best of their ranks, and the next has as many before them as there are.
struct SharedRanks {
    private var rank: Int64
    private var position: Int64
    private var last: Int64?

    /// - Parameters:
    ///   - rank: the rank of the first that is asked about.
    ///   - before: how many there are before it, level ones included.
    init(rank: Int64 = 1, before: Int64 = 0) { (self.rank, position) = (rank, before) }

    /// The rank of the next, whose value is at most the one before.
    mutating func next(_ value: Int64) -> Int64 {
        position += 1
        if let last, last != value { rank = position }
        last = value
        return rank
    }
}
