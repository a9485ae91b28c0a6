/// One page of a list that is asked for by several filters. The index of the one that leaves fewest gives candidates in the
/// list's order, and each is held against the others. After so many of them the page ends short, so that no question reads
/// a whole table.
public struct Sieve<Item> {
    private let limit: Int
    private var looks: Int
    public private(set) var found: [Item] = []
    /// The last candidate that was looked at, as a cursor names it.
    private var reached: String?
    private var isMore = false

    public init(limit: Int, looks: Int = 1000) { (self.limit, self.looks) = (limit, looks) }

    /// - Parameter item: the candidate; nil where it does not suit.
    /// - Returns: Whether the next one is to be looked at too.
    public mutating func take(_ cursor: String, _ item: () throws -> Item?) rethrows -> Bool {
        // This one only tells that there is more.
        guard found.count < limit, looks > 0 else {
            isMore = true
            return false
        }
        (looks, reached) = (looks - 1, cursor)
        if let item = try item() { found.append(item) }
        return true
    }

    /// Where the next page begins, if there may be one.
    public var next: String? { isMore ? reached : nil }
}
