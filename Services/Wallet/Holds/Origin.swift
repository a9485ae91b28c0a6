import Messages
import Storage

/// An amount by the buckets that it lies in or came from.
struct Origin: Equatable, Sendable {
    var deposit = Amount.zero
    var bonus = Amount.zero
    var winning = Amount.zero

    /// In the order in which a stake takes them.
    var parts: [(bucket: Bucket, amount: Amount)] { [(.deposit, deposit), (.bonus, bonus), (.winning, winning)] }

    func total() throws(AmountOverflow) -> Amount { try deposit + bonus + winning }

    /// How a stake is taken from what there is: deposit, then bonus, then winning. Nil where that is too little.
    func taking(_ amount: Amount) throws(AmountOverflow) -> Origin? {
        try drawing(amount, from: \.deposit, \.bonus, \.winning)
    }

    /// How a part of what was taken goes back: the last taken first. Nil where less was taken.
    func givingBack(_ amount: Amount) throws(AmountOverflow) -> Origin? {
        try drawing(amount, from: \.winning, \.bonus, \.deposit)
    }

    private func drawing(
        _ amount: Amount, from order: WritableKeyPath<Origin, Amount>...
    ) throws(AmountOverflow) -> Origin? {
        var rest = amount
        var drawn = Origin()
        for part in order {
            drawn[keyPath: part] = min(rest, self[keyPath: part])
            try rest -= drawn[keyPath: part]
        }
        return rest == .zero ? drawn : nil
    }

    static func - (left: Origin, right: Origin) throws(AmountOverflow) -> Origin {
        Origin(
            deposit: try left.deposit - right.deposit, bonus: try left.bonus - right.bonus,
            winning: try left.winning - right.winning)
    }

    static func + (left: Origin, right: Origin) throws(AmountOverflow) -> Origin {
        Origin(
            deposit: try left.deposit + right.deposit, bonus: try left.bonus + right.bonus,
            winning: try left.winning + right.winning)
    }

    /// Three columns of a row, in the order of the parts.
    init(_ row: borrowing Row, from column: Int) throws {
        deposit = try row.value(column)
        bonus = try row.value(column + 1)
        winning = try row.value(column + 2)
    }

    init(deposit: Amount = .zero, bonus: Amount = .zero, winning: Amount = .zero) {
        (self.deposit, self.bonus, self.winning) = (deposit, bonus, winning)
    }
}

extension Ledger {
    /// What a stake of this user could take.
    func available(to user: ID<User>, in currency: KnownCurrency) throws -> Origin {
        let owner = AccountOwner.user(user)
        return Origin(
            deposit: try balance(of: owner, .deposit, in: currency),
            bonus: try balance(of: owner, .bonus, in: currency),
            winning: try balance(of: owner, .winning, in: currency))
    }

    /// Postings that put each part into its bucket.
    func giving(_ origin: Origin, to user: ID<User>, in currency: KnownCurrency) throws -> [Posting] {
        try origin.parts.filter { $0.amount != .zero }.map { bucket, amount in
            Posting(try account(of: .user(user), bucket, in: currency), amount)
        }
    }

    /// Postings that take each part from its bucket.
    func taking(_ origin: Origin, from user: ID<User>, in currency: KnownCurrency) throws -> [Posting] {
        try giving(origin, to: user, in: currency).map { Posting($0.account, try .zero - $0.amount) }
    }
}
