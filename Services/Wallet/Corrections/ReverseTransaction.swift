import Messages
import Runtime
import TimeZones

extension ReverseTransaction {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> LedgerEntry {
        let (correction, database) = (Correction(reason: request.reason, context: context), context.database)
        guard let old = try PostedTransaction.find(request.transactionID, in: database) else {
            throw Rejection.notFound("transaction")
        }
        for user in old.users { try correction.checkOwn(user, refusing: Failure.ownAccount) }
        if let obstacle = old.obstacle { throw Failure.notReversible.because(obstacle) }
        guard old.reversedBy == nil else {
            throw Failure.alreadyReversed.because("this transaction was taken back before")
        }
        let ledger = Ledger(context)
        let postings = try old.parts.map { part in
            let change = try .zero - part.amount
            try correction.check(
                change, of: part.owner, part.bucket, in: part.currency, ledger, refusing: Failure.insufficientFunds)
            return Posting(try ledger.account(of: part.owner, part.bucket, in: part.currency), change)
        }
        let posted = try ledger.post(
            Movement(
                kind: .reversal, entity: "transaction/\(old.id)", reverses: old.number, words: request.reason.text),
            postings)
        try correction.note(for: posted)
        for (part, posting) in zip(old.parts, postings) where part.owner.kind == .escrow {
            try context.database.run(
                "INSERT INTO escrow_reversals (account, posted, amount) VALUES (?, ?, ?)", posting.account,
                posted.number, posting.amount)
        }
        try uncount(old, zones, in: context)
        try context.emit(
            TransactionReversed(
                reversed: old.id, kind: old.kind, user: old.users.first, transaction: posted.id))
        return try LedgerEntry.existing(posted.number, in: database)
    }

    /// What was counted for a day of somebody's when it came counts no more. A deposit's row stays as it was decided.
    private static func uncount(_ old: PostedTransaction, _ zones: ZoneBook, in context: CommandContext) throws {
        if old.kind == .deposit {
            try context.database.first(
                "SELECT id FROM deposits WHERE credit = ?", old.number, read: { try $0.value(0, as: ID<Deposit>.self) }
            ).flatMap { try DepositRecord.find($0, in: context.database) }?.countNoMore(in: context.database)
        } else if old.kind.isWinnings {
            try EscrowedBonus.takeBack(old, in: context.database)
            for part in old.parts {
                guard case .user(let user) = part.owner else { continue }
                let person = try KnownPerson.find(user, in: context.database)
                try Usage.forgetWinnings(
                    of: part.amount, by: user, in: part.currency,
                    near: UsageDay(of: person, at: old.time, zones), context.database)
            }
        }
    }
}

extension PostedTransaction {
    /// Why it cannot be taken back by itself; nil where it can.
    var obstacle: String? {
        switch kind {
        case .adjustment, .bonus, .deposit: nil
        case .hold, .release: "a hold is undone by the service that placed it"
        case .withdrawal: "a withdrawal is undone by rejecting or failing it"
        case .reversal: "a reversal is put right by an adjustment"
        case .rollover, .overlay, .minusPool:
            "what an escrow was given belongs to what it pays, which its service decides on"
        case .unknown: "this kind is new here"
        case .fee, .commission, .contribution, .prize, .takeout, .betPlaced, .betPayout, .betRefund, .betVoid,
            .contestEntry, .syndicateBet, .syndicateWinnings, .syndicatePayout, .raffleSale, .raffleRefund,
            .rafflePrize, .contestRefund, .peerStake, .peerPayout, .peerRefund, .breakage, .unawarded:
            isPayment
                ? nil
                : isOfWorld
                    ? "what is kept outside is put right by who keeps its books"
                    : "what was captured or refunded belongs to its hold, which its service decides on"
        }
    }

    /// Winnings to a winner or takings of the house, out of one escrow account and of nobody's hold.
    private var isPayment: Bool {
        let sources = parts.filter { $0.amount < .zero }
        return !isOfHold && !isOfWorld && sources.count == 1 && sources.allSatisfy { $0.owner.kind == .escrow }
    }

    private var isOfWorld: Bool { parts.contains { $0.owner.kind == .world } }
}
