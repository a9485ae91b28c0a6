import Crypto
import Messages
import Runtime
import Storage

/// Seals and opens a person's data under the key that is kept for them here and nowhere else.
enum PersonalSeal {
    static func makeKey(for user: ID<User>, in context: CommandContext) throws {
        try context.database.run(
            "INSERT INTO person_keys (user, key) VALUES (?, ?)", user, context.randomBytes(SecretBox.keyByteCount))
    }

    static func seal(_ details: some Encodable, of user: ID<User>, in context: CommandContext) throws -> Sealed {
        guard let key = try key(of: user, in: context.database) else { throw Rejection.notFound("person's key") }
        let plain = try WireCoding().encode(details)
        let nonce = context.randomBytes(SecretBox.nonceByteCount)
        return Sealed(
            text: Base64URL.encode(nonce + (try SecretBox.seal(plain, nonce: nonce, key: key, context: user.bytes))))
    }

    static func seal(_ note: Note?, of user: ID<User>, in context: CommandContext) throws -> Sealed? {
        try note.map { try seal($0, of: user, in: context) }
    }

    static func destroyKey(of user: ID<User>, in context: CommandContext) throws {
        try context.database.run("DELETE FROM person_keys WHERE user = ?", user)
    }

    /// Nil where the person has been forgotten, or the text is not this person's.
    static func open<Details: Decodable>(
        _ type: Details.Type, _ sealed: Sealed, of user: ID<User>, in database: Connection
    ) throws -> Details? {
        guard let key = try key(of: user, in: database), let bytes = Base64URL.decode(sealed.text),
            bytes.count > SecretBox.nonceByteCount
        else { return nil }
        let nonce = Array(bytes.prefix(SecretBox.nonceByteCount))
        let box = Array(bytes.dropFirst(nonce.count))
        guard let plain = try? SecretBox.open(box, nonce: nonce, key: key, context: user.bytes) else { return nil }
        return try WireCoding().decode(type, from: plain)
    }

    private static func key(of user: ID<User>, in database: Connection) throws -> [UInt8]? {
        try database.first("SELECT key FROM person_keys WHERE user = ?", user) { try $0.value(0) }
    }
}
