import Glibc

/// A second descriptor of a connection that was refused while the client was still sending. Closing at once would reset
/// the connection and could destroy the answer before the client has read it; so what it still sends is thrown away for a
/// moment.
struct LingeringSocket: Sendable {
    private let descriptor: Int32
    private let deadline: ContinuousClock.Instant

    /// More than this in the wait of two seconds is not a client that is about to read an answer.
    private static let bytesPerVisit = 4 << 20

    init?(of connected: Int32, now: ContinuousClock.Instant) {
        descriptor = fcntl(connected, F_DUPFD_CLOEXEC, 0)
        deadline = now + .seconds(2)
        guard descriptor >= 0 else { return nil }
    }

    /// Throws away what has come in. False when the connection has ended or the wait is over; it is closed then.
    func drain(now: ContinuousClock.Instant) -> Bool {
        var scratch = [UInt8](repeating: 0, count: 64 << 10)
        var left = Self.bytesPerVisit
        while now < deadline, left > 0 {
            let count = recv(descriptor, &scratch, scratch.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EAGAIN || errno == EINTR { return true }
            if count <= 0 { break }
            left -= count
        }
        close()
        return false
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
