import CSQLite
import Glibc

/// A disk in memory that loses power on command and fails on command, the same way for the same seed.
///
/// It is a file system for SQLite, known by its name for as long as this object, or a file on it, lives. Everything
/// that uses it must stay on one thread.
public final class SimulatedDisk {
    /// What to open connections with.
    public let vfsName: String

    /// The time that SQLite's own functions see, in milliseconds since 1970.
    public var currentTimeMilliseconds: Int64 = 0

    /// Whether writes are refused for want of room.
    public var isFull = false

    /// How many bytes all files together may take, if there is an end to that.
    public var room: Int?

    /// How many more operations succeed; then all fail until `crash()`. Nil for no failure.
    public var operationsUntilFailure: Int?

    public private(set) var writeCount = 0
    public private(set) var syncCount = 0
    public private(set) var crashCount = 0

    private var failsNextSync = false
    private var files: [String: SimulatedFile] = [:]
    private var generator: SeededGenerator
    private var registration: FileSystemRegistration?

    /// - Parameter name: Not the name of another disk of this process.
    public init(name: String, seed: UInt64) {
        vfsName = name
        generator = SeededGenerator(seed: seed)
        registration = FileSystemRegistration(name: name, disk: self)
        seedSQLite()
    }

    /// The power fails: what was synced stays; of the rest a seeded part does, some writes torn between two sectors.
    /// Connections that are open get nothing but errors from now on.
    public func crash() {
        var survivors: [String: SimulatedFile] = [:]
        for (path, file) in files.sorted(by: { $0.key < $1.key }) {
            survivors[path] = file.survivor(using: &generator)
        }
        files = survivors
        operationsUntilFailure = nil
        failsNextSync = false
        crashCount += 1
        seedSQLite()
    }

    /// Lets the next sync report an error and make nothing durable, or takes that back.
    public func failNextSync(_ fails: Bool = true) { failsNextSync = fails }

    /// What programs read in a file; nil when there is none.
    public func contents(of path: String) -> [UInt8]? {
        files[path].map { [UInt8]($0.content.bytes) }
    }

    /// Whether programs would read some bytes somewhere in a file.
    public func holds(_ bytes: [UInt8], in path: String) -> Bool {
        guard let file = files[path], let first = bytes.first, let start = file.content.bytes.baseAddress else {
            return false
        }
        var place = 0
        let last = file.content.count - bytes.count
        while place <= last, let next = memchr(start + place, Int32(first), last - place + 1) {
            place = start.distance(to: next)
            if memcmp(start + place, bytes, bytes.count) == 0 { return true }
            place += 1
        }
        return false
    }

    // MARK: - Operations

    enum Operation { case write, truncation, sync, deletion }

    var hasFailed: Bool { operationsUntilFailure == 0 }

    /// Counts an operation; false when it must fail.
    func admits(_ operation: Operation) -> Bool {
        if let left = operationsUntilFailure {
            guard left > 0 else { return false }
            operationsUntilFailure = left - 1
        }
        switch operation {
        case .write: writeCount += 1
        case .sync:
            syncCount += 1
            if failsNextSync {
                failsNextSync = false
                return false
            }
        case .truncation, .deletion: break
        }
        return true
    }

    /// Whether a file may be so much longer than it is.
    func hasRoom(for growth: Int) -> Bool {
        guard let room, growth > 0 else { return true }
        return files.values.reduce(growth) { $0 + $1.content.count } <= room
    }

    // MARK: - Names

    /// Opens a file; without a path one that nobody else sees.
    func open(_ path: String?, creating: Bool) -> OpenFile? {
        guard !hasFailed else { return nil }
        guard let path else { return OpenFile(SimulatedFile(), on: self) }
        guard let file = files[path] ?? (creating ? SimulatedFile() : nil) else { return nil }
        files[path] = file
        return OpenFile(file, on: self)
    }

    func exists(_ path: String) -> Bool { files[path] != nil }

    /// Deletes a file for good; nil when there is none.
    func delete(_ path: String) -> Bool? {
        guard admits(.deletion) else { return false }
        return files.removeValue(forKey: path).map { _ in true }
    }

    func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: generator.next()) }
    }

    var fileMethods: UnsafePointer<sqlite3_io_methods>? { registration?.fileMethods }

    private func seedSQLite() {
        FileSystemRegistration.seedSQLite(UInt32(truncatingIfNeeded: generator.next()))
    }
}

@available(*, unavailable)
extension SimulatedDisk: Sendable {}
