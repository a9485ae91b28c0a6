import Auditor
import Foundation
import Glibc
import Messages

/// Where an auditor keeps what it remembers. One process at a time; a file is there whole or as it was before.
struct StateFolder: ~Copyable {
    private let path: String
    private let lock: Int32
    private let coding = WireCoding()

    init(_ path: String) throws {
        lock = try StateFolder.lock(path)
        self.path = path
    }

    private static func lock(_ path: String) throws -> Int32 {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Unchecked("cannot make the folder \(path)")
        }
        let descriptor = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Unchecked("cannot write in \(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Unchecked("another auditor works with \(path)")
        }
        return descriptor
    }

    deinit { close(lock) }

    /// Nil where there is nothing yet.
    func read() throws -> FollowState? {
        guard let data = FileManager.default.contents(atPath: "\(path)/state.json") else {
            guard !FileManager.default.fileExists(atPath: "\(path)/state.json") else {
                throw Unchecked("cannot read \(path)/state.json")
            }
            return nil
        }
        guard let state = try? coding.decode(FollowState.self, from: [UInt8](data)) else {
            throw Unchecked("\(path)/state.json is not what this program writes; a fresh folder begins anew")
        }
        return state
    }

    func write(_ state: FollowState) throws { try write(try coding.encode(state), to: "state.json") }

    /// Returns where it lies. What is there already stays: the first evidence tells most.
    func keep(_ evidence: ForkEvidence) throws -> String {
        let name = "evidence-\(evidence.finding.kind.rawValue)-\(evidence.knownSize).json"
        if !FileManager.default.fileExists(atPath: "\(path)/\(name)") {
            try write(try coding.encode(evidence), to: name)
        }
        return "\(path)/\(name)"
    }

    /// Under another name first, and on the disk before it takes the file's place.
    private func write(_ bytes: [UInt8], to name: String) throws {
        let (file, fresh) = ("\(path)/\(name)", "\(path)/\(name).new")
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Unchecked("cannot write \(fresh): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let line = bytes + [10]
        guard Glibc.write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0,
            rename(fresh, file) == 0
        else { throw Unchecked("cannot write \(file): \(String(cString: strerror(errno)))") }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}
