import Messages

/// Why the gateway itself refuses a request.
struct WebRefusal: Error {
    let problem: Problem
    var headers: [(name: String, value: String)] = []

    init(_ problem: Problem) { self.problem = problem }

    init(_ failure: CommonFailure, _ detail: String) { problem = Problem(failure, detail) }

    init(status: Int, _ code: String, _ detail: String, headers: [(name: String, value: String)] = []) {
        problem = Problem(status: status, code: code, detail: detail)
        self.headers = headers
    }

    init(invalid errors: [Problem.FieldError]) {
        let first = errors.first.map { "\($0.pointer.isEmpty ? "the body" : $0.pointer): \($0.detail)" } ?? ""
        let more = errors.count > 1 ? ", and \(errors.count - 1) more; see errors" : ""
        problem = Problem(CommonFailure.invalidRequest, first + more, errors: errors)
    }

    /// - Parameter errors: all that is wrong with the header fields, by the request's fields.
    init(headers errors: [Problem.FieldError]) {
        let details = errors.map(\.detail).joined(separator: "; ")
        problem = Problem(CommonFailure.malformedRequest, details, errors: errors)
    }

    static func tooLarge(_ limit: Int) -> WebRefusal {
        WebRefusal(status: 413, "content_too_large", "the body is larger than \(limit) bytes")
    }

    static func unavailable(_ service: ServiceName) -> WebRefusal {
        WebRefusal(
            status: 503, "service_unavailable", "the \(service.rawValue) service is away; nothing was done, try again")
    }

    static let unauthenticated = WebRefusal(
        CommonFailure.unauthenticated, "sign in and send the session's token as Authorization: Bearer")
}
