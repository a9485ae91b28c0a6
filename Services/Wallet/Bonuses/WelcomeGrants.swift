import Messages
import Runtime
import Storage

/// What each new user is given to play with, once, in each of some currencies.
public struct WelcomeGrants: Sendable {
    let grants: [Money]

    public init() { grants = [] }

    /// `POINTS:100`, or several with commas; nil where it is no such text, or names a currency twice.
    public init?(_ text: String) {
        var grants: [Money] = []
        for part in text.split(separator: ",") {
            let words = part.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count == 2, let currency = CurrencyCode(String(words[0])),
                let amount = DecimalText(String(words[1])), !grants.contains(where: { $0.currency == currency })
            else { return nil }
            grants.append(Money(amount: amount, currency: currency))
        }
        self.grants = grants
    }

    /// Refuses at the start what could not be given later.
    func check(in database: Connection) throws {
        for money in grants { _ = try read(money, in: database) }
    }

    /// Gives a new user what they have not been given: however often their signing up is told, and whatever was configured
    /// when it was first, they have one grant in a currency.
    func give(to user: ID<User>, in context: CommandContext) throws {
        for money in grants {
            let (currency, amount) = try read(money, in: context.database)
            let isNew = try context.database.first(
                "SELECT 1 FROM welcome_grants WHERE user = ? AND currency = ?", user, currency.number,
                read: { _ in true })
            guard isNew == nil else { continue }
            let gift = BonusGift(
                id: context.newID(), user: user, currency: currency, amount: amount,
                reason: "welcome/\(money.currency.text)")
            do {
                guard try gift.grant(in: context) != nil else { continue }
                try context.database.run(
                    "INSERT INTO welcome_grants (user, currency, bonus) VALUES (?, ?, ?)", user, currency.number,
                    gift.id)
            } catch is AmountOverflow {
                // The page of events that this is a part of must be taken in all the same; nothing is posted yet.
                try context.emit(WelcomeGrantMissed(user: user, money: money))
            }
        }
    }

    private func read(_ money: Money, in database: Connection) throws -> (KnownCurrency, Amount) {
        guard let currency = try KnownCurrency.find(money.currency, in: database) else {
            throw Rejection.field("/welcome-grant", "unknown_currency", "there is no currency \(money.currency.text)")
        }
        return (currency, try money.positive(in: currency.currency, at: "/welcome-grant"))
    }
}
