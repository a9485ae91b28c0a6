public import Messages
import Odds
public import Runtime

extension ConvertOdds: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let price = try Price.read(request.odds, request.format, at: "/odds")
        let rounding: Rounding =
            switch request.rounding ?? .nearest {
            case .down: .down
            case .nearest: .nearest
            case .up: .up
            }
        func written(_ format: Notation) -> Written {
            let odds = price.written(as: format, rounding)
            return Written(odds: odds.text, exact: odds.isExact)
        }
        return Reply(
            american: written(.american), decimal: written(.decimal), fractional: written(.fractional),
            hongKong: written(.hongKong), malay: written(.malay), indonesian: written(.indonesian),
            implied: try ProbabilityText(Probability(impliedBy: price)))
    }
}
