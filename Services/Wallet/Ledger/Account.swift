import Messages
import Runtime
import Storage

/// Whose an account is.
enum AccountOwner: Hashable, Sendable {
    case user(ID<User>)
    /// What a service keeps for a pool, a contest, a raffle; no service reaches another's.
    case escrow(ServiceName, String)
    /// What the house takes, by what for.
    case house(String)
    /// Everything outside of the platform: money comes from it and goes to it.
    case world

    enum Kind: String, StorageValue {
        case user, escrow, house, world

        var mayOwe: Bool { self == .house || self == .world }
    }

    var kind: Kind {
        switch self {
        case .user: .user
        case .escrow: .escrow
        case .house: .house
        case .world: .world
        }
    }

    /// Bytes, because a user's id takes half the room of its text and every index entry holds one.
    var key: [UInt8] {
        switch self {
        case .user(let id): id.bytes
        case .escrow(let service, let name): Array("\(service.rawValue):\(name)".utf8)
        case .house(let name): Array(name.utf8)
        case .world: []
        }
    }

    /// The owner that a row of the accounts names.
    init(kind: Kind, key: [UInt8]) throws {
        let name = String(decoding: key, as: UTF8.self)
        switch kind {
        case .user: self = .user(try ID(stored: .blob(key)))
        case .escrow:
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, let service = ServiceName(rawValue: parts[0]) else {
                throw StorageError.mismatch(.blob(key), expected: Kind.self)
            }
            self = .escrow(service, parts[1])
        case .house: self = .house(name)
        case .world: self = .world
        }
    }
}

/// The parts of an owner's money.
enum Bucket: String, StorageValue, Sendable {
    case deposit, winning, bonus, held
    /// The only one of owners that are not users.
    case main
}

/// An account's row as the ledger works on it.
struct Account: Sendable {
    let number: Int64
    let currency: KnownCurrency
    let owner: AccountOwner
    let bucket: Bucket
    var balance: Amount
    /// How many postings it has had.
    var version: Int64
}
