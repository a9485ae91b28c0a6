import Messages

/// All that clients can ask for, as OpenAPI 3.1.
struct OpenAPIDocument {
    let json: JSONValue

    init(_ operations: [DocumentedOperation]) {
        var paths: [String: [String: JSONValue]] = [:]
        for operation in operations {
            let method = operation.route.method.rawValue.lowercased()
            paths[operation.route.path, default: [:]][method] = OpenAPIOperation(operation).json
        }
        json = [
            "openapi": "3.1.0",
            "info": [
                "title": "Croupier", "version": "1",
                "description": .string(Self.about),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "tags": .array(Set(operations.map(\.tag)).sorted().map { ["name": .string($0)] }),
            "paths": .object(paths.mapValues { .object($0) }),
            "components": Self.components,
        ]
    }

    private static let about = """
        JSON in and out. Unknown fields are refused. Money is exact decimal text with its currency. Errors are \
        application/problem+json with a stable `code`. Every command takes an `Idempotency-Key`: the same key and body \
        again give the same answer and do nothing twice; without one a fresh key is made, which `Operation-Id` tells.
        """

    private static var components: JSONValue {
        var schemas: [String: JSONValue] = [:]
        schemas["Money"] = SchemaDocument.money.map { SchemaDocument.plain($0) }
        schemas["Problem"] = SchemaDocument.problem.map { SchemaDocument.plain($0) }
        let responses = CommonResponse.all.map { ($0.componentName, $0.json) }
        return [
            "schemas": .object(schemas),
            "responses": .object(Dictionary(responses) { first, _ in first }),
            "parameters": [
                "IdempotencyKey": [
                    "name": "Idempotency-Key", "in": "header", "required": .boolean(false),
                    "description": "Names this operation; send the same again to be sure that it is done once.",
                    "schema": [
                        "type": "string", "minLength": .integer(1), "maxLength": .integer(200),
                        "pattern": "^[!-~]+$",
                    ],
                ]
            ],
            "headers": [
                "OperationId": [
                    "description": "By what GET /v1/operations/{id} tells the definite outcome.",
                    "schema": ["type": "string"],
                ],
                "RetryAfter": ["description": "Seconds to wait.", "schema": ["type": "integer", "format": "int64"]],
            ],
            "securitySchemes": [
                "bearer": [
                    "type": "http", "scheme": "bearer",
                    "description": "A session's token, an API key or a device's credential.",
                ]
            ],
        ]
    }
}
