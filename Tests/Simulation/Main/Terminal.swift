import Foundation

/// Where lines for people go.
enum Terminal {
    @discardableResult
    static func say(_ line: String) -> Int32 {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
        return 0
    }

    static func complain(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
