import Messages
import Storage

/// Another life of a database, which begins behind an event of the one before: what was written after that event before
/// is not in it.
struct Life: Equatable {
    let incarnation: Int64
    let sequence: Int64
    let link: [UInt8]
}

extension EventHistory {
    /// The operator has said that this database was put back from a copy. Whoever knows of more events than it has is sent
    /// back to where this life begins.
    func begin(_ life: Life, at now: Timestamp) throws {
        try database.run(
            "INSERT INTO runtime_lives (incarnation, sequence, link, begun_at, seal) VALUES (?, ?, ?, ?, ?)",
            life.incarnation, life.sequence, life.link, now, try seals.life(life))
        try database.run("UPDATE runtime_self SET incarnation = ?", life.incarnation)
        // The head is sealed as one of this life from the next commit on.
        incarnation = life.incarnation
        try database.run("UPDATE runtime_callers SET accepts_loss = 1")
    }

    /// Where one goes on who has an event of which there is nothing here: in the latest life that began before it.
    func life(before sequence: Int64) throws -> Life? {
        try own(
            """
            SELECT incarnation, sequence, link, seal FROM runtime_lives WHERE sequence < ?
            ORDER BY incarnation DESC LIMIT 1
            """, sequence)
    }

    /// Where one goes on behind whom an event is lost: in the first life that began after it.
    func life(after sequence: Int64) throws -> Life? {
        try own(
            """
            SELECT incarnation, sequence, link, seal FROM runtime_lives WHERE sequence >= ?
            ORDER BY incarnation LIMIT 1
            """, sequence)
    }

    private func own(_ sql: StaticString, _ sequence: Int64) throws -> Life? {
        let found = try database.first(sql, sequence) { row in
            (
                life: Life(incarnation: try row.value(0), sequence: try row.value(1), link: try row.value(2)),
                seal: try row.value(3, as: [UInt8].self)
            )
        }
        return try found.flatMap { found in try found.seal == seals.life(found.life) ? found.life : nil }
    }
}
