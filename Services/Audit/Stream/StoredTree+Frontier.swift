import Storage
import Transparency

extension StoredTree {
    /// The right edge of the tree as it was at a size: one stored hash for each bit that is set in it.
    static func frontier(at size: Int64, in database: Connection) throws -> MerkleFrontier {
        var peaks: [[UInt8]] = []
        var start: Int64 = 0
        for level in (0..<63).reversed() where size & (1 << Int64(level)) != 0 {
            let hash: [UInt8]? = try database.first(
                "SELECT hash FROM nodes WHERE level = ? AND position = ?", level, start >> Int64(level)
            ) { try $0.value(0) }
            if let hash { peaks.append(hash) }
            start += 1 << Int64(level)
        }
        guard let frontier = MerkleFrontier(size: size, peaks: peaks) else {
            throw StorageError(.corrupt, "the tree of \(size) is not whole")
        }
        return frontier
    }
}
