import Messages

/// Who stands where, decided at once. A settlement decides the same in chunks, and is checked against this.
enum Standings {
    /// The places of entries by their scores, the highest first: those that are level have the same, and the next one has as
    /// many before it as there are better ones. Without a score there is no place.
    static func ranks(scores: [Int64?]) -> [Int64?] {
        let sorted = scores.compactMap { $0 }.sorted(by: >)
        var place: [Int64: Int64] = [:]
        for (index, score) in sorted.enumerated() where place[score] == nil { place[score] = Int64(index + 1) }
        return scores.map { $0.flatMap { place[$0] } }
    }

    /// What entries get by their ranks, in the order in which they were made.
    static func prizes(ranks: [Int64?], table: PrizeTable) throws -> [Amount] {
        let sizes = Dictionary(grouping: ranks.compactMap { $0 }) { $0 }.mapValues { Int64($0.count) }
        var seen: [Int64: Int64] = [:]
        return try ranks.map { rank in
            guard let rank, let size = sizes[rank] else { return .zero }
            defer { seen[rank, default: 0] += 1 }
            return try TiedShare(of: table.sum(of: rank...(rank + size - 1)), among: size)
                .prize(at: seen[rank, default: 0])
        }
    }

    /// Whether ranks that were set by hand leave no doubt who gets what: each has as many entries before it as there are
    /// better places. The first that has not is the fault.
    static func fault(in sizes: [(rank: Int64, size: Int64)]) -> Int64? {
        var expected: Int64 = 1
        for (rank, size) in sizes {
            if rank != expected { return expected }
            expected += size
        }
        return nil
    }
}
