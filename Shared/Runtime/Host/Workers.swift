import Dispatch
import Synchronization
import Transport

/// A few threads that take work from one bounded queue. Each makes a worker of its own on its own thread, so that what
/// a worker owns (a read connection) never meets another thread.
final class Workers<Work: Sendable>: Sendable {
    /// What the threads share with whoever submits.
    private final class Queue: Sendable {
        struct State {
            var waiting: [Work] = []
            var isStopping = false
        }

        let state = Mutex(State())
        let permits = DispatchSemaphore(value: 0)

        func next() -> Work? {
            permits.wait()
            return state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        }
    }

    private let queue = Queue()
    private let limit: Int
    private let threads: [JoinableThread]

    init(count: Int, limit: Int, makeWorker: @escaping @Sendable () -> ((Work) -> Void)) throws {
        self.limit = limit
        let queue = queue
        threads = try (0..<count).map { _ in
            try JoinableThread {
                let worker = makeWorker()
                while let work = queue.next() { worker(work) }
            }
        }
    }

    /// False where too much waits already.
    func submit(_ work: Work) -> Bool {
        let isTaken = queue.state.withLock { state in
            guard state.waiting.count < limit, !state.isStopping else { return false }
            state.waiting.append(work)
            return true
        }
        if isTaken { queue.permits.signal() }
        return isTaken
    }

    /// Lets the threads finish what waits, and joins them.
    func stop() {
        queue.state.withLock { $0.isStopping = true }
        for _ in threads { queue.permits.signal() }
        for thread in threads { thread.join() }
    }
}
