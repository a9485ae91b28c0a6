import Auditor

/// How the program ends, for scripts.
enum ExitCode: Int32 {
    case verified = 0
    /// Something is not what it must be; the output says what.
    case violated = 1
    /// No answer, no file, no key: nothing was found out.
    case unchecked = 2
    case usage = 64
}

/// It could not be found out.
struct Unchecked: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

struct UsageFault: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
