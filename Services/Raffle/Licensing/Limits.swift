import Messages
import Runtime
import Storage

/// Limits on money, as a version of regulations or settings keeps them: both in one currency.
struct MoneyLimits {
    let currency: Currency?
    let prize: Amount?
    let ticket: Amount?

    init(currency: Currency?, prize: Amount?, ticket: Amount?) {
        (self.currency, self.prize, self.ticket) = (currency, prize, ticket)
    }

    init(prize: Money?, ticket: Money?, in database: Connection) throws {
        guard let code = (prize ?? ticket)?.currency.text else {
            (currency, self.prize, self.ticket) = (nil, nil, nil)
            return
        }
        if let prize, let ticket, prize.currency != ticket.currency {
            throw LicensingFailure.currenciesDiffer.because(
                "expected both limits in one currency", at: "/max_ticket_price/currency")
        }
        guard let found = try CurrencyTable.find(code, in: database) else {
            let pointer = prize == nil ? "/max_ticket_price/currency" : "/max_prize_value/currency"
            throw LicensingFailure.unknownCurrency.because("there is no currency \(code) here", at: pointer)
        }
        currency = found
        self.prize = try prize?.positive(in: found, at: "/max_prize_value")
        self.ticket = try ticket?.positive(in: found, at: "/max_ticket_price")
    }

    var prizeMoney: Money? { money(prize) }
    var ticketMoney: Money? { money(ticket) }

    private func money(_ amount: Amount?) -> Money? {
        guard let amount, let currency else { return nil }
        return Money(amount, currency)
    }

    /// From the columns for currency, its scale and the two limits, in that order.
    init(_ row: borrowing Row, at column: Int) throws {
        let code: String? = try row.value(column)
        let scale: Int? = try row.value(column + 1)
        if let code, let scale { currency = Currency(code: code, scale: scale) } else { currency = nil }
        (prize, ticket) = (try row.value(column + 2), try row.value(column + 3))
    }
}
