import Messages

/// How winners who are level share a pool.
enum DeadHeat {
    /// Equal parts that make up the whole: what does not divide goes, a unit each, to the earliest.
    static func equalParts(of whole: Amount, among count: Int) -> [Amount] {
        guard count > 0 else { return [] }
        let (part, leftover) = whole.units.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<count).map { Amount(part + ($0 < leftover ? 1 : 0)) }
    }
}
