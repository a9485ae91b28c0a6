import Messages
import Runtime

/// Codes that nobody has to tell letters from digits in.
enum ContestCodes {
    private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")

    /// For a contest whose organizer named none.
    static func contest(in context: CommandContext) throws -> String {
        while true {
            let code = letters(8, in: context)
            let isTaken = try context.database.first("SELECT 1 FROM contest WHERE code = ?", code) { _ in true }
            if isTaken == nil { return code }
        }
    }

    /// Eighty bits that nobody guesses: two alike are as good as impossible.
    static func entry(in context: CommandContext) -> String {
        (0..<4).map { _ in letters(4, in: context) }.joined(separator: "-")
    }

    private static func letters(_ count: Int, in context: CommandContext) -> String {
        // 32 letters, so that no remainder of a byte is likelier than another.
        String(context.randomBytes(count).map { alphabet[Int($0) % alphabet.count] })
    }
}
