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

    /// How many questions of one outsider's connection may wait.
    private static let outsiderLimit = 16

    private let services: Workers<QueryTask>
    /// With one reader of their own, however much they ask.
    private let outsiders: Workers<QueryTask>
    private let underWay: UnderWay

    init(
        readersOf path: String, count: Int, limit: Int, onOutcome: @escaping @Sendable (QueryOutcome) -> Void
    ) throws {
        let underWay = UnderWay()
        self.underWay = underWay
        let makeReader: @Sendable () -> ((QueryTask) -> Void) = {
            // Opened when it is wanted: of most services no outsider asks anything.
            var runner: QueryRunner?
            return { task in
                if runner == nil { runner = (try? Connection.openReader(at: path)).map { QueryRunner(database: $0) } }
                let outcome = runner?.run(task, at: SystemClock.now) ?? .answered(task.overloaded())
                underWay.remove(task.identity)
                onOutcome(outcome)
            }
        }
        services = try Workers(count: count, limit: limit, makeWorker: makeReader)
        outsiders = try Workers(count: 1, limit: Queries.outsiderLimit, makeWorker: makeReader)
    }

    /// False where too many wait already.
    func submit(_ task: QueryTask) -> Bool {
        let identity = task.identity
        guard underWay.insert(identity) else { return true }
        let isTaken = task.isOfOutsider ? outsiders.submit(task, for: task.route) : services.submit(task)
        if !isTaken { underWay.remove(identity) }
        return isTaken
    }

    /// What was read for the outsider at the end of this route is on its way: now, and not before, something else is.
    func letGo(_ route: [UInt8]) { outsiders.letGo(route) }

    func stop() {
        services.stop()
        outsiders.stop()
    }
}
