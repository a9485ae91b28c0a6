/// Bytes that grow in place. Nothing is copied on a write but what is written.
struct ByteBuffer: ~Copyable {
    private var start: UnsafeMutableRawPointer?
    private var capacity = 0
    private(set) var count = 0

    deinit { start?.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// Writes at any place; a gap before it reads as zeros.
    mutating func write(_ source: UnsafeRawBufferPointer, at offset: Int) {
        let end = offset + source.count
        if end > count { resize(to: end) }
        guard let start, let address = source.baseAddress else { return }
        (start + offset).copyMemory(from: address, byteCount: source.count)
    }

    mutating func append(_ source: UnsafeRawBufferPointer) {
        write(source, at: count)
    }

    mutating func resize(to newCount: Int) {
        reserve(newCount)
        if newCount > count, let start {
            (start + count).initializeMemory(as: UInt8.self, repeating: 0, count: newCount - count)
        }
        count = newCount
    }

    private mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        capacity = max(wanted, capacity * 2, 4096)
        let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        if let start { grown.copyMemory(from: start, byteCount: count) }
        start?.deallocate()
        start = grown
    }
}
