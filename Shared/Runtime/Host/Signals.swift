import Glibc
import Synchronization

/// Signals that are waited for instead of interrupting: blocked in this thread and all it will start.
public struct SignalSet {
    private var set = sigset_t()

    public init(_ signals: [Int32]) {
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // A peer that hangs up in the middle of an answer is no reason to end.
        signal(SIGPIPE, SIG_IGN)
    }

    public func wait() {
        var set = set
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
    }
}

/// Why a service ended, told from its own thread.
final class FailureFlag: Sendable {
    private let text = Mutex<String?>(nil)

    var reason: String? { text.withLock { $0 } }

    func set(_ reason: String) { text.withLock { $0 = reason } }
}
