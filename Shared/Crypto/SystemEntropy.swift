import CSodium

/// The operating system's random source, fit for keys and secrets.
public final class SystemEntropy: Entropy, Sendable {
    public init() {
        Sodium.start()
    }

    public func bytes(_ count: Int) -> [UInt8] {
        Sodium.filled(count) { randombytes_buf($0, count) }
    }

    public func next() -> UInt64 {
        var number: UInt64 = 0
        randombytes_buf(&number, MemoryLayout<UInt64>.size)
        return number
    }
}
