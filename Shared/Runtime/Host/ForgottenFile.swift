import FoundationEssentials
import Glibc
public import Messages
public import Runtime

/// The list of whom a service has forgotten as a file beside the databases' folder: a line each, written to the disk as it
/// is added. Who puts a database back from a copy leaves this as it is.
public struct ForgottenFile: ForgottenList {
    private let path: String

    public init(_ path: String) { self.path = path }

    public func all() throws -> [ID<User>] {
        guard let bytes = FileManager.default.contents(atPath: path) else { return [] }
        // A line that was cut off by a crash is written again, since nobody was told that it was there.
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { ID(String($0)) }
    }

    public func add(_ people: [ID<User>]) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw KeyRing.Fault(description: "cannot open \(path)") }
        defer { close(descriptor) }
        // Begins a line of its own, whatever the last one came to.
        let lines = Array(("\n" + people.map { $0.text + "\n" }.joined()).utf8)
        guard write(descriptor, lines, lines.count) == lines.count, fsync(descriptor) == 0 else {
            throw KeyRing.Fault(description: "cannot write \(path)")
        }
    }
}
