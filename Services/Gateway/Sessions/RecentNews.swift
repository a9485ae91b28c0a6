/// Whom identity's last events were about: an answer of identity that was under way when they came may be from before
/// them. Two generations bound it; for an answer that is older than both, they may have been about anybody.
struct RecentNews {
    private let limit: Int
    /// How many there have been: what an asker notes to learn later what has come since.
    private(set) var count: UInt64 = 0
    private var young: [String: UInt64] = [:]
    private var old: [String: UInt64] = [:]
    private var youngBegan: UInt64 = 0
    /// Up to here nothing is remembered.
    private var forgotten: UInt64 = 0

    init(limit: Int) { self.limit = limit }

    mutating func add(_ subject: String) {
        if young.count >= limit / 2 {
            (old, young) = (young, [:])
            (forgotten, youngBegan) = (youngBegan, count)
        }
        count += 1
        young[subject] = count
    }

    /// It was about anybody.
    mutating func addUnclear() {
        count += 1
        (old, young) = ([:], [:])
        (forgotten, youngBegan) = (count, count)
    }

    func hasAny(about subjects: [String], since mark: UInt64) -> Bool {
        mark < forgotten || subjects.contains { (young[$0] ?? old[$0] ?? 0) > mark }
    }
}
