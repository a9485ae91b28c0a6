import Messages
import Runtime

/// All that a transaction says, as its seal is over it: also whose the accounts are that it names by number, and what its
/// currencies are, so that no seal holds once these are others.
struct SealedTransaction {
    struct Side {
        let account: Int64
        let ownerKind: String
        let owner: [UInt8]
        let bucket: String
        let currency: String
        let scale: Int64
        let amount: Int64
        /// What the account had then.
        let balance: Int64
        /// What reconciliation finds it by, on an account of the world.
        let reference: String?
    }

    let number: Int64
    let id: [UInt8]
    let kind: String
    let entity: String
    let metadata: String
    let actor: String
    let causation: String
    let time: Int64
    let reverses: Int64?
    let group: [UInt8]?
    /// The hash of the words that were said of it.
    let words: [UInt8]?
    var sides: [Side] = []

    /// Each word with its length and each thing that may be missing with whether it is, so that no two transactions say the
    /// same.
    var content: [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(512)
        func add(_ number: Int64) { withUnsafeBytes(of: number.bigEndian) { content += $0 } }
        func add(bytes: some Collection<UInt8>) {
            add(Int64(bytes.count))
            content += bytes
        }
        func add(optional bytes: [UInt8]?) {
            content.append(bytes == nil ? 0 : 1)
            if let bytes { add(bytes: bytes) }
        }
        add(number)
        add(bytes: id)
        for word in [kind, entity, metadata, actor, causation] { add(bytes: word.utf8) }
        add(time)
        // No transaction has the number 0.
        add(reverses ?? 0)
        add(optional: group)
        add(optional: words)
        add(Int64(sides.count))
        for side in sides {
            add(side.account)
            add(bytes: side.ownerKind.utf8)
            add(bytes: side.owner)
            add(bytes: side.bucket.utf8)
            add(bytes: side.currency.utf8)
            for number in [side.scale, side.amount, side.balance] { add(number) }
            add(optional: side.reference.map { Array($0.utf8) })
        }
        return content
    }
}

extension SealedTransaction {
    init(
        number: Int64, _ id: ID<LedgerTransaction>, _ movement: Movement, _ provenance: Provenance,
        _ group: ID<LedgerTransaction>?, words: [UInt8]?, _ sides: [Side]
    ) {
        self.init(
            number: number, id: id.bytes, kind: movement.kind.rawValue, entity: movement.entity,
            metadata: movement.metadata, actor: provenance.actor, causation: provenance.causation,
            time: provenance.time.milliseconds, reverses: movement.reverses, group: group?.bytes, words: words,
            sides: sides.sorted { $0.account < $1.account })
    }
}

extension SealedTransaction.Side {
    /// - Parameter account: as it is after the posting.
    init(_ posting: Posting, _ account: Account, reference: String?) {
        let currency = account.currency.currency
        self.init(
            account: account.number, ownerKind: account.owner.kind.rawValue, owner: account.owner.key,
            bucket: account.bucket.rawValue, currency: currency.code, scale: Int64(currency.scale),
            amount: posting.amount.units, balance: account.balance.units,
            reference: account.owner == .world ? reference : nil)
    }
}
