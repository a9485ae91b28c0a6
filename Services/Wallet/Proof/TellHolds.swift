public import Messages
public import Runtime
import Storage

// What other services prove their stakes by.

extension TellHolds: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let service = try context.callingService()
        let holds = try request.holds.items.map { question -> HoldStanding in
            guard let hold = try HoldRecord.find(question.hold, of: service, in: context.database) else {
                return HoldStanding(hold: question.hold, state: .none, parts: try bounded([]))
            }
            return try hold.standing(withWinnings: question.withWinnings, in: context)
        }
        return Reply(holds: try bounded(holds))
    }
}

extension ListHolds: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let service = try context.callingService()
        let page: [ID<Hold>] =
            try request.after.map { after in
                try context.database.rows(
                    "SELECT id FROM holds WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", after, request.through, limit
                ) { try $0.value(0) }
            } ?? []
        func listed(_ ids: [ID<Hold>]) throws -> [ListedHold] {
            try ids.compactMap { id in
                guard let hold = try HoldRecord.find(id, of: service, in: context.database),
                    hold.standing(at: context.now) == .open || hold.captured > .zero
                else { return nil }
                return ListedHold(
                    hold: id, state: hold.standing(at: context.now),
                    money: hold.currency.money(try hold.origin.total()), purpose: hold.purpose)
            }
        }
        return Reply(
            holds: try bounded(listed(page)), again: try bounded(listed(request.again.items)),
            next: page.count < limit ? nil : page.last)
    }
}

extension TellEscrows: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> Reply {
        let service = try context.callingService()
        let balances = try request.escrows.items.map { question -> Balance in
            guard let currency = try KnownCurrency.find(question.currency, in: context.database) else {
                return Balance(escrow: question.escrow, money: nil)
            }
            let balance = try context.database.first(
                """
                SELECT balance - COALESCE((SELECT SUM(amount) FROM escrow_reversals WHERE account = number), 0)
                FROM ledger_accounts WHERE owner_kind = 'escrow' AND owner = ? AND currency = ?
                """, AccountOwner.escrow(service, question.escrow).key, currency.number
            ) { try $0.value(0, as: Amount.self) }
            return Balance(escrow: question.escrow, money: currency.money(balance ?? .zero))
        }
        return Reply(escrows: try bounded(balances))
    }
}

/// An answer has as many items as were asked about, so that it is as bounded as the request.
private func bounded<let limit: Int, Item: Codable & Sendable>(_ items: [Item]) throws -> UpTo<limit, Item> {
    guard let list = UpTo<limit, Item>(items) else { throw CommonFailure.invalidRequest.because("too much at once") }
    return list
}

extension HoldRecord {
    /// One that is past its deadline counts nowhere, whether or not anything has been done about it.
    fileprivate func standing(at time: Timestamp) -> HoldStanding.State {
        switch state {
        case .open: isExpired(at: time) ? .expired : .open
        case .captured: .captured
        case .released: .released
        case .expired: .expired
        }
    }

    fileprivate func standing(withWinnings: Bool, in context: CommandContext) throws -> HoldStanding {
        HoldStanding(
            hold: id, state: standing(at: context.now), user: user,
            money: currency.money(try origin.total()), parts: try bounded(parts(in: context.database)),
            won: withWinnings ? currency.money(try won(in: context.database)) : nil)
    }

    private func parts(in database: Connection) throws -> [HoldStanding.Part] {
        try database.rows(
            """
            SELECT a.owner, SUM(h.deposit + h.bonus + h.winning), SUM(h.deposit_back + h.bonus_back + h.winning_back)
            FROM hold_captures h JOIN ledger_accounts a ON a.number = h.escrow
            WHERE h.hold = ? GROUP BY a.number ORDER BY a.owner
            """, id
        ) { row in
            guard case .escrow(_, let name) = try AccountOwner(kind: .escrow, key: try row.value(0)) else {
                preconditionFailure("a capture goes into an escrow account")
            }
            return HoldStanding.Part(
                escrow: name, captured: currency.money(try row.value(1)), returned: currency.money(try row.value(2)))
        }
    }

    /// What was paid to the owner as winnings under the hold's purpose, be it to make their bonus whole. What was reversed is told all the same: the service
    /// has paid it.
    private func won(in database: Connection) throws -> Amount {
        var won = Amount.zero
        try database.each(
            """
            SELECT t.kind, t.metadata, p.amount FROM ledger_transactions t
                JOIN ledger_postings p ON p.transaction_number = t.number
                JOIN ledger_accounts a ON a.number = p.account
            WHERE t.entity = ? AND a.owner_kind = 'user' AND a.owner = ? AND a.currency = ?
                AND a.bucket IN ('winning', 'bonus')
            """, purpose, user, currency.number
        ) { row in
            let (kind, amount): (TransactionKind, Amount) = (try row.value(0), try row.value(2))
            if kind.isWinnings, Movement.hold(in: try row.value(1)) == nil { try won += amount }
            return true
        }
        return won
    }
}
