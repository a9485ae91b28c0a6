import Messages
import Runtime

/// The one way in which the house gives money to play with: posted, noted and told. It lies in the bonus bucket, from where
/// it can be staked and never withdrawn.
struct BonusGift {
    let id: ID<Bonus>
    let user: ID<User>
    let currency: KnownCurrency
    let amount: Amount
    /// What it is for, as `kind/id`.
    let reason: String
    /// What an admin remarked on it.
    var remark: Note?

    /// Nil where a bonus of this id was granted before; then the caller refuses, which undoes all.
    func grant(in context: CommandContext) throws -> Posted? {
        let ledger = Ledger(context)
        let posted = try ledger.post(
            Movement(kind: .bonus, entity: reason, words: remark?.text),
            [
                Posting(try ledger.account(of: .house("promotion"), in: currency), try .zero - amount),
                Posting(try ledger.account(of: .user(user), .bonus, in: currency), amount),
            ])
        let count = try context.database.run(
            "INSERT INTO bonuses (id, user, amount, granted) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING", id, user,
            amount, posted.number)
        guard count == 1 else { return nil }
        try context.emit(
            BonusGranted(
                bonus: id, user: user, money: currency.money(amount), reason: reason, transaction: posted.id))
        return posted
    }
}
