import FoundationEssentials
import Glibc
public import Messages

/// The process's log: one JSON object a line on standard error, or a short line where a person looks on.
public struct Log: Sendable {
    public enum Level: String, Sendable, Encodable { case debug, info, warning, error }

    private struct Line: Encodable {
        let time: Timestamp
        let level: Level
        let service: String
        let message: String
        let fields: [String: String]
    }

    private let service: String
    private let isForPeople: Bool

    public init(service: String) {
        self.service = service
        isForPeople = isatty(STDERR_FILENO) == 1
    }

    public func write(_ level: Level, _ message: String, _ fields: [String: String] = [:]) {
        let time = SystemClock.now
        if isForPeople {
            let details = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            return put("\(time.text) \(level.rawValue) \(service): \(message)\(details)\n")
        }
        let line = Line(time: time, level: level, service: service, message: message, fields: fields)
        let bytes = (try? WireCoding().encode(line)) ?? []
        put(String(decoding: bytes, as: UTF8.self) + "\n")
    }

    /// One write a line, so that lines of several threads do not mix.
    private func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// The wall clock; only hosts read it.
public enum SystemClock {
    public static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
