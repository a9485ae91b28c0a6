import Messages

enum SignatureRule: TextRule {
    static let length = 64...64
    static let pattern: String? = "^[0-9a-f]{64}$"
    static let sample = String(repeating: "ab", count: 32)
}

enum NoticeRule: RawBodyRule {
    struct Notice: Codable, Sendable { let hash: String }

    static let contentTypes = ["application/json"]
    static let byteLimit = 1000
    static var content: Schema? { try? Reflection(Notice.self).schema }
    static let sample = Array(#"{"hash":"0xab"}"#.utf8)
}

/// Signed over its bytes, by a sender that has no session.
enum TakeNotice: Command {
    struct Request: RawRequest {
        let body: RawBody<NoticeRule>
        let signature: Text<SignatureRule>
        let sentAt: Int64
        let agent: Text<TitleRule>?

        enum CodingKeys: String, CodingKey { case body, signature, sentAt = "sent_at", agent }

        static let headers = ["signature": "X-Signature", "sent_at": "X-Sent-At", "agent": "X-Agent"]
    }
    typealias Reply = Nothing
    static let name = "wallet.take-notice"
    static let summary = "Take a notice"
    static let access = Access.anyone
    static var route: Route? { .act("/v1/notices") }
}

enum PictureRule: RawBodyRule {
    static let contentTypes = ["image/png", "image/jpeg"]
    static let byteLimit = 2 << 20
    static let sample: [UInt8] = [0x89, 0x50]
}

enum HangPicture: Command {
    struct Request: RawRequest {
        let tableID: ID<Table>
        let body: RawBody<PictureRule>
        let caption: Text<TitleRule>?

        enum CodingKeys: String, CodingKey { case tableID = "table_id", body, caption }
    }
    typealias Reply = Nothing
    static let name = "wallet.hang-picture"
    static let summary = "Hang a picture"
    static let access = Access.signedIn
    static var route: Route? { .put("/v1/tables/{table_id}/picture") }
}

/// A gateway for which the wallet has operations that take what is not JSON.
func rawGateway() throws -> GatewayUnderTest {
    let gateway = try gateway()
    try gateway.announce(
        Catalogue(
            service: .wallet, build: "1",
            operations: [try OperationDescription(TakeNotice.self), try OperationDescription(HangPicture.self)],
            events: []))
    return gateway
}
