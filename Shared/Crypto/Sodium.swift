import CSodium

/// libsodium's start-up, which chooses the fastest implementations for this processor and opens the random source.
enum Sodium {
    private static let isReady: Bool = sodium_init() >= 0

    /// Called by every operation: after the first time it costs one check.
    static func start() {
        precondition(isReady, "libsodium could not start: the system has no random source")
    }

    /// Makes an array of exactly `count` bytes that a C function fills.
    static func filled<Failure: Error>(
        _ count: Int, _ fill: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        // An empty array's pointer is not nil either: it is only never written to.
        try fill(&bytes)
        return bytes
    }
}
