import Foundation

/// What a person reads.
enum Report {
    static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    static func progress(_ line: String) { FileHandle.standardError.write(Data(("==> " + line + "\n").utf8)) }

    static func title(_ text: String) { say("\n\(text)") }

    static func row(_ name: String, _ figures: Figures) {
        var line = padded(name, 44) + rightAligned(count(figures.perSecond), 10) + " /s"
        if let half = figures.latency(0.5), let most = figures.latency(0.99) {
            line += String(format: "   p50 %8.2f ms   p99 %8.2f ms", half, most)
        }
        say(line)
    }

    static func ratio(_ name: String, _ value: Double, aim: Double) {
        say(padded(name, 44) + String(format: "%10.2f      (aim: at least %g)", value, aim))
    }

    static func microseconds(_ name: String, _ value: Double, aim: Double? = nil) {
        let judged = aim.map { String(format: "      (aim: under %g)", $0) } ?? ""
        say(padded(name, 44) + String(format: "%10.2f µs", value) + judged)
    }

    static func decimals(_ number: Double) -> String { String(format: "%10.2f", number) }

    static func count(_ number: Double) -> String { String(format: "%.0f", number) }

    static func padded(_ text: String, _ width: Int) -> String {
        "  " + text + String(repeating: " ", count: max(1, width - text.count))
    }

    static func rightAligned(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
