import Glibc

/// Keeps a second process from a database: a service has one writer, also when somebody starts it twice. The operating
/// system lets go of it however the process ends.
public struct FileLock: ~Copyable {
    public struct Taken: Error, CustomStringConvertible {
        let path: String
        public var description: String { "another process of this service is running: \(path) is locked" }
    }

    private let descriptor: Int32

    public init(_ path: String) throws {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KeyRing.Fault(description: "cannot open \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Taken(path: path)
        }
    }

    public borrowing func release() { flock(descriptor, LOCK_UN) }

    deinit { close(descriptor) }
}
