import CSQLite

/// The memory that the connections to one database share for its write-ahead log. It lives as long as one of them
/// does, and a crash leaves a dead one to them.
final class SharedMemory {
    private var regions: [UnsafeMutableRawPointer] = []
    /// For each lock the number of its sharers, or -1.
    private var holders = [Int](repeating: 0, count: Int(SQLITE_SHM_NLOCK))

    deinit { for region in regions { region.deallocate() } }

    /// The region with that number; nil when it is not there and shall not be made.
    func region(_ index: Int, size: Int, making: Bool) -> UnsafeMutableRawPointer? {
        while making && regions.count <= index {
            let region = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
            region.initializeMemory(as: UInt8.self, repeating: 0, count: size)
            regions.append(region)
        }
        return index < regions.count ? regions[index] : nil
    }

    /// The locks that one connection holds, as bits.
    struct Held {
        var shared: UInt = 0
        var exclusive: UInt = 0
    }

    func lockShared(_ slots: Range<Int>, for held: inout Held) -> Bool {
        for slot in slots where held.shared & (1 << slot) == 0 {
            guard holders[slot] >= 0 else { return false }
            holders[slot] += 1
            held.shared |= 1 << slot
        }
        return true
    }

    func lockExclusive(_ slots: Range<Int>, for held: inout Held) -> Bool {
        for slot in slots where held.exclusive & (1 << slot) == 0 {
            let own = held.shared & (1 << slot) == 0 ? 0 : 1
            guard holders[slot] == own else { return false }
        }
        for slot in slots {
            holders[slot] = -1
            held.exclusive |= 1 << slot
            held.shared &= ~(1 << slot)
        }
        return true
    }

    func unlock(_ slots: Range<Int>, for held: inout Held) {
        for slot in slots {
            if held.exclusive & (1 << slot) != 0 { holders[slot] = 0 }
            if held.shared & (1 << slot) != 0 { holders[slot] -= 1 }
            held.exclusive &= ~(1 << slot)
            held.shared &= ~(1 << slot)
        }
    }
}
