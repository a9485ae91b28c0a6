import Messages

/// One operation in OpenAPI's words.
struct OpenAPIOperation {
    let json: JSONValue

    init(_ operation: DocumentedOperation) {
        let description = operation.description
        var members: [String: JSONValue] = [
            "operationId": .string(description.name), "summary": .string(description.summary),
            "tags": [.string(operation.tag)], "x-access": .string(description.access),
            "security": operation.isForAnyone ? [.object([:]), ["bearer": []]] : [["bearer": []]],
            "responses": .object(Self.responses(operation)),
        ]
        let parameters = Self.parameters(operation)
        if !parameters.isEmpty { members["parameters"] = .array(parameters) }
        if let body = operation.body {
            let content: JSONValue = ["schema": SchemaDocument.json(body), "example": operation.bodyExample]
            let types = description.route?.method == .patch ? [Self.json, Self.mergePatch] : [Self.json]
            members["requestBody"] = [
                "required": .boolean(body.required != nil),
                "content": .object(Dictionary(uniqueKeysWithValues: types.map { ($0, content) })),
            ]
        }
        if let intake = description.intake { members["requestBody"] = Self.rawBody(intake, operation) }
        json = .object(members)
    }

    /// Bytes have no schema, but for JSON whose bytes count.
    private static func rawBody(_ intake: Intake, _ operation: DocumentedOperation) -> JSONValue {
        var content: [String: JSONValue] = [:]
        if let schema = intake.content {
            content["schema"] = SchemaDocument.json(schema)
            content["example"] = try? JSONText().parse(operation.rawExample, guidedBy: schema)
        }
        return [
            "required": .boolean(true),
            "description": .string("Taken byte for byte; at most \(intake.byteLimit) bytes."),
            "content": .object(Dictionary(uniqueKeysWithValues: intake.contentTypes.map { ($0, .object(content)) })),
        ]
    }

    private static let json = "application/json"
    private static let mergePatch = "application/merge-patch+json"

    private static func parameters(_ operation: DocumentedOperation) -> [JSONValue] {
        let required = Set(operation.description.request.required ?? [])
        let example = operation.requestExample
        var parameters: [JSONValue] = operation.parameters.map { parameter in
            var members: [String: JSONValue] = [
                "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
                "required": .boolean(parameter.place == .path || required.contains(parameter.field)),
                "schema": SchemaDocument.json(parameter.schema),
            ]
            members["example"] = example[parameter.field]
            return .object(members)
        }
        if operation.description.kind == .command {
            parameters.append(["$ref": "#/components/parameters/IdempotencyKey"])
        }
        return parameters
    }

    private static func responses(_ operation: DocumentedOperation) -> [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        let common = CommonResponse.all(for: operation)
        for response in common { responses[String(response.status)] = response.reference }
        let own = Dictionary(grouping: operation.description.failures, by: \.status)
        for (status, failures) in own {
            let shared = common.first { $0.status == status }
            responses[String(status)] = CommonResponse.response(
                status: status, codes: failures.map(\.code) + (shared?.codes ?? []),
                meaning: shared?.meaning ?? "Refused.")
        }
        responses[String(operation.route.success)] = success(
            operation, operation.isLive ? stream : meaning(of: operation.route.success))
        if operation.description.name == GetReadiness.name {
            // A report, not a refusal: whoever probes wants to see what is missing in the same form.
            responses["503"] = success(operation, "Not ready; the same body says what is missing.")
        }
        return responses
    }

    private static func success(_ operation: DocumentedOperation, _ meaning: String) -> JSONValue {
        var headers: [String: JSONValue] = [:]
        if operation.route.success == 201 {
            headers["Location"] = ["description": "The path of what was created.", "schema": ["type": "string"]]
        }
        if operation.description.kind == .command {
            headers["Operation-Id"] = ["$ref": "#/components/headers/OperationId"]
        }
        var content: [String: JSONValue] = [:]
        if operation.answersInJSON {
            content[json] = [
                "schema": SchemaDocument.json(operation.description.reply), "example": operation.replyExample,
            ]
        }
        for type in operation.mediaTypes {
            content[type] = operation.isLive ? ["schema": ["type": "string"]] : .object([:])
        }
        var response: [String: JSONValue] = ["description": .string(meaning), "content": .object(content)]
        if !headers.isEmpty { response["headers"] = .object(headers) }
        return .object(response)
    }

    private static let stream = """
        Server-Sent Events without an end, as the AsyncAPI document describes them. Each event's `id` is the place behind \
        it; sent as `Last-Event-ID` it has the stream go on there. Before the platform ends a stream it sends an event \
        `closed`, whose data is the problem.
        """

    private static func meaning(of status: Int) -> String {
        switch status {
        case 201: "Created."
        case 202: "Begun; it goes on after the answer."
        default: "Done."
        }
    }
}
