import Runtime
import Storage
import Synchronization

/// The queries that wait for a reader or are with one. A copy of one of them is passed over: it asks for the same answer
/// at the same place, and copies of what is slow would only make it slower.
final class Queries: Sendable {
    private final class UnderWay: Sendable {
        private let identities = Mutex(Set<QueryTask.Identity>())

        /// False where it is under way already.
        func insert(_ identity: QueryTask.Identity) -> Bool { identities.withLock { $0.insert(identity).inserted } }
        func remove(_ identity: QueryTask.Identity) { identities.withLock { _ = $0.remove(identity) } }
    }

    private let workers: Workers<QueryTask>
    private let underWay: UnderWay

    init(
        readersOf path: String, count: Int, limit: Int, onOutcome: @escaping @Sendable (QueryOutcome) -> Void
    ) throws {
        let underWay = UnderWay()
        self.underWay = underWay
        workers = try Workers(count: count, limit: limit) {
            let runner = Result { QueryRunner(database: try Connection.openReader(at: path)) }
            return { task in
                let outcome = (try? runner.get().run(task, at: SystemClock.now)) ?? .answered(task.overloaded())
                underWay.remove(task.identity)
                onOutcome(outcome)
            }
        }
    }

    /// False where too many wait already.
    func submit(_ task: QueryTask) -> Bool {
        let identity = task.identity
        guard underWay.insert(identity) else { return true }
        let isTaken = workers.submit(task)
        if !isTaken { underWay.remove(identity) }
        return isTaken
    }

    func stop() { workers.stop() }
}
