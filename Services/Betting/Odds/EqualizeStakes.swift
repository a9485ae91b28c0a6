public import Messages
import Odds
public import Runtime

extension EqualizeStakes: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let prices = try Price.read(request.prices, request.format)
        guard let book = try? Book(prices) else {
            throw Failure.oneSidedBook.because("expected the prices of all outcomes, two at least", at: "/prices")
        }
        let (total, unit) = (request.total, request.stakeUnit)
        guard let money = try StakeMoney(total, at: "/total", unit: unit, in: context.database) else {
            throw Failure.unknownCurrency.because(StakeMoney.unknown(total.currency), at: "/total/currency")
        }
        let found: Arbitrage
        do throws(Arbitrage.Fault) {
            found = try Arbitrage(book, total: money.total.units, unit: money.unit)
        } catch {
            switch error {
            case .overflow:
                throw CommonFailure.amountOverflow.because("a return is more than the platform can hold", at: "/total")
            case .nothingToStake, .badUnit:
                throw Failure.nothingToStake.because("expected a total of one unit of stake at least", at: "/total")
            }
        }
        let legs = zip(found.stakes, found.returns).map { Leg(stake: money.money($0), returned: money.money($1)) }
        return Reply(
            overround: try FigureText(book.overround), legs: UpTo(answering: legs),
            staked: money.money(found.staked), worstReturn: money.money(found.worst),
            profit: money.money(try (Amount(found.worst) - Amount(found.staked)).units))
    }
}
