/// What signing in, or refreshing, gave a client.
struct SignedIn: Decodable {
    struct User: Decodable { let id: String }

    let token: String
    let refreshToken: String
    let sessionID: String
    let user: User

    enum CodingKeys: String, CodingKey {
        case token, refreshToken = "refresh_token", sessionID = "session_id", user
    }
}
