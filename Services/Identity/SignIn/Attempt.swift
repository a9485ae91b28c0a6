import Messages
import Runtime

/// One attempt to prove to be somebody, and the count of those that failed: for the account, for the account at the place
/// that is asked from, and for the address.
///
/// A block of the account does not hold where its owner has signed in lately, so that no stranger elsewhere keeps them
/// out. That must not tell who has an account and where: failures count alike at all places, and while an account is
/// blocked, passwords are compared all the same, and who fails hears of the block and nothing else.
struct Attempt: Sendable {
    static let accountLimit = 5
    static let addressLimit = 10
    static let windowSeconds: Int64 = 15 * 60
    /// For how long the same command again may be a copy that crossed with its answer, and is not a new attempt.
    static let copySeconds: Int64 = 15
    static let blockSeconds: Int64 = 60 * 60
    /// Old rows forgotten at each failure: more than it adds, so that the tables shrink to what still counts.
    static let forgottenAtOnce = 8

    let user: ID<User>?
    /// What was asked for; nil for signing in.
    let operation: String?
    let account: AttemptSubject
    /// Nil where the address is unknown, or it is no sign-in.
    let place: AttemptSubject?
    /// Whether the account's owner has signed in at the place lately.
    let isKnownThere: Bool
    let address: AttemptSubject?
    let notices: Notices

    static func refusal(until end: Timestamp) -> String { "too many failed attempts; try again after \(end.text)" }

    /// Until when nothing more is tried from here.
    func blockedUntil(in context: CommandContext) throws -> Timestamp? {
        try [place ?? account, address].compactMap { try $0?.blockedUntil(in: context) }.max()
    }

    /// Until when a right password is of no use but where the owner is known: that of others, as far as one can tell.
    func accountBlockedUntil(in context: CommandContext) throws -> Timestamp? {
        place == nil ? nil : try account.blockedUntil(in: context)
    }

    /// Those of the address stay: else anybody could go on guessing with an account of their own in between.
    func succeed(in context: CommandContext) throws {
        try account.forgetFailures(in: context)
        guard let place, let user else { return }
        try place.forgetFailures(in: context)
        try KnownPlaces.note(place, of: user, in: context)
    }

    /// Counts the failure, unless a copy of the very same command has been counted: one that crossed with its answer.
    /// - Returns: whether it was counted.
    @discardableResult
    func recordFailure(in context: CommandContext) throws -> Bool {
        if let submission = context.submission, try isCounted(submission, in: context) { return false }
        // What a blocked account hears more of does not make its block longer.
        let isShut = try accountBlockedUntil(in: context) != nil
        var isBlocked = false
        for subject in [place, address] {
            if let subject, try subject.count(in: context) { isBlocked = true }
        }
        // Not counted while it is blocked, so that its owner hears of a block once.
        if !isShut, try account.count(in: context) {
            isBlocked = true
            // Whoever fails to confirm a sign-up shuts nobody out.
            if let user, operation != ConfirmSignUp.name { try notices.send(.lockedOut, to: user, in: context) }
        }
        try forgetOld(in: context)
        if let operation, let user {
            try context.emit(ProofFailed(user: user, operation: operation, isBlocked: isBlocked))
        } else {
            try context.emit(SignInFailed(user: user, account: account.name, isBlocked: isBlocked))
        }
        return true
    }

    private func isCounted(_ submission: [UInt8], in context: CommandContext) throws -> Bool {
        try context.database.first(
            "SELECT 1 FROM sign_in_failures WHERE submission = ? AND failed_at > ?", submission,
            context.now.adding(seconds: -Attempt.copySeconds)
        ) { _ in true } ?? false
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

extension AttemptSubject {
    func blockedUntil(in context: CommandContext) throws -> Timestamp? {
        try context.database.first(
            "SELECT blocked_until FROM sign_in_blocks WHERE subject = ? AND blocked_until > ?", hash, context.now
        ) { try $0.value(0) }
    }

    /// - Returns: whether this was the one too many.
    fileprivate func count(in context: CommandContext) throws -> Bool {
        let (database, now) = (context.database, context.now)
        try database.run(
            "INSERT INTO sign_in_failures (subject, failed_at, submission) VALUES (?, ?, ?)", hash, now,
            context.submission)
        let count = try database.first(
            "SELECT COUNT(*) FROM sign_in_failures WHERE subject = ? AND failed_at > ?", hash,
            now.adding(seconds: -Attempt.windowSeconds)
        ) { try $0.value(0, as: Int.self) }
        guard (count ?? 0) >= limit else { return false }
        try database.run(
            """
            INSERT INTO sign_in_blocks (subject, blocked_until) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET blocked_until = excluded.blocked_until
            """, hash, now.adding(seconds: Attempt.blockSeconds))
        try forgetFailures(in: context)
        return true
    }

    func forgetFailures(in context: CommandContext) throws {
        try context.database.run("DELETE FROM sign_in_failures WHERE subject = ?", hash)
    }

    func unblock(in context: CommandContext) throws {
        try context.database.run("DELETE FROM sign_in_blocks WHERE subject = ?", hash)
    }
}
