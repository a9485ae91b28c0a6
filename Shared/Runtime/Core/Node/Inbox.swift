import Crypto
import Messages
import Storage

/// What clients submitted and were told. An operation's identity is its caller, its name and its key together, kept
/// only hashed.
struct Inbox {
    struct Entry {
        let number: Int64
        let fingerprint: [UInt8]
        let state: State
        let status: Int?
        let location: String?
        let reply: [UInt8]?
        let isSealed: Bool
    }

    enum State: String, StorageValue { case running, answered, fenced }

    let database: Connection
    let key: [UInt8]

    func identity(scope: String, operation: String, id: String) throws -> [UInt8] {
        try KeyedHash.hash(Array("\(scope)\n\(operation)\n\(id)".utf8), key: key)
    }

    /// Keyed by the operation's id as well, which is stored nowhere: a body may hold a password, and whoever has the
    /// database has the key beside it.
    func fingerprint(of body: [UInt8], id: String) throws -> [UInt8] {
        try KeyedHash.hash(body, key: try KeyedHash.hash(Array(id.utf8), key: key))
    }

    /// A signed-in caller's scope is the user, in whatever session; a stranger's is what was sent, so that two strangers
    /// who pick one key do not meet.
    static func scope(of caller: Caller, body: [UInt8]) -> String {
        if let statement = caller.statement { return "user:\(statement.user)" }
        return "\(caller.actor):\(Hex.encode(SHA256.hash(body)))"
    }

    func find(_ identity: [UInt8]) throws -> Entry? {
        try database.first(
            """
            SELECT number, fingerprint, state, status, location, reply, sealed FROM runtime_inbox WHERE identity = ?
            """, identity
        ) { row in
            Entry(
                number: try row.value(0), fingerprint: try row.value(1), state: try row.value(2),
                status: try row.value(3), location: try row.value(4), reply: try row.value(5),
                isSealed: try row.value(6))
        }
    }

    func insert(
        _ identity: [UInt8], operation: String, fingerprint: [UInt8], state: State, reply: EncodedReply? = nil,
        isSealed: Bool = false, of person: ID<User>? = nil, at now: Timestamp
    ) throws -> Int64 {
        try database.run(
            """
            INSERT INTO runtime_inbox (identity, operation, fingerprint, state, status, location, reply, sealed,
                person, received)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, identity, operation, fingerprint, state, reply?.status, reply?.location, reply?.body, isSealed, person,
            now)
        return database.lastInsertedRow
    }

    /// - Returns: Whether somebody who was forgotten meanwhile was named, so that the answer is told and not kept.
    func answer(_ number: Int64, with reply: EncodedReply) throws -> Bool {
        let forgotten = try forgottenPeople(in: reply, to: number)
        for person in forgotten { try Forgetting.reopen(person, in: database) }
        let kept = forgotten.isEmpty ? reply : nil
        try database.run(
            "UPDATE runtime_inbox SET state = 'answered', status = ?, location = ?, reply = ? WHERE number = ?",
            reply.status, kept?.location, kept?.body, number)
        return !forgotten.isEmpty
    }

    /// Forgets some of what is older than a time; true while there is more to forget. What still runs stays.
    func forget(before time: Timestamp) throws -> Bool {
        let limit = 500
        let forgotten = try database.run(
            """
            DELETE FROM runtime_inbox WHERE number IN
                (SELECT number FROM runtime_inbox WHERE received < ? AND state <> 'running' ORDER BY received LIMIT ?)
            """, time, limit)
        return forgotten == limit
    }
}

/// Seals stored replies that hold secrets under the client's own operation key, which is not stored.
struct ReplySeal {
    let key: [UInt8]

    init(id: String) throws {
        key = try KeyedHash.hash(Array(id.utf8), key: Array("croupier reply seal 1".utf8))
    }

    func seal(_ body: [UInt8], nonce: [UInt8]) throws -> [UInt8] {
        nonce + (try SecretBox.seal(body, nonce: nonce, key: key))
    }

    func open(_ stored: [UInt8]) throws -> [UInt8] {
        let nonce = Array(stored.prefix(SecretBox.nonceByteCount))
        return try SecretBox.open(Array(stored.dropFirst(nonce.count)), nonce: nonce, key: key)
    }
}
