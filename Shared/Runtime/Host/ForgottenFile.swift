import FoundationEssentials
import Glibc
public import Messages
public import Runtime

/// The list of whom a service has forgotten as a file beside the databases' folder: a line each, written to the disk as it
/// is added. Who puts a database back from a copy leaves this as it is.
public struct ForgottenFile: ForgottenList {
    /// Why the list cannot be read or written, for whoever is to put that right.
    struct Fault: Error, CustomStringConvertible {
        let description: String

        /// With what the last call of the system gave as the reason, and without where all lies: everybody may read it.
        init(cannot deed: String, _ path: String) {
            let name = path.split(separator: "/").last ?? "it"
            description = "cannot \(deed) \(name): \(String(cString: strerror(errno)))"
        }
    }

    private let path: String

    public init(_ path: String) { self.path = path }

    public func all() throws -> [ID<User>] {
        guard access(path, F_OK) == 0 || errno != ENOENT else { return [] }
        guard access(path, R_OK) == 0, let bytes = FileManager.default.contents(atPath: path) else {
            throw Fault(cannot: "read", path)
        }
        // A line that was cut off by a crash is written again, since nobody was told that it was there.
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { ID(String($0)) }
    }

    public func add(_ people: [ID<User>]) throws {
        let isNew = access(path, F_OK) != 0
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Fault(cannot: "open", path) }
        defer { close(descriptor) }
        // Begins a line of its own, whatever the last one came to.
        let lines = Array(("\n" + people.map { $0.text + "\n" }.joined()).utf8)
        guard write(descriptor, lines, lines.count) == lines.count, fsync(descriptor) == 0 else {
            throw Fault(cannot: "write", path)
        }
        if isNew { try keepName() }
    }

    /// A new file's name is on the disk only when its folder is.
    private func keepName() throws {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Fault(cannot: "open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Fault(cannot: "write", folder) }
    }
}
