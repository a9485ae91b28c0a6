import FoundationEssentials
import Runtime

/// What came back over HTTP.
struct Answer: Equatable {
    let status: Int
    let body: [UInt8]

    init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }

    init(_ response: WebResponse) { (status, body) = (response.status, response.body) }

    var isSuccess: Bool { status < 300 }

    func decoded<Value: Decodable>(_ type: Value.Type) -> Value? {
        try? JSONDecoder().decode(type, from: Data(body))
    }

    /// A problem's stable code; empty for what is none.
    var code: String { isSuccess ? "" : decoded(ProblemCode.self)?.code ?? "" }

    var id: String? { decoded(Identified.self)?.id }

    /// Whether it tells the operation's outcome once and for all; else the client may not conclude anything from it.
    var isDefinite: Bool {
        switch status {
        case 401, 429, 503, 504: false
        default: true
        }
    }

    /// Fails unless it is a success, came too late, or is refused for a reason that is to be expected.
    func expect(_ what: String, or codes: String...) throws {
        guard isSuccess || code == "deadline_passed" || codes.contains(code) else { throw Violation(what, text) }
    }

    var text: String { "\(status) \(String(decoding: body.prefix(300), as: UTF8.self))" }
}

private struct ProblemCode: Decodable { let code: String }
private struct Identified: Decodable { let id: String }
