import Foundation

/// The project's Swift sources, line by line.
struct SourceTree {
    struct Line {
        let file: String
        let number: Int
        let text: String
        /// The line before, where a reason may stand.
        let before: String

        var code: String {
            let isComment = text.trimmingCharacters(in: .whitespaces).hasPrefix("//")
            return isComment ? "" : text.components(separatedBy: " // ")[0]
        }
        var hasReason: Bool { text.contains("//") || before.contains("//") }
        var place: String { "\(file):\(number): \(text.trimmingCharacters(in: .whitespaces))" }
    }

    let files: [(path: String, lines: [Line])]

    /// All Swift files below some folders of the project.
    init(_ folders: String...) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        var found: [(String, [Line])] = []
        for folder in folders {
            let enumerator = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
            while let path = enumerator?.nextObject() as? String {
                guard path.hasSuffix(".swift") else { continue }
                let text = try String(contentsOf: root.appending(path: "\(folder)/\(path)"), encoding: .utf8)
                let lines = text.components(separatedBy: "\n")
                found.append(
                    (
                        "\(folder)/\(path)",
                        lines.enumerated().map { index, line in
                            Line(
                                file: "\(folder)/\(path)", number: index + 1, text: line,
                                before: index > 0 ? lines[index - 1] : "")
                        }
                    ))
            }
        }
        files = found.sorted { $0.0 < $1.0 }
    }

    var lines: [Line] { files.flatMap(\.lines) }
}
