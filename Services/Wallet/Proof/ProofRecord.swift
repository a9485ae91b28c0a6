import Messages
import Runtime
import Storage

/// A run as others see it: how far it is, and what it found.
struct ProofRecord {
    let id: ID<Proof>
    let database: Connection

    /// How many runs are kept.
    static let kept = 30

    static func running(in database: Connection) throws -> ID<Proof>? {
        try database.first("SELECT id FROM proofs WHERE finished_at IS NULL") { try $0.value(0) }
    }

    func insert(total: Int64, at now: Timestamp) throws {
        try database.run("INSERT INTO proofs (id, started_at, total) VALUES (?, ?, ?)", id, now, total)
        let old = try database.first("SELECT id FROM proofs ORDER BY id DESC LIMIT 1 OFFSET ?", ProofRecord.kept) {
            try $0.value(0, as: ID<Proof>.self)
        }
        guard let old else { return }
        try database.run("DELETE FROM proof_findings WHERE proof <= ?", old)
        try database.run("DELETE FROM proofs WHERE id <= ?", old)
    }

    /// The first are kept in words, all are counted.
    func note(_ found: [String], checked: Int64) throws {
        let known = try violations()
        for (index, text) in found.enumerated() where known + Int64(index) < ProofViolated.foundLimit {
            try database.run(
                "INSERT INTO proof_findings (proof, position, text) VALUES (?, ?, ?)", id, known + Int64(index) + 1,
                text)
        }
        try database.run(
            "UPDATE proofs SET checked = ?, violations = violations + ? WHERE id = ?", checked, found.count, id)
    }

    func violations() throws -> Int64 {
        try database.first("SELECT violations FROM proofs WHERE id = ?", id) { try $0.value(0) } ?? 0
    }

    func finish(at now: Timestamp) throws {
        try database.run("UPDATE proofs SET finished_at = ? WHERE id = ?", now, id)
    }

    func findings() throws -> [String] {
        try database.rows("SELECT text FROM proof_findings WHERE proof = ? ORDER BY position", id) { try $0.value(0) }
    }
}
