public import Storage
public import Transparency

/// A witness at work, without a socket and without a clock: it says what it wants to know and is told the answer. It asks
/// for the log's head, and for the proof that the head extends the one it cosigned last; stores the new head; and only
/// then signs it and hands the signature over, again and again until the log has it.
public final class Witness {
    public enum Question: Equatable, Sendable {
        case head
        case growth(from: Int64, to: Int64)
        /// Whether the log takes this cosigned checkpoint.
        case submit(String)
    }

    public enum Answer: Equatable, Sendable {
        /// As text, whatever it says.
        case head(String)
        case growth([[UInt8]])
        case taken
        /// By a code that says why.
        case refused(String)
    }

    /// What follows on an answer.
    public enum Turn: Equatable, Sendable {
        case ask(Question)
        /// All is well and nothing is left to do.
        case rest(size: Int64)
        /// The head was not cosigned, and what was said before still stands.
        case alarm(Refusal)
    }

    private let rule: WitnessRule
    private let signer: CosignatureSigner
    private let memory: WitnessMemory
    private var standing: WitnessMemory.Standing?
    private var question: Question?
    /// The head whose growth is being proved.
    private var offered = ""
    /// Why the log did not take what was handed over at the round's beginning.
    private var rejection: Refusal?

    public init(rule: WitnessRule, signer: CosignatureSigner, database: Connection) throws {
        (self.rule, self.signer, memory) = (rule, signer, try WitnessMemory(database))
        standing = try memory.standing()
    }

    /// The size of the head that was cosigned last; nil before the first.
    public var size: Int64? { standing?.head.size }

    /// Begins a round: with what may not have reached the log, else with its head.
    public func begin() -> Question {
        let first = standing.flatMap { $0.isSubmitted ? nil : submission(of: $0) } ?? .head
        (question, rejection) = (first, nil)
        return first
    }

    /// - Parameter time: in seconds since 1970, by the witness's own clock.
    public func hear(_ answer: Answer, at time: Int64) throws -> Turn {
        let asked = question
        question = nil
        let turn = try turn(after: asked, answer, at: time)
        if case .ask(let next) = turn { question = next }
        return turn
    }

    private func turn(after asked: Question?, _ answer: Answer, at time: Int64) throws -> Turn {
        switch (asked, answer) {
        case (.submit?, .taken):
            standing?.isSubmitted = true
            if let standing { try memory.store(standing) }
            return .ask(.head)
        case (.submit?, .refused(let code)):
            let refusal = Refusal(.cosignatureRefused, "the log answers \(code)")
            guard rejection == nil else { return .alarm(refusal) }
            // The head of now may be one that it takes; if it has no other, this is what is wrong.
            rejection = refusal
            return .ask(.head)
        case (.head?, .head(let text)):
            offered = text
            return try decide(growth: nil, at: time)
        case (.growth?, .growth(let hashes)):
            return try decide(growth: hashes, at: time)
        case (.growth(let from, let to)?, .refused(let code)):
            // It has shown a head of that size, and a smaller one before: it has no reason.
            let refusal = Refusal(.forked, "the log has no proof from \(from) to \(to): \(code)")
            try memory.keep(refusal, of: offered, at: time)
            return .alarm(refusal)
        case (_, .refused(let code)):
            return .alarm(Refusal(.malformed, "the log answers \(code)"))
        default:
            return .alarm(Refusal(.malformed, "the log answers what it was not asked"))
        }
    }

    private func decide(growth: [[UInt8]]?, at time: Int64) throws -> Turn {
        switch rule.judge(offered, after: standing?.head, growth: growth) {
        case .known:
            if let rejection { return .alarm(rejection) }
            return .rest(size: standing?.head.size ?? 0)
        case .prove(let from, let to):
            return .ask(.growth(from: from, to: to))
        case .refuse(let refusal):
            try memory.keep(refusal, of: offered, at: time)
            return .alarm(refusal)
        case .cosign(let note, let head):
            let next = WitnessMemory.Standing(
                note: note, head: head, time: max(time, standing?.time ?? 0, 0), isSubmitted: false)
            // Stored before it is signed: a signature that nobody remembers could be contradicted by the next one.
            try memory.store(next)
            standing = next
            return .ask(submission(of: next))
        }
    }

    private func submission(of standing: WitnessMemory.Standing) -> Question {
        .submit(standing.note.adding(signer.sign(standing.note.text, at: standing.time)).note)
    }
}
