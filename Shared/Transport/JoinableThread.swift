import Glibc

/// A thread that somebody waits for. A plain POSIX one: it needs no run loop and no Foundation.
public struct JoinableThread: Sendable {
    private let identifier: pthread_t

    private final class Work {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts the work. The closure is let go when it has run.
    public init(_ run: @escaping @Sendable () -> Void) throws(TransportError) {
        let work = Unmanaged.passRetained(Work(run))
        var identifier = pthread_t()
        let code = pthread_create(&identifier, nil, Self.main, work.toOpaque())
        guard code == 0 else {
            work.release()
            throw .failure("start a thread", code)
        }
        self.identifier = identifier
    }

    /// Waits until the work has ended. Once, and not on the thread itself.
    public func join() {
        pthread_join(identifier, nil)
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        // Signals are for the threads that know what to do with them.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
        work.run()
        return nil
    }
}
