import Dispatch
import Synchronization
import Transport

/// A few threads that take work from one queue, which is bounded for each place that it is for. Each makes a worker
/// of its own on its own thread, so that what a worker owns (a read connection) never meets another thread.
final class Workers<Work: Sendable>: Sendable {
    /// What the threads share with whoever submits.
    private final class Queue: Sendable {
        struct State {
            var waiting = Turns<Work>()
            var isStopping = false
        }

        let state = Mutex(State())
        let permits = DispatchSemaphore(value: 0)

        /// Waits for some; nil where it is over.
        func next() -> Work? {
            while true {
                permits.wait()
                let (work, isStopping) = state.withLock { ($0.waiting.next(), $0.isStopping) }
                if work != nil || isStopping { return work }
            }
        }
    }

    private let queue = Queue()
    private let limit: Int
    private let threads: [JoinableThread]

    /// - Parameter limit: how much may wait for each place.
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
    func submit(_ work: Work, for place: [UInt8] = []) -> Bool {
        let isTaken = queue.state.withLock { state in
            !state.isStopping && state.waiting.add(work, for: place, limit: limit)
        }
        if isTaken { queue.permits.signal() }
        return isTaken
    }

    /// Has the next be begun that is for this place, where it has one.
    func letGo(_ place: [UInt8]) {
        let isMore = queue.state.withLock { $0.waiting.letGo(place) }
        if isMore { queue.permits.signal() }
    }

    /// Lets the threads finish what waits, but for what nobody lets go any more, and joins them.
    func stop() {
        queue.state.withLock { $0.isStopping = true }
        for _ in threads { queue.permits.signal() }
        for thread in threads { thread.join() }
    }
}
