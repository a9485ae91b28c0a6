/// An operation that a client submitted, and what it was told. It may ask many times; there is one outcome.
final class Submission {
    enum Verdict: Equatable {
        case answered(Answer)
        case fenced
    }

    let call: Call
    let key: String
    let isAnonymous: Bool
    private(set) var verdict: Verdict?
    var attempts = 0
    /// Set when the client has asked for a fence, so that this too may be its end.
    var isFencing = false

    init(_ call: Call, key: String, isAnonymous: Bool) {
        (self.call, self.key, self.isAnonymous) = (call, key, isAnonymous)
    }

    /// Its name among outcomes.
    var id: String { "\(call.operation):\(key)" }

    /// Takes a definite answer; all of them must be the same, byte for byte.
    func conclude(_ new: Verdict) throws {
        guard let verdict else {
            verdict = new
            return
        }
        guard verdict != new else { return }
        throw Violation("one outcome", "\(id) was \(verdict.text) and then \(new.text)")
    }
}

extension Submission.Verdict {
    var text: String {
        switch self {
        case .answered(let answer): "answered \(answer.text)"
        case .fenced: "fenced"
        }
    }
}
