import Messages

/// A question to identity under way: who holds this token. All requests with the token wait for the one answer.
struct Vouch {
    let number: UInt64
    let token: String
    let hash: TokenHash
    /// When it is given up.
    let deadline: Timestamp
    /// How much news there had been when it was asked.
    let newsBefore: UInt64
    var flights: [UInt64] = []
}
