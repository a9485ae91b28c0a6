import Crypto
import Messages
import Runtime
import Storage

/// What a user signs in with when the authenticator app is lost: known here as hashes alone, each good for once.
struct RecoveryCodeBook: Sendable {
    static let count = 10
    /// 80 bits, which base32 makes sixteen letters of.
    private static let byteCount = 10
    private let key: [UInt8]
    private let notices: Notices

    init(_ settings: IdentitySettings) throws {
        notices = try Notices(settings)
        key = try KeyedHash.hash(Array("croupier recovery codes 1".utf8), key: settings.secret)
    }

    /// New codes, in the form in which they are shown; those before cease to work.
    func renew(for user: ID<User>, in context: CommandContext) throws -> RecoveryCodes {
        try RecoveryCodeBook.forget(user, in: context)
        let codes = try (0..<RecoveryCodeBook.count).map { _ in
            let letters = Base32.encode(context.randomBytes(RecoveryCodeBook.byteCount))
            try context.database.run(
                "INSERT INTO recovery_codes (user, hash) VALUES (?, ?)", user, try hash(letters, of: user))
            return RecoveryCodeBook.grouped(letters)
        }
        return RecoveryCodes(recoveryCodes: codes)
    }

    /// Takes a code and uses it up; false if it is none of the user's, or was used.
    func use(_ code: RecoveryCode, of user: ID<User>, in context: CommandContext) throws -> Bool {
        let letters = code.text.uppercased().filter { $0 != "-" }
        let found = try context.database.run(
            "DELETE FROM recovery_codes WHERE user = ? AND hash = ?", user, try hash(letters, of: user))
        guard found > 0 else { return false }
        try context.emit(RecoveryCodeUsed(user: user, left: try RecoveryCodeBook.left(of: user, in: context.database)))
        try notices.send(.codeUsed, to: user, in: context)
        return true
    }

    static func left(of user: ID<User>, in database: Connection) throws -> Int {
        try database.first("SELECT COUNT(*) FROM recovery_codes WHERE user = ?", user) { try $0.value(0) } ?? 0
    }

    static func forget(_ user: ID<User>, in context: CommandContext) throws {
        try context.database.run("DELETE FROM recovery_codes WHERE user = ?", user)
    }

    private func hash(_ letters: String, of user: ID<User>) throws -> [UInt8] {
        try KeyedHash.hash(user.bytes + Array(letters.utf8), key: key)
    }

    private static func grouped(_ letters: String) -> String {
        stride(from: 0, to: letters.count, by: 4).map { String(letters.dropFirst($0).prefix(4)) }
            .joined(separator: "-")
    }
}
