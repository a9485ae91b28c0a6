import Messages

/// A question to identity under way: who holds this token. All requests with the token wait for the one answer.
struct Vouch {
    let number: UInt64
    let token: String
    let hash: TokenHash
    /// When it is given up.
    let deadline: Timestamp
    var flights: [UInt64] = []
}
