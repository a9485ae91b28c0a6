import Messages

/// Streams' questions that found nothing yet. Each is asked again when a commit has touched what it waits for, or when its
/// wait is over, and then it is answered whatever there is; one that has not been through what there is goes on at once.
/// How often any one of them is asked again is bounded, and so
/// is how many wait, so that readers of streams cost the writer next to nothing and the readers of its database little.
struct LiveQueries {
    private struct Waiting {
        let question: QuestionKept
        let until: Timestamp
        var isTouched: Bool
        /// When it may be asked again: not at every commit of a busy service.
        let rested: Timestamp
    }

    static let limit = 512
    /// How many one outside subscriber may leave waiting.
    static let limitPerPeer = 16
    static let longestWait: Int64 = 10_000
    /// The least time between two askings of the same; with more waiting it is as many milliseconds as they are.
    static let pause: Int64 = 20
    /// The same for those that go through what there is, for each other one that does: together they are looks enough to
    /// get on with, and leave the reader time for everybody else.
    static let stride: Int64 = 5
    /// What an answer needs on its way back, where a question has a deadline.
    private static let margin: Int64 = 500

    private var waiting: [Waiting] = []
    private var recent = RecentTopics()

    /// What a question notes when it is asked, to learn when it is put to wait what was touched since.
    var mark: UInt64 { recent.count }

    var nextWake: Timestamp? {
        waiting.lazy.map { $0.isTouched ? min($0.rested, $0.until) : $0.until }.min()
    }

    /// A commit has changed these.
    mutating func touch(_ topics: Set<String>) {
        guard !topics.isEmpty else { return }
        for topic in topics { recent.add(topic) }
        for index in waiting.indices where topics.contains(waiting[index].question.topic) {
            waiting[index].isTouched = true
        }
    }

    /// A copy of a question, sent again: it takes the place of the one that waits.
    mutating func replace(_ delivery: Delivery) {
        waiting.removeAll { $0.question.task.delivery.returnAddress == delivery.returnAddress }
    }

    /// Keeps a question that found nothing. Where there are too many, the oldest is answered before its time.
    mutating func keep(_ question: QuestionKept, at now: Timestamp) -> [QueryTask] {
        let task = question.task
        replace(task.delivery)
        var early: [QueryTask] = []
        let ofPeer = waiting.indices.filter { waiting[$0].question.task.delivery.peer == task.delivery.peer }
        if task.delivery.isOfOutsider, ofPeer.count >= LiveQueries.limitPerPeer, let oldest = ofPeer.first {
            early.append(waiting.remove(at: oldest).question.again(isLast: true, mark: mark))
        } else if waiting.count >= LiveQueries.limit {
            early.append(waiting.removeFirst().question.again(isLast: true, mark: mark))
        }
        waiting.append(
            Waiting(
                question: question, until: LiveQueries.end(of: question, at: now),
                isTouched: !question.isAtEnd || recent.has(question.topic, since: task.mark),
                rested: now.adding(milliseconds: rest(before: question))))
        return early
    }

    private func rest(before question: QuestionKept) -> Int64 {
        if !question.isAtEnd {
            return LiveQueries.stride * Int64(waiting.count(where: { !$0.question.isAtEnd }))
        }
        // The first time it is asked again at once, so that who takes all that comes gets it without delay.
        return question.task.asking.after == nil ? 0 : max(LiveQueries.pause, Int64(waiting.count))
    }

    /// The time is counted from when the question came, however often it was asked since.
    private static func end(of question: QuestionKept, at now: Timestamp) -> Timestamp {
        let wait = min(max(question.wait, 0), longestWait)
        let end = question.task.now.adding(milliseconds: wait)
        guard let deadline = question.task.delivery.header.number(.deadline) else { return end }
        return min(end, Timestamp(milliseconds: deadline).adding(milliseconds: -margin))
    }

    /// Those that it is time to ask again.
    mutating func due(at now: Timestamp) -> [QueryTask] {
        guard !waiting.isEmpty else { return [] }
        let mark = mark
        var due: [QueryTask] = []
        waiting.removeAll { one in
            let isOver = one.until <= now
            guard isOver || (one.isTouched && one.rested <= now) else { return false }
            due.append(one.question.again(isLast: isOver, mark: mark))
            return true
        }
        return due
    }
}

/// What commits have touched lately, in two generations. What is older than both may have been anything.
private struct RecentTopics {
    private static let generation = 512

    private(set) var count: UInt64 = 0
    private var young: [String: UInt64] = [:]
    private var old: [String: UInt64] = [:]
    private var youngBegan: UInt64 = 0
    /// Up to here nothing is remembered.
    private var forgotten: UInt64 = 0

    mutating func add(_ topic: String) {
        if young.count >= RecentTopics.generation {
            (old, young) = (young, [:])
            (forgotten, youngBegan) = (youngBegan, count)
        }
        count += 1
        young[topic] = count
    }

    func has(_ topic: String, since mark: UInt64) -> Bool {
        mark < forgotten || (young[topic] ?? old[topic] ?? 0) > mark
    }
}
