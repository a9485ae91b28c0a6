import Crypto
import Messages
import Runtime

/// The slow part of passwords, done outside of the loop.
enum PasswordWork {
    static func hash(_ password: String, cost: PasswordCost, in context: CommandContext) throws -> String {
        let salt = context.randomBytes(PasswordHash.saltByteCount)
        let bytes = Array(password.utf8)
        let hash = try context.heavy("hash") { hashed(bytes, salt, cost) }
        guard !hash.isEmpty else { throw outOfMemory }
        return String(decoding: hash, as: UTF8.self)
    }

    /// What came of comparing a password with a hash.
    enum Verdict {
        case wrong
        /// Right; a new hash comes along where the stored one was made at another cost.
        case right(renewed: String?)
    }

    /// Compares, and in the same work makes a new hash where the stored one's cost is not today's.
    static func verify(
        _ password: String, against hash: String, cost: PasswordCost, in context: CommandContext
    ) throws -> Verdict {
        let salt = context.randomBytes(PasswordHash.saltByteCount)
        let bytes = Array(password.utf8)
        let mark = SHA256.hash(Array(hash.utf8))
        let answer = try context.heavy("verify") {
            guard PasswordHash.verify(bytes, against: hash) else { return mark + [0] }
            guard PasswordHash.needsRehash(hash, cost: cost) else { return mark + [1] }
            return mark + [1] + hashed(bytes, salt, cost)
        }
        // The answer is about the hash of the time it was asked for; it says nothing of one that was set meanwhile.
        guard answer.starts(with: mark) else {
            throw CommonFailure.overloaded.because("the password was changed in this moment; try again")
        }
        let result = answer.dropFirst(mark.count)
        guard result.first == 1 else { return .wrong }
        return .right(renewed: result.count > 1 ? String(decoding: result.dropFirst(), as: UTF8.self) : nil)
    }

    /// A well-formed hash that no password fits, for comparing with where there is no user: the work is the same.
    static func hopelessHash(cost: PasswordCost) -> String {
        let (salt, hash) = (String(repeating: "A", count: 22), String(repeating: "A", count: 43))
        return "$argon2id$v=19$m=\(cost.memoryBytes / 1024),t=\(cost.operations),p=1$\(salt)$\(hash)"
    }

    private static func hashed(_ password: [UInt8], _ salt: [UInt8], _ cost: PasswordCost) -> [UInt8] {
        (try? PasswordHash.hash(password: password, salt: salt, cost: cost)).map { Array($0.utf8) } ?? []
    }

    private static var outOfMemory: Rejection {
        CommonFailure.overloaded.because("there is no memory for this just now; try again")
    }
}
