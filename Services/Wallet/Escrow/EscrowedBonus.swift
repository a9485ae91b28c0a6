import Messages
import Runtime
import Storage

/// How much of a person's bonus lies in an escrow. What they win there makes it whole first: else two bets against each
/// other, or one in a pool of one's own, would make cash of a bonus.
struct EscrowedBonus {
    private let user: ID<User>
    private let escrow: Int64

    init(of user: ID<User>, in escrow: Int64) { (self.user, self.escrow) = (user, escrow) }

    func bring(_ amount: Amount, in database: Connection) throws {
        guard amount > .zero else { return }
        try database.run(
            """
            INSERT INTO escrowed_bonuses (escrow, user, brought) VALUES (?, ?, ?)
            ON CONFLICT (escrow, user) DO UPDATE SET brought = brought + excluded.brought
            """, escrow, user, amount)
    }

    /// A stake went back to where it came from, and with it what it had brought.
    func refund(_ amount: Amount, in database: Connection) throws {
        guard amount > .zero else { return }
        try database.run(
            "UPDATE escrowed_bonuses SET brought = brought - ? WHERE escrow = ? AND user = ?", amount, escrow, user)
    }

    /// How much of a win goes to the bonus bucket; it is noted as given back.
    func giveBack(atMost won: Amount, in database: Connection) throws -> Amount {
        let left = try database.first(
            "SELECT brought - back FROM escrowed_bonuses WHERE escrow = ? AND user = ? AND brought > back", escrow,
            user
        ) { try $0.value(0, as: Amount.self) }
        guard let left else { return .zero }
        let amount = min(left, won)
        try database.run(
            "UPDATE escrowed_bonuses SET back = back + ? WHERE escrow = ? AND user = ?", amount, escrow, user)
        return amount
    }

    /// A win was taken back, and with it what it had made whole.
    static func takeBack(_ win: PostedTransaction, in database: Connection) throws {
        let ledger = win.parts.first { $0.owner.kind == .escrow }
        for part in win.parts where part.bucket == .bonus {
            guard case .user(let user) = part.owner, let ledger else { continue }
            try database.run(
                """
                UPDATE escrowed_bonuses SET back = back - ? WHERE user = ? AND escrow =
                    (SELECT number FROM ledger_accounts
                    WHERE owner_kind = 'escrow' AND owner = ? AND currency = ? AND bucket = 'main')
                """, part.amount, user, ledger.owner.key, ledger.currency.number)
        }
    }
}

extension WalletSchema {
    static let escrowedBonus = Migration(
        name: "wallet bonuses in escrow",
        sql: """
            -- brought: by stakes that have not gone back; back: given back out of what was won.
            CREATE TABLE escrowed_bonuses (
                escrow INTEGER NOT NULL REFERENCES ledger_accounts (number), user BLOB NOT NULL,
                brought INTEGER NOT NULL CHECK (brought >= 0), back INTEGER NOT NULL DEFAULT 0 CHECK (back >= 0),
                PRIMARY KEY (escrow, user)
            ) STRICT, WITHOUT ROWID;
            INSERT INTO escrowed_bonuses (escrow, user, brought)
            SELECT c.escrow, a.owner, SUM(c.bonus - c.bonus_back)
            FROM hold_captures c JOIN holds h ON h.id = c.hold JOIN ledger_accounts a ON a.number = h.held
            WHERE c.bonus > 0 GROUP BY c.escrow, a.owner;
            """)
}
