import Messages
import Runtime

/// Makes the message's body out of a request's path, query and body, or says all that is wrong with them.
struct RequestBuilder {
    let bodyLimit: Int
    private let text = JSONText()
    private let coding = WireCoding()

    init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

    /// The fields as JSON with sorted names, so that equal requests are equal bytes however they were written.
    func build(
        _ operation: RoutedOperation, pathValues: [String], _ web: WebRequest
    ) throws(WebRefusal) -> RequestFields {
        var check = SchemaCheck()
        let inPath = operation.pathFields
        var fields = try content(of: web, operation)
        for name in fields.keys.sorted() where inPath.contains(name) {
            fields[name] = nil
            check.note(SchemaCheck.step("", name), "unknown_field", "this field is taken from the path, not the body")
        }
        addQuery(web.query, operation, to: &fields, &check)
        if operation.isLive, let place = try LastEventID.read(web) {
            fields[LiveDescription.placeField] = .string(place)
        }
        for (name, value) in zip(inPath, pathValues) { fields[name] = operation.value(of: name, value) }
        check.check(.object(fields), operation.request, at: "")
        if !check.errors.isEmpty {
            let refusal = WebRefusal(invalid: check.errors)
            throw operation.isLive && web.header(LiveDescription.placeHeader.lowercased()) != nil
                ? WebRefusal(refusal.problem.namingPlaceHeader) : refusal
        }
        guard let bytes = try? coding.encode(JSONValue.object(fields)) else {
            throw WebRefusal(CommonFailure.malformedRequest, "the body holds a number that is no integer")
        }
        return RequestFields(values: fields, bytes: bytes)
    }

    private func addQuery(
        _ query: [(name: String, value: String)], _ operation: RoutedOperation,
        to fields: inout [String: JSONValue], _ check: inout SchemaCheck
    ) {
        var seen: Set<String> = []
        for (name, value) in query {
            let pointer = SchemaCheck.step("", name)
            if !seen.insert(name).inserted {
                check.note(pointer, "repeated_field", "this parameter stands more than once")
            } else if !operation.takesFromQuery(name) {
                check.note(pointer, "unknown_field", "this operation takes no such query parameter")
            } else {
                fields[name] = operation.value(of: name, value)
            }
        }
    }

    private func content(of web: WebRequest, _ operation: RoutedOperation) throws(WebRefusal) -> [String: JSONValue] {
        if let intake = operation.intake { return try raw(web, intake, operation) }
        if operation.takesJSON { return try members(of: web, operation) }
        if web.body.isEmpty { return [:] }
        throw WebRefusal(CommonFailure.malformedRequest, "this operation takes no body; its fields go in the query")
    }

    private func members(of web: WebRequest, _ operation: RoutedOperation) throws(WebRefusal) -> [String: JSONValue] {
        if web.body.isEmpty { return [:] }
        if web.body.count > bodyLimit { throw WebRefusal.tooLarge(bodyLimit) }
        // RFC 7396 gives a patch a type of its own; the plain one is clear enough.
        let patch = operation.route.method == .patch ? ["application/merge-patch+json"] : []
        _ = try web.mediaType(among: ["application/json"] + patch)
        let value: JSONValue
        do {
            value = try text.parse(web.body, guidedBy: operation.request)
        } catch {
            throw WebRefusal(CommonFailure.malformedRequest, error.detail)
        }
        guard case .object(let members) = value else {
            throw WebRefusal(invalid: [.init(pointer: "", code: "wrong_type", detail: "expected an object")])
        }
        return members
    }
}

/// A request's fields: to look into, and as the bytes to send on.
struct RequestFields {
    let values: [String: JSONValue]
    let bytes: [UInt8]
}

extension RoutedOperation {
    /// The text of a path or query parameter as its field's type has it. What is not of the type stays text, and is
    /// found to be of the wrong type with all the rest.
    func value(of field: String, _ text: String) -> JSONValue {
        switch (request.properties?[field]?.type, text) {
        case (.integer, _) where !text.hasPrefix("+"): Int64(text).map { .integer($0) } ?? .string(text)
        case (.boolean, "true"): .boolean(true)
        case (.boolean, "false"): .boolean(false)
        default: .string(text)
        }
    }
}
