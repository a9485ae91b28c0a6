internal import Crypto

/// What is hashed for a draw, so that a stranger can write the same: lines of ASCII, each with its line feed, of which the
/// first says what it is (`croupier/raffle/<what>/1`), so that a hash of one thing is never one of another.
enum CanonicalText {
    static func lines(_ what: String, _ lines: [String]) -> [UInt8] {
        var bytes = Array("croupier/raffle/\(what)/1\n".utf8)
        for line in lines {
            precondition(!line.utf8.contains(UInt8(ascii: "\n")), "a line has no line feed in it")
            bytes.append(contentsOf: line.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }

    static func hash(_ what: String, _ lines: [String]) -> [UInt8] { SHA256.hash(Self.lines(what, lines)) }
}
