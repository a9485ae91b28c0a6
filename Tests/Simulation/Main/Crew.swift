import Foundation
import Simulation

/// One worker process and what it says.
struct Crew: Sendable {
    let options: Options
    let number: UInt64

    func run(_ board: Scoreboard) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let left = options.seeds > number ? options.seeds - number : 0
        process.arguments = [
            "--worker", "--first", String(options.first + number), "--seeds", String(left), "--stride",
            String(options.jobs), "--steps", String(options.world.steps),
        ]
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        do { try process.run() } catch { return board.fail(options.first, "no worker: \(error)") }
        var running: UInt64?
        var isStopped = false
        for line in Lines(output.fileHandleForReading) {
            if line.hasPrefix("start "), let seed = UInt64(line.dropFirst(6)) {
                running = seed
                if board.isMoot(seed) {
                    isStopped = true
                    process.terminate()
                }
            } else if line.hasPrefix("report "), !isStopped,
                let report = try? JSONDecoder().decode(RunReport.self, from: Data(line.dropFirst(7).utf8))
            {
                running = nil
                board.add(report)
            }
        }
        let words = complaints.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        if let running, !isStopped {
            board.fail(running, "the process stopped: " + String(decoding: words.suffix(2000), as: UTF8.self))
        }
    }
}

/// The lines of a stream as they come.
private struct Lines: Sequence, IteratorProtocol {
    private let handle: FileHandle
    private var buffer = Data()

    init(_ handle: FileHandle) { self.handle = handle }

    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                defer { buffer = Data(buffer[buffer.index(after: end)...]) }
                return String(decoding: buffer[..<end], as: UTF8.self)
            }
            let more = handle.availableData
            if more.isEmpty { return nil }
            buffer += more
        }
    }
}
