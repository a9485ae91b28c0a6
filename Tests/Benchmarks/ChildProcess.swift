import Foundation
import Host
import Messages

/// A service's process. Its id lies where `scripts/down` looks for it, so that nothing stays behind if the benchmark is
/// interrupted.
final class ChildProcess {
    private let process = Process()
    private let pidFile: URL

    init(_ service: ServiceName, programs: String, home: Home) throws {
        pidFile = URL(filePath: "\(home.path)/run/\(service).pid")
        let log = "\(home.path)/logs/\(service).log"
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        process.executableURL = URL(filePath: "\(programs)/croupier-\(service)")
        process.arguments = ["--home", home.path]
        process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
        try process.run()
        try Data("\(process.processIdentifier)\n".utf8).write(to: pidFile)
    }

    func stop() throws {
        process.terminate()
        process.waitUntilExit()
        try FileManager.default.removeItem(at: pidFile)
        guard process.terminationStatus == 0 else { throw BenchmarkFault("a process ended badly") }
    }

    /// What it has used of the processors, in seconds. It tells more than the clock where others work beside it.
    var processorSeconds: Double {
        get throws {
            let line = try String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8)
            // Counted after the name, which stands in brackets and may hold anything.
            let fields = line.split(separator: ")").last?.split(separator: " ").map(String.init) ?? []
            guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
                throw BenchmarkFault("no processor time")
            }
            return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        }
    }

    var residentMebibytes: Double {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            guard let kibibytes = line.flatMap({ Double($0.split(separator: " ").dropFirst().first ?? "") }) else {
                throw BenchmarkFault("no VmRSS")
            }
            return kibibytes / 1024
        }
    }
}
