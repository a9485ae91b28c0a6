import FoundationEssentials
import Messages

/// One operation on the page for people.
struct DocsSection {
    let html: String

    init(_ operation: DocumentedOperation) throws {
        let description = operation.description
        var html = "<section id=\"\(description.name.escaped)\"><h3>\(description.summary.escaped)</h3>"
        html += "<p class=\"route\">\(operation.route.method.rawValue) \(operation.route.path.escaped)</p>"
        html += "<p>\(DocsSection.access(description.access).escaped)</p>"
        html += DocsSection.fields(operation)
        html += "<pre>\(DocsSection.curl(operation).escaped)</pre>"
        if operation.answersInJSON {
            html += "<p>Answers \(operation.route.success):</p>"
            html += "<pre>\(try DocsSection.pretty(operation.replyExample).escaped)</pre>"
        }
        if operation.isLive {
            html += "<p>Answers with a stream of events without an end: \(LiveDescription.mediaType.escaped).</p>"
        } else if !operation.mediaTypes.isEmpty {
            html += "<p>Answers with a document: \(operation.mediaTypes.joined(separator: " or ").escaped).</p>"
        }
        html += DocsSection.failures(description)
        self.html = html + "</section>"
    }

    private static func access(_ text: String) -> String {
        switch text {
        case Access.anyone.text: "For anyone."
        case Access.signedIn.text: "For whoever is signed in."
        default: "For " + text.drop { $0 != ":" }.dropFirst().replacing(",", with: ", ") + "."
        }
    }

    private static func fields(_ operation: DocumentedOperation) -> String {
        let required = Set(operation.description.request.required ?? [])
        var rows = ""
        let add = { (name: String, place: String, type: String, isRequired: Bool) in
            rows += "<tr><td><code>\(name.escaped)</code></td><td>\(place)</td><td>\(type.escaped)</td>"
            rows += "<td>\(isRequired ? "required" : "")</td></tr>"
        }
        for parameter in operation.parameters {
            add(parameter.name, parameter.place.rawValue, words(parameter.schema), required.contains(parameter.field))
        }
        for (name, schema) in (operation.body?.properties ?? [:]).sorted(by: { $0.key < $1.key }) {
            add(name, "body", words(schema), required.contains(name))
        }
        if let intake = operation.description.intake {
            let types = intake.contentTypes.joined(separator: " or ")
            add("", "body", "\(types), at most \(intake.byteLimit) bytes", true)
        }
        return rows.isEmpty ? "" : "<table><tr><th>Field</th><th>In</th><th>Is</th><th></th></tr>\(rows)</table>"
    }

    private static func words(_ schema: Schema) -> String {
        if schema == SchemaDocument.money { return "money" }
        if let alternatives = schema.alternatives {
            return (alternatives.map { self.words($0) } + (schema.nullable ? ["null"] : [])).joined(separator: "; or ")
        }
        var words = schema.format ?? schema.type.rawValue
        if let values = schema.values { words = "one of " + values.joined(separator: ", ") }
        if let items = schema.items { words = "array of " + self.words(items) }
        if let member = schema.members { words = "object of which each member is " + self.words(member) }
        if let least = schema.minLength, let most = schema.maxLength { words += ", \(least) to \(most) characters" }
        if let least = schema.minimum { words += ", at least \(least)" }
        if let most = schema.maximum { words += ", at most \(most)" }
        if let pattern = schema.pattern { words += ", \(pattern)" }
        return schema.nullable ? words + ", or null" : words
    }

    private static func curl(_ operation: DocumentedOperation) -> String {
        let example = operation.requestExample
        var path = operation.route.path
        for name in operation.template.parameters {
            path = path.replacing("{\(name)}", with: example[name]?.parameterText ?? name)
        }
        var text =
            operation.route.method == .get
            ? (operation.isLive ? "curl -N" : "curl") : "curl -X \(operation.route.method.rawValue)"
        text += " \"$URL\(path)\""
        if !operation.isForAnyone { text += " \\\n  -H \"Authorization: Bearer $TOKEN\"" }
        if operation.description.kind == .command { text += " \\\n  -H \"Idempotency-Key: $(uuidgen)\"" }
        for parameter in operation.parameters where parameter.place == .header {
            text += " \\\n  -H '\(parameter.name): \(example[parameter.field]?.parameterText ?? "")'"
        }
        if let type = operation.description.intake?.contentTypes.first {
            text += " \\\n  -H 'Content-Type: \(type)' \\\n  --data-binary @file"
        }
        if operation.body != nil, let body = try? WireCoding().encode(operation.bodyExample) {
            let quoted = String(decoding: body, as: UTF8.self).replacing("'", with: "'\\''")
            text += " \\\n  -H 'Content-Type: application/json' \\\n  -d '\(quoted)'"
        }
        return text
    }

    private static func pretty(_ value: JSONValue) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func failures(_ description: OperationDescription) -> String {
        if description.failures.isEmpty { return "" }
        let list = description.failures.map { "<code>\($0.code.escaped)</code> (\($0.status))" }
        return "<p>Refuses with \(list.joined(separator: ", ")).</p>"
    }
}

extension JSONValue {
    /// As it stands in a path or query.
    fileprivate var parameterText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        default: nil
        }
    }
}
