import Crypto
import Messages
import Runtime

/// What failures are counted for, as far as it is stored: a keyed hash, and how many it takes to be blocked.
struct AttemptSubject: Sendable {
    let hash: [UInt8]
    let limit: Int

    /// As events name it, to tell one from another.
    var name: String { Hex.encode(Array(hash.prefix(8))) }
}

/// Names what attempts are counted for. Accounts are counted whether they exist or not: being blocked must not tell.
struct Attempts: Sendable {
    private let key: [UInt8]

    init(_ settings: IdentitySettings) throws {
        key = try KeyedHash.hash(Array("croupier sign-in accounts 1".utf8), key: settings.secret)
    }

    func signIn(_ user: ID<User>?, login: String, in context: CommandContext) throws -> Attempt {
        let name = user.map(account) ?? "login\n\(login)"
        return try attempt(user, name, operation: nil, in: context)
    }

    /// Somebody signed in is asked for a password or a code once more. Counted apart from signing in: a stranger who
    /// fails at that must not keep the owner from securing the account.
    func proof(by user: ID<User>, for operation: String, in context: CommandContext) throws -> Attempt {
        try attempt(user, "proof\n\(user)", operation: operation, in: context)
    }

    /// Counted apart from signing in: whoever knows somebody's id could else keep them out with it.
    func confirmation(of user: ID<User>, in context: CommandContext) throws -> Attempt {
        try attempt(user, "confirmation\n\(user)", operation: ConfirmSignUp.name, in: context)
    }

    private func account(_ user: ID<User>) -> String { "user\n\(user)" }

    private func attempt(
        _ user: ID<User>?, _ account: String, operation: String?, in context: CommandContext
    ) throws -> Attempt {
        let address = try context.client?.address.map {
            try subject("address\n\(network(of: $0))", limit: Attempt.addressLimit)
        }
        return Attempt(
            user: user, operation: operation, account: try subject(account, limit: Attempt.accountLimit),
            address: address)
    }

    /// What one customer of a network has: an IPv4 address, or the first half of an IPv6 one, of which anybody has as many
    /// as they like.
    private func network(of address: String) -> String {
        guard address.contains(":") else { return address }
        let words = address.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let (head, tail) = (words.prefix { !$0.isEmpty }, words.drop { !$0.isEmpty }.filter { !$0.isEmpty })
        let gap = Array(repeating: "0", count: max(0, 8 - head.count - tail.count))
        return (head + gap + tail).prefix(4).joined(separator: ":")
    }

    private func subject(_ name: String, limit: Int) throws -> AttemptSubject {
        AttemptSubject(hash: try KeyedHash.hash(Array(name.utf8), key: key), limit: limit)
    }
}

/// One attempt to prove to be somebody, and the count of those that failed: for the account, and for the address that
/// it comes from.
struct Attempt: Sendable {
    static let accountLimit = 5
    static let addressLimit = 10
    static let windowSeconds: Int64 = 15 * 60
    static let blockSeconds: Int64 = 60 * 60
    /// Old rows forgotten at each failure: more than it adds, so that the tables shrink to what still counts.
    static let forgottenAtOnce = 8

    let user: ID<User>?
    /// What was asked for; nil for signing in.
    let operation: String?
    let account: AttemptSubject
    let address: AttemptSubject?

    static func refusal(until end: Timestamp) -> String { "too many failed attempts; try again after \(end.text)" }

    func blockedUntil(in context: CommandContext) throws -> Timestamp? {
        try context.database.first(
            "SELECT max(blocked_until) FROM sign_in_blocks WHERE subject IN (?, ?) AND blocked_until > ?",
            account.hash, address?.hash ?? account.hash, context.now
        ) { try $0.value(0, as: Timestamp?.self) } ?? nil
    }

    /// Those of the address stay: else anybody could go on guessing with an account of their own in between.
    func forgetFailures(in context: CommandContext) throws { try forgetFailures(of: account, in: context) }

    private func forgetFailures(of subject: AttemptSubject, in context: CommandContext) throws {
        try context.database.run("DELETE FROM sign_in_failures WHERE subject = ?", subject.hash)
    }

    func recordFailure(in context: CommandContext) throws {
        var isBlocked = false
        for subject in [account, address].compactMap({ $0 }) where try count(subject, in: context) { isBlocked = true }
        try forgetOld(in: context)
        if let operation, let user {
            try context.emit(ProofFailed(user: user, operation: operation, isBlocked: isBlocked))
        } else {
            try context.emit(SignInFailed(user: user, account: account.name, isBlocked: isBlocked))
        }
    }

    /// - Returns: whether this was the one too many.
    private func count(_ subject: AttemptSubject, in context: CommandContext) throws -> Bool {
        let (database, now) = (context.database, context.now)
        try database.run("INSERT INTO sign_in_failures (subject, failed_at) VALUES (?, ?)", subject.hash, now)
        let count = try database.first(
            "SELECT COUNT(*) FROM sign_in_failures WHERE subject = ? AND failed_at > ?", subject.hash,
            now.adding(seconds: -Attempt.windowSeconds)
        ) { try $0.value(0, as: Int.self) }
        guard (count ?? 0) >= subject.limit else { return false }
        try database.run(
            """
            INSERT INTO sign_in_blocks (subject, blocked_until) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET blocked_until = excluded.blocked_until
            """, subject.hash, now.adding(seconds: Attempt.blockSeconds))
        try forgetFailures(of: subject, in: context)
        return true
    }

    private func forgetOld(in context: CommandContext) throws {
        try context.database.run(
            """
            DELETE FROM sign_in_failures WHERE number IN
                (SELECT number FROM sign_in_failures WHERE failed_at <= ? ORDER BY failed_at LIMIT ?)
            """, context.now.adding(seconds: -Attempt.windowSeconds), Attempt.forgottenAtOnce)
        try context.database.run(
            """
            DELETE FROM sign_in_blocks WHERE subject IN
                (SELECT subject FROM sign_in_blocks WHERE blocked_until <= ? ORDER BY blocked_until LIMIT ?)
            """, context.now, Attempt.forgottenAtOnce)
    }
}
