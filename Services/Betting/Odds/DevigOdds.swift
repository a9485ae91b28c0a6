public import Messages
import Odds
public import Runtime

extension DevigOdds: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let prices = try Price.read(request.prices, request.format)
        guard let book = try? Book(prices) else {
            throw Failure.oneSidedBook.because("expected the prices of all outcomes, two at least", at: "/prices")
        }
        let fair: FairBook
        do throws(Book.DevigFault) {
            fair = try book.withoutMargin(request.method.devig)
        } catch {
            switch error {
            case .noMargin:
                throw Failure.noMargin.because(
                    "the implied probabilities do not reach 1 together, so that there is no margin to take out",
                    at: "/prices")
            case .nothingLeft(let outcome):
                throw Failure.nothingLeft.because(
                    "this method leaves the outcome without a probability; another one may not",
                    at: "/prices/\(outcome)")
            }
        }
        return Reply(
            overround: try FigureText(book.overround),
            implied: UpTo(answering: try book.impliedProbabilities.map { try ProbabilityText($0) }),
            probabilities: UpTo(answering: try fair.probabilities.map { try ProbabilityText($0) }),
            fairPrices: UpTo(answering: try fair.prices.map { try FigureText($0) }),
            parameter: try fair.parameter.map { try FigureText($0) })
    }
}

extension MarginMethod {
    var devig: DevigMethod {
        switch self {
        case .proportional: .proportional
        case .additive: .additive
        case .power: .power
        case .shin: .shin
        case .oddsRatio: .oddsRatio
        }
    }
}
