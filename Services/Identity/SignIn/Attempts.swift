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
    private let notices: Notices

    init(_ settings: IdentitySettings) throws {
        key = try KeyedHash.hash(Array("croupier sign-in accounts 1".utf8), key: settings.secret)
        notices = try Notices(settings)
    }

    func signIn(_ user: ID<User>?, login: String, in context: CommandContext) throws -> Attempt {
        let name = user.map(account) ?? "login\n\(login)"
        let place = try place(of: name, in: context)
        return try attempt(
            user, name, operation: nil, at: place, isKnown: place.map { try KnownPlaces.has($0, in: context) } ?? false,
            in: context)
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

    /// Somebody has shown in another way that the account is theirs: what was counted against it is void, and of the
    /// places where it was known this one alone is left.
    func pardon(_ user: ID<User>, in context: CommandContext) throws {
        let place = try place(of: account(user), in: context)
        let proofs = try subject("proof\n\(user)", limit: Attempt.accountLimit)
        for subject in [try subject(account(user), limit: Attempt.accountLimit), proofs, place].compactMap({ $0 }) {
            try subject.forgetFailures(in: context)
            try subject.unblock(in: context)
        }
        try KnownPlaces.unblockAll(of: user, in: context)
        try KnownPlaces.forgetAll(of: user, in: context)
        if let place { try KnownPlaces.note(place, of: user, in: context) }
    }

    private func account(_ user: ID<User>) -> String { "user\n\(user)" }

    /// An account at the network that is asked from.
    private func place(of account: String, in context: CommandContext) throws -> AttemptSubject? {
        try context.client?.address.map {
            try subject("place\n\(network(of: $0))\n\(account)", limit: Attempt.accountLimit)
        }
    }

    private func attempt(
        _ user: ID<User>?, _ account: String, operation: String?, at place: AttemptSubject? = nil,
        isKnown: Bool = false, in context: CommandContext
    ) throws -> Attempt {
        let address = try context.client?.address.map {
            try subject("address\n\(network(of: $0))", limit: Attempt.addressLimit)
        }
        return Attempt(
            user: user, operation: operation, account: try subject(account, limit: Attempt.accountLimit), place: place,
            isKnownThere: isKnown, address: address, notices: notices)
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
