import Messages

/// An answer before the header fields that every answer has.
struct WebAnswer {
    static let json = "application/json"
    static let problem = "application/problem+json"
    static let retryAfter = (name: "Retry-After", value: "1")
    static let challenge = (name: "WWW-Authenticate", value: "Bearer realm=\"croupier\"")

    let status: Int
    var headers: [(name: String, value: String)] = []
    let contentType: String?
    let body: [UInt8]
    /// Whether more of the body follows part by part.
    var isOpen = false
    /// Whether that has no end, so that nobody need wait for it.
    var isEndless = false
}

extension WebAnswer {
    /// What it says is wrong, where it is no success.
    func problem(_ coding: WireCoding) -> Problem {
        (try? coding.decode(Problem.self, from: body))
            ?? Problem(status: status, code: "internal_error", detail: "the service answered with nothing readable")
    }
}
