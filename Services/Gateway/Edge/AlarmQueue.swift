import Messages

/// What has to be looked at when: a binary heap by time and number. Alarms of what is over by then are passed over.
struct AlarmQueue {
    private struct Alarm: Comparable {
        let due: Timestamp
        let number: UInt64

        static func < (left: Alarm, right: Alarm) -> Bool { (left.due, left.number) < (right.due, right.number) }
    }

    private var heap: [Alarm] = []

    var next: Timestamp? { heap.first?.due }

    mutating func set(_ number: UInt64, at due: Timestamp) {
        heap.append(Alarm(due: due, number: number))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func takeDue(at now: Timestamp) -> UInt64? {
        guard let first = heap.first, first.due <= now else { return nil }
        removeFirst()
        return first.number
    }

    /// Takes away what is not wanted any more and would only wake the machine.
    mutating func dropFirst(where isOver: (UInt64) -> Bool) {
        while let first = heap.first, isOver(first.number) { removeFirst() }
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[parent] else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
