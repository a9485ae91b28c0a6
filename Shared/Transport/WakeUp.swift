import CZeroMQ
import Glibc

/// A bell by which any thread wakes the one that waits in a `Poller`. Rings that nobody has heard yet count as one.
public final class WakeUp: Sendable {
    /// Readable from the first ring until the bell is drained.
    public let descriptor: Int32

    public init() throws(TransportError) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { throw .failure("create a wake-up", errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Rings the bell.
    public func signal() {
        var one: UInt64 = 1
        // Fails only when the counter is full, and then the bell is ringing already.
        while write(descriptor, &one, MemoryLayout<UInt64>.size) < 0 && errno == EINTR {}
    }

    /// Silences the bell. Drain first and look for work after it: a ring in between is then heard again.
    public func drain() {
        var rings: UInt64 = 0
        while read(descriptor, &rings, MemoryLayout<UInt64>.size) < 0 && errno == EINTR {}
    }

    /// What a `Poller` waits for.
    public var pollable: Pollable { .descriptor(descriptor) }
}
