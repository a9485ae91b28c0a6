import FoundationEssentials
import Messages
import Runtime

extension RequestBuilder {
    /// The fields that an operation takes from the body's bytes and from header fields as they came. What the bytes mean
    /// and whether a signature over them is right is the service's to say.
    func raw(
        _ web: WebRequest, _ intake: Intake, _ operation: RoutedOperation
    ) throws(WebRefusal) -> [String: JSONValue] {
        let limit = min(intake.byteLimit, bodyLimit)
        if web.body.count > limit { throw WebRefusal.tooLarge(limit) }
        var fields: [String: JSONValue] = [:]
        if !web.body.isEmpty {
            fields[Intake.bodyField] = [
                "content_type": .string(try web.mediaType(among: intake.contentTypes)),
                "bytes": .string(Data(web.body).base64EncodedString()),
            ]
        }
        var errors: [Problem.FieldError] = []
        let required = operation.request.required ?? []
        for header in intake.headers {
            let values = web.values(of: header.name.lowercased())
            let pointer = SchemaCheck.step("", header.field)
            if values.count > 1 {
                let detail = "the header \(header.name) stands more than once"
                errors.append(.init(pointer: pointer, code: "repeated_field", detail: detail))
            } else if let value = values.first {
                fields[header.field] = operation.value(of: header.field, value)
            } else if required.contains(header.field) {
                let detail = "the header \(header.name) is required"
                errors.append(.init(pointer: pointer, code: "required", detail: detail))
            }
        }
        if !errors.isEmpty { throw WebRefusal(headers: errors) }
        return fields
    }
}
