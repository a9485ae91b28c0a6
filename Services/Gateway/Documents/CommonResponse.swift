import Messages

/// A refusal that many operations have in common.
struct CommonResponse {
    let status: Int
    let codes: [String]
    let meaning: String

    var componentName: String { "Problem\(status)" }
    var reference: JSONValue { ["$ref": .string("#/components/responses/\(componentName)")] }

    static let all = [
        CommonResponse(status: 400, codes: ["malformed_request"], meaning: "Not JSON, or not HTTP as asked."),
        CommonResponse(status: 401, codes: ["unauthenticated"], meaning: "Nobody is signed in by this token."),
        CommonResponse(status: 403, codes: ["forbidden"], meaning: "Not for this caller."),
        CommonResponse(status: 404, codes: ["not_found"], meaning: "There is no such thing."),
        CommonResponse(status: 409, codes: ["fenced"], meaning: "The state of things does not allow it."),
        CommonResponse(status: 413, codes: ["content_too_large"], meaning: "The body is too large."),
        CommonResponse(
            status: 415, codes: ["unsupported_media_type"], meaning: "The body is of a type that is not taken."),
        CommonResponse(
            status: 422,
            codes: [
                "invalid_request", "idempotency_conflict", "amount_overflow", "answer_too_large", "deadline_passed",
            ],
            meaning: "Well-formed, and refused; `errors` points at the fields."),
        CommonResponse(
            status: 503, codes: ["service_unavailable", "overloaded"], meaning: "Nothing was done; try again."),
        CommonResponse(
            status: 504, codes: ["outcome_unknown"],
            meaning: "What became of it is not known yet; `GET /v1/operations/{id}` will tell."),
    ]

    /// Those that an operation may answer with.
    static func all(for operation: DocumentedOperation) -> [CommonResponse] {
        all.filter { response in
            switch response.status {
            case 409, 504: operation.description.kind == .command
            case 413, 415: operation.route.method.hasBody
            default: true
            }
        }
    }

    var json: JSONValue { CommonResponse.response(status: status, codes: codes, meaning: meaning) }

    static func response(status: Int, codes: [String], meaning: String) -> JSONValue {
        var response: [String: JSONValue] = [
            "description": .string("\(meaning) Codes: \(codes.joined(separator: ", "))."),
            "content": [
                "application/problem+json": [
                    "schema": SchemaDocument.reference("Problem"), "example": example(status, codes.first ?? ""),
                ]
            ],
        ]
        if status == 503 { response["headers"] = ["Retry-After": ["$ref": "#/components/headers/RetryAfter"]] }
        return .object(response)
    }

    private static func example(_ status: Int, _ code: String) -> JSONValue {
        let problem = Problem(
            status: status, code: code, detail: "what was wrong, and what would be right",
            traceID: "4bf92f3577b34da6a3ce929d0e0e4736")
        guard let bytes = try? WireCoding().encode(problem) else { return .object([:]) }
        return (try? JSONText().parse(bytes, guidedBy: nil)) ?? .object([:])
    }
}
