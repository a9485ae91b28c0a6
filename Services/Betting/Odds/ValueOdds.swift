public import Messages
import Odds
public import Runtime

extension ValueOdds: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let price = try Price.read(request.odds, request.format, at: "/odds")
        let (own, push) = try view(of: request)
        let probability = try request.consensus.map { try mixed(own, with: $0) } ?? own
        let worth = Worth(of: price, at: probability)
        return Reply(
            probability: try ProbabilityText(probability), push: push,
            implied: try ProbabilityText(Probability(impliedBy: price)), edge: try FigureText(worth.edge),
            expectedValue: try FigureText(worth.expectedValue), kelly: try FigureText(worth.kelly),
            breakEven: try FigureText(worth.breakEven), closingValue: try closingValue(of: price, request))
    }

    private static func view(of request: Request) throws -> (Probability, push: FigureText?) {
        switch (request.probability, request.model) {
        case (let probability?, nil): return (try Probability.read(probability, at: "/probability"), nil)
        case (nil, let model?): return try line(model)
        case (nil, nil): throw Rejection.field("/probability", "missing_field", "expected a probability or a model")
        case (_?, _?):
            throw Rejection.field("/model", "conflicting_fields", "expected a probability or a model, not both")
        }
    }

    /// - Parameter pointer: where the model stands in what was asked.
    static func line(_ model: Model, at pointer: String = "/model") throws -> (Probability, push: FigureText?) {
        guard let mean = Figure.value(model.mean.text), let sigma = Figure.value(model.sigma.text),
            let floor = Figure.value(model.leastSigma.text), let line = Figure.value(model.line.text)
        else { throw Rejection.field(pointer, "not_finite", "expected numbers in plain digits") }
        if sigma < 0 { throw Rejection.field("\(pointer)/sigma", "sigma_not_positive", "expected no less than zero") }
        guard floor > 0 else {
            throw Rejection.field("\(pointer)/least_sigma", "sigma_not_positive", "expected more than zero")
        }
        let chances = try LineModel(mean: mean, sigma: sigma, floor: floor)
            .chances(line: line, countsWhole: model.countsWhole ?? false)
        guard let probability = model.side == .over ? chances.overUnlessPush : chances.underUnlessPush else {
            throw Failure.certain.because("the model leaves no doubt about this line", at: pointer)
        }
        return (probability, try FigureText(chances.push))
    }

    static func mixed(_ own: Probability, with consensus: Consensus) throws -> Probability {
        let others = try Probability.read(consensus.probability, at: "/consensus/probability")
        guard let weight = Figure.value(consensus.ownWeight.text), weight >= 0, weight <= 1 else {
            throw Rejection.field("/consensus/own_weight", "out_of_range", "expected a number from 0 to 1")
        }
        let method: Shrinkage = consensus.method == .logit ? .logit : .linear
        guard let mixed = method.apply(own, toward: others, weight: weight) else {
            throw Failure.certain.because("mixed so, nothing is left between never and always", at: "/consensus")
        }
        return mixed
    }

    private static func closingValue(of price: Price, _ request: Request) throws -> ClosingValue? {
        guard let odds = request.closingOdds else { return nil }
        let value = ClosingLineValue(
            taken: price, closing: try Price.read(odds, request.format, at: "/closing_odds"))
        return ClosingValue(
            probability: try FigureText(value.probability), logit: try FigureText(value.logit),
            price: try FigureText(value.price), beatsClose: value.beatsClose)
    }
}
