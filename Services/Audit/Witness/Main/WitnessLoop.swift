import Glibc
import Host
import Witness

/// Has the witness do its rounds, and tells the log of the process what became of them.
final class WitnessLoop {
    /// How often an alarm that goes on is told again, in rounds.
    private static let repetition = 120

    /// What the last round came to.
    enum Outcome: Equatable {
        case well, refused, unanswered

        /// As an exit code, for scripts.
        var code: Int32 {
            switch self {
            case .well: EX_OK
            case .refused: EX_DATAERR
            case .unanswered: EX_UNAVAILABLE
            }
        }
    }

    private let witness: Witness
    private let line: AuditLine
    private let log: Log
    private let stopSign: StopSign
    private var told: (text: String, rounds: Int) = ("", 0)
    private(set) var outcome = Outcome.unanswered

    init(_ witness: Witness, _ line: AuditLine, log: Log, stopSign: StopSign) {
        (self.witness, self.line, self.log, self.stopSign) = (witness, line, log, stopSign)
    }

    func run(pauseMilliseconds: Int) throws {
        while !stopSign.isRaised {
            try round()
            if !stopSign.isRaised { try line.rest(milliseconds: pauseMilliseconds) }
        }
    }

    /// One look at the log, with all that follows from it.
    func round() throws {
        var question = witness.begin()
        while true {
            guard let answer = try line.answer(to: question, unless: { stopSign.isRaised }) else {
                if stopSign.isRaised { return }
                return tell(.unanswered, .warning, "the audit service does not answer", [:])
            }
            switch try witness.hear(answer, at: SystemClock.now.milliseconds / 1000) {
            case .ask(let next):
                question = next
            case .rest(let size):
                return tell(.well, .info, "cosigns what the log shows", ["from_size": "\(size)"])
            case .alarm(let refusal):
                return tell(
                    .refused, .error, "the log is not cosigned",
                    [
                        "reason": refusal.kind.rawValue, "detail": refusal.detail,
                        "cosigned_size": witness.size.map { "\($0)" } ?? "none",
                    ])
            }
        }
    }

    /// Once when it begins, and now and then while it goes on; that all is well only once.
    private func tell(_ outcome: Outcome, _ level: Log.Level, _ message: String, _ fields: [String: String]) {
        let text = message + (fields["reason"] ?? "")
        told = text == told.text ? (text, told.rounds + 1) : (text, 0)
        self.outcome = outcome
        let isDue = outcome == .well ? told.rounds == 0 : told.rounds % WitnessLoop.repetition == 0
        if isDue { log.write(level, message, fields) }
    }
}
