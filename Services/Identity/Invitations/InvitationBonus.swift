import Messages
import Runtime

/// What the wallet is to pay somebody who was invited.
struct InvitationBonus: Codable, Sendable {
    static let timer = "identity.pay-bonus"

    let bonus: ID<Bonus>
    let code: InvitationCode
    let user: ID<User>
    let money: Money

    /// What the timer does: the saga that it begins pays once, since the timer fires once.
    static func begin(for state: String, in context: CommandContext) throws {
        guard let user = ID<User>(state) else { return }
        let found = try context.database.first(
            """
            SELECT i.code, i.bonus_amount, i.bonus_currency FROM invitation_uses u
                JOIN invitations i ON i.code_key = u.code_key
            WHERE u.user = ? AND i.bonus_amount IS NOT NULL
            """, user
        ) { row in
            (
                code: try row.value(0, as: String.self), amount: try row.value(1, as: String.self),
                currency: try row.value(2, as: String.self)
            )
        }
        guard let found, let amount = DecimalText(found.amount) else { return }
        let money = Money(amount: amount, currency: CurrencyCode(trusted: found.currency))
        try context.begin(
            payBonusSaga,
            InvitationBonus(
                bonus: context.newID(), code: InvitationCode(trusted: found.code), user: user, money: money))
    }
}

/// The wallet may refuse although it had nothing against the bonus when the invitation was made: the house can have given
/// away all that can be counted. Then nothing is owed, and a warning tells of it.
let payBonusSaga = Saga<InvitationBonus>(
    "identity.pay-bonus", version: 1,
    steps: [
        .local(
            "promise", { _, _ in .done },
            undo: { bonus, context in
                try context.emit(BonusRefused(code: bonus.code, user: bonus.user, money: bonus.money))
            }),
        .call(
            "grant", .wallet, GrantBonus.self,
            request: { bonus, _ in
                GrantBonus.Request(
                    user: bonus.user, money: bonus.money, reason: "invitation/\(bonus.code.text)",
                    reference: bonus.bonus)
            }),
        .local("granted", isPivot: true) { _, _ in .done },
    ],
    end: .silent)
