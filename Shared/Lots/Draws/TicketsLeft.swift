/// Which positions of a list are still in it, found by their rank among those left (a Fenwick tree): twenty-odd steps for a
/// million, however many have left, where a buyer with half of all tickets may leave at once.
struct TicketsLeft: Sendable {
    private(set) var count: Int
    private var isLeft: [Bool]
    /// At i, how many are left of the positions that end before i, as many as i's lowest bit says.
    private var tree: [UInt32]

    init(count: Int) {
        self.count = count
        isLeft = [Bool](repeating: true, count: count)
        tree = (0...count).map { UInt32($0 & -$0) }
    }

    /// The position of the one that so many others left stand before.
    func position(of rank: Int) -> Int {
        var (position, before) = (0, UInt32(rank))
        var step = 1
        while step * 2 < tree.count { step *= 2 }
        while step > 0 {
            if position + step < tree.count, tree[position + step] <= before {
                position += step
                before -= tree[position]
            }
            step /= 2
        }
        return position
    }

    /// Takes a position out; one that is out already stays so.
    mutating func remove(_ position: Int) {
        guard isLeft[position] else { return }
        isLeft[position] = false
        count -= 1
        var index = position + 1
        while index < tree.count {
            tree[index] -= 1
            index += index & -index
        }
    }
}
