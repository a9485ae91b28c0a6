import Messages
import Odds
import Runtime

// What the library says, as text: the one place of a service in which a floating-point number has a name, and it leaves it
// as digits.

extension FigureText {
    init(_ value: Double) throws {
        guard let text = Figure.text(value) else {
            throw CommonFailure.answerTooLarge.because("a number of the answer is too large to be written out")
        }
        self.init(trusted: text)
    }
}

extension ProbabilityText {
    init(_ probability: Probability) throws { self.init(trusted: try FigureText(probability.value).text) }
}

extension UpTo {
    /// For a list that is as long as one that was read.
    init(answering items: [Element]) {
        guard let list = Self(items) else { preconditionFailure("an answer has as many items as its question") }
        self = list
    }
}
