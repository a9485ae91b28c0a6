import Messages
import Odds
import Runtime

// What the library says, as text: the one place of a service in which a floating-point number has a name, and it leaves it
// as digits.

extension FigureText {
    /// To the nearest million-millionth: what is finer is noise of the calculation.
    init(_ value: Double) throws {
        // Larger ones have no digits that fine.
        let isFine = value.magnitude < 4096
        self.init(trusted: try FigureText.written(isFine ? (value * 1e12).rounded() / 1e12 : value))
    }

    fileprivate static func written(_ value: Double) throws -> String {
        guard let text = Figure.text(value) else {
            throw CommonFailure.answerTooLarge.because("a number of the answer is too large to be written out")
        }
        return text
    }
}

extension ProbabilityText {
    init(_ probability: Probability) throws { self.init(trusted: try FigureText.written(probability.value)) }
}

extension UpTo {
    /// For a list that is as long as one that was read.
    init(answering items: [Element]) {
        guard let list = Self(items) else { preconditionFailure("an answer has as many items as its question") }
        self = list
    }
}
