import Messages

/// Finds all that is wrong with a value by its schema's structure. Formats and patterns are left to the service, which
/// reads them with the very types that the schema was made from.
struct SchemaCheck {
    static let errorLimit = 20

    private(set) var errors: [Problem.FieldError] = []

    mutating func note(_ pointer: String, _ code: String, _ detail: String) {
        guard errors.count < SchemaCheck.errorLimit else { return }
        errors.append(Problem.FieldError(pointer: pointer, code: code, detail: detail))
    }

    mutating func check(_ value: JSONValue, _ schema: Schema, at pointer: String) {
        if let alternatives = schema.alternatives { return check(value, oneOf: alternatives, schema, at: pointer) }
        switch (schema.type, value) {
        case (_, .null) where schema.nullable: break
        case (.boolean, .boolean): break
        case (.string, .string(let text)): check(text, schema, at: pointer)
        case (.integer, .integer(let number)): check(number, schema, at: pointer)
        case (.array, .array(let items)): check(items, schema, at: pointer)
        case (.object, .object(let members)): check(members, schema, at: pointer)
        case (_, .null):
            note(pointer, "wrong_type", "null cannot stand here; leave the field out or give \(schema.noun)")
        default: note(pointer, "wrong_type", "expected \(schema.noun)")
        }
    }

    /// Where it is none of them, what is wrong is what keeps it from being the only one of its JSON type.
    private mutating func check(
        _ value: JSONValue, oneOf alternatives: [Schema], _ schema: Schema, at pointer: String
    ) {
        if value == .null, schema.nullable { return }
        var alike: [SchemaCheck] = []
        for alternative in alternatives {
            var attempt = SchemaCheck()
            attempt.check(value, alternative, at: pointer)
            if attempt.errors.isEmpty { return }
            if attempt.errors.first?.pointer != pointer || attempt.errors.first?.code != "wrong_type" {
                alike.append(attempt)
            }
        }
        guard alike.count == 1 else {
            return note(pointer, "wrong_type", "expected " + alternatives.map(\.noun).joined(separator: " or "))
        }
        for error in alike[0].errors { note(error.pointer, error.code, error.detail) }
    }

    private mutating func check(_ text: String, _ schema: Schema, at pointer: String) {
        if let values = schema.values, !values.contains(text) {
            note(pointer, "unknown_value", "expected one of " + values.joined(separator: ", "))
        }
        guard schema.minLength != nil || schema.maxLength != nil else { return }
        let length = text.unicodeScalars.count
        if let least = schema.minLength, length < least {
            note(pointer, "too_short", "expected at least \(least) characters, found \(length)")
        }
        if let most = schema.maxLength, length > most {
            note(pointer, "too_long", "expected at most \(most) characters, found \(length)")
        }
    }

    private mutating func check(_ number: Int64, _ schema: Schema, at pointer: String) {
        if let least = schema.minimum, number < least { note(pointer, "too_small", "expected at least \(least)") }
        if let most = schema.maximum, number > most { note(pointer, "too_large", "expected at most \(most)") }
    }

    private mutating func check(_ items: [JSONValue], _ schema: Schema, at pointer: String) {
        if let most = schema.maxItems, items.count > most {
            note(pointer, "too_many_items", "expected at most \(most) items, found \(items.count)")
        }
        guard let element = schema.items else { return }
        for (index, item) in items.enumerated() where errors.count < SchemaCheck.errorLimit {
            check(item, element, at: "\(pointer)/\(index)")
        }
    }

    private mutating func check(_ members: [String: JSONValue], _ schema: Schema, at pointer: String) {
        for name in schema.required ?? [] where members[name] == nil {
            note(SchemaCheck.step(pointer, name), "required", "this field is required")
        }
        if let most = schema.maxProperties, members.count > most {
            note(pointer, "too_many_items", "expected at most \(most) members, found \(members.count)")
        }
        for name in members.keys.sorted() where errors.count < SchemaCheck.errorLimit {
            guard let value = members[name] else { continue }
            if let property = schema.properties?[name] ?? schema.members {
                check(value, property, at: SchemaCheck.step(pointer, name))
            } else if schema.additionalProperties == false {
                note(SchemaCheck.step(pointer, name), "unknown_field", SchemaCheck.expectation(schema))
            }
        }
    }

    private static func expectation(_ schema: Schema) -> String {
        let known = (schema.properties ?? [:]).keys.sorted()
        return known.isEmpty ? "no field is expected here" : "expected only " + known.joined(separator: ", ")
    }

    static func step(_ pointer: String, _ name: String) -> String {
        // A name is the client's own text and comes back in the answer, so it is cut.
        let escaped = String(name.prefix(100)).replacing("~", with: "~0").replacing("/", with: "~1")
        return "\(pointer)/\(escaped)"
    }
}

extension Schema {
    fileprivate var noun: String {
        if let alternatives { return alternatives.map(\.noun).joined(separator: " or ") }
        return switch type {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .integer: "a 64-bit integer"
        case .boolean: "true or false"
        }
    }
}
