/// What was done to a file since it was last synced, in order.
struct UnsyncedChanges: ~Copyable {
    private enum Change {
        case write(offset: Int, bytes: Range<Int>)
        case truncation(size: Int)
    }

    private static let sectorSize = 512

    private var changes: [Change] = []
    private var written = ByteBuffer()

    mutating func appendWrite(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        changes.append(.write(offset: offset, bytes: written.count..<(written.count + bytes.count)))
        written.append(bytes)
    }

    mutating func appendTruncation(to size: Int) {
        changes.append(.truncation(size: size))
    }

    /// Does all of it to a content and forgets it.
    mutating func flush(into content: inout ByteBuffer) {
        for change in changes { apply(change, to: &content) }
        changes.removeAll(keepingCapacity: true)
        written.resize(to: 0)
    }

    /// Does to a content what a loss of power leaves of it: often all or nothing, else any part in any combination,
    /// for a disk keeps no order between two syncs.
    func survive(in content: inout ByteBuffer, using generator: inout SeededGenerator) {
        let fate = Fate.allCases.randomElement(using: &generator) ?? .all
        for change in changes {
            switch fate {
            case .none: continue
            case .all: apply(change, to: &content)
            case .some:
                switch Fate.allCases.randomElement(using: &generator) ?? .all {
                case .none: continue
                case .all: apply(change, to: &content)
                case .some: apply(torn(change, using: &generator), to: &content)
                }
            }
        }
    }

    private enum Fate: CaseIterable { case all, some, none }

    private func apply(_ change: Change, to content: inout ByteBuffer) {
        switch change {
        case .write(let offset, let bytes):
            content.write(UnsafeRawBufferPointer(rebasing: written.bytes[bytes]), at: offset)
        case .truncation(let size): content.resize(to: size)
        }
    }

    /// Only the sectors before or after some boundary reach the disk; a write within one sector is whole.
    private func torn(_ change: Change, using generator: inout SeededGenerator) -> Change {
        guard case .write(let offset, let bytes) = change else { return change }
        let firstBoundary = offset / Self.sectorSize + 1
        let lastBoundary = (offset + bytes.count - 1) / Self.sectorSize
        guard firstBoundary <= lastBoundary else { return change }
        let kept = Int.random(in: firstBoundary...lastBoundary, using: &generator) * Self.sectorSize - offset
        let cut = bytes.lowerBound + kept
        return Bool.random(using: &generator)
            ? .write(offset: offset, bytes: bytes.lowerBound..<cut)
            : .write(offset: offset + kept, bytes: cut..<bytes.upperBound)
    }
}
