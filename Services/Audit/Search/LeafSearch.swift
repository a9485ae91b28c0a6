import Messages
import Storage

/// Goes through the events that fulfil every filter. Each filter is asked in turn for its nearest event at or beyond the
/// place where the others are, so that no event is looked at which only some of them find, and the rarest sets the pace.
struct LeafSearch {
    /// More looks into indexes than this are not taken for one page: where filters hardly ever meet, pages are short, and
    /// no query keeps a snapshot open for long.
    static let standardBudget = 5000

    enum Step: Equatable {
        case found(Int64)
        /// There is no more.
        case end
        /// The budget is spent; the search can go on from here.
        case pause
    }

    private var filters: [[Trail]]
    private let range: Range<Int64>
    private let order: SearchOrder
    private let database: Connection
    private(set) var budget: Int
    /// Where the search goes on.
    private(set) var place: Int64

    /// - Parameter filters: of each the trails on which what fulfils it lies.
    init(
        _ filters: [[Trail]], in range: Range<Int64>, _ order: SearchOrder, budget: Int = LeafSearch.standardBudget,
        database: Connection
    ) {
        (self.filters, self.range, self.order, self.budget) = (filters, range, order, budget)
        self.database = database
        place = order == .latestFirst ? range.upperBound - 1 : range.lowerBound
    }

    mutating func next() throws -> Step {
        while range.contains(place) {
            guard budget > 0 else { return .pause }
            guard let leaf = try agreement(), range.contains(leaf) else { return .end }
            if leaf == place {
                budget -= 1
                place = order.next(after: leaf)
                return .found(leaf)
            }
            place = leaf
        }
        return .end
    }

    /// The place itself if every filter finds it, else one beyond it; nil where some filter finds nothing more.
    private mutating func agreement() throws -> Int64? {
        var farthest = place
        for index in filters.indices {
            guard let leaf = try nearest(on: index, to: farthest) else { return nil }
            farthest = leaf
        }
        return farthest
    }

    private mutating func nearest(on filter: Int, to place: Int64) throws -> Int64? {
        var nearest: Int64?
        for trail in filters[filter].indices {
            let leaf = try filters[filter][trail].nearest(to: place, order, &budget, in: database)
            guard let leaf else { continue }
            nearest = nearest.map { order.reaches($0, leaf) ? leaf : $0 } ?? leaf
        }
        return nearest
    }
}
