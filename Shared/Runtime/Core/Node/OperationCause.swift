import Crypto
public import Messages

/// How events name the client's operation that caused them: by its name, and by a mark that tells it from others.
public enum OperationCause {
    /// Of a signed-in person's operation. Whoever knows the person, the operation and its key can make it, so that the
    /// audit service finds the events of an operation by its id. Nobody learns a key from it but who guesses the key.
    public static func text(operation: String, key: String, of user: ID<User>) -> String {
        text(operation, SHA256.hash(Array("user:\(user)\n\(operation)\n\(key)".utf8)))
    }

    /// Of a stranger's operation, by its identity, which is hashed under a key of the service's own: what strangers send
    /// holds their passwords.
    static func text(operation: String, identity: [UInt8]) -> String { text(operation, identity) }

    private static func text(_ operation: String, _ hash: [UInt8]) -> String {
        "\(operation):\(Hex.encode(Array(hash.prefix(8))))"
    }

    /// Whether a cause is a client's operation: not a service's call, a timer, or what a service read in another's events.
    public static func isOperation(_ cause: String) -> Bool {
        let parts = cause.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 16, let dot = parts[0].firstIndex(of: ".") else { return false }
        return ServiceName(rawValue: String(parts[0][..<dot])) != nil
    }
}
