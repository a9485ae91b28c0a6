import Messages

/// Schemas as the documents show them.
enum SchemaDocument {
    static let money = try? Reflection(Money.self).schema
    static let problem = try? Reflection(Problem.self).schema

    static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

    /// The schema, with what is shared by many shown by reference.
    static func json(_ schema: Schema) -> JSONValue {
        if schema == money { return reference("Money") }
        return plain(schema)
    }

    /// The schema itself; `inlined` for a document that has no components to refer to.
    static func plain(_ schema: Schema, inlined: Bool = false) -> JSONValue {
        let inner = { (part: Schema) in inlined ? plain(part, inlined: true) : json(part) }
        if let alternatives = schema.alternatives {
            let nothing: [JSONValue] = schema.nullable ? [["type": "null"]] : []
            return ["oneOf": .array(alternatives.map { inner($0) } + nothing)]
        }
        var members: [String: JSONValue] = ["type": .string(schema.type.rawValue)]
        if schema.nullable { members["type"] = .array([.string(schema.type.rawValue), "null"]) }
        members["format"] = schema.format.map { .string($0) }
        if schema.type == .integer, schema.format == nil { members["format"] = "int64" }
        members["pattern"] = schema.pattern.map { .string($0) }
        members["minLength"] = schema.minLength.map { .integer(Int64($0)) }
        members["maxLength"] = schema.maxLength.map { .integer(Int64($0)) }
        members["minimum"] = schema.minimum.map { .integer($0) }
        members["maximum"] = schema.maximum.map { .integer($0) }
        members["maxItems"] = schema.maxItems.map { .integer(Int64($0)) }
        members["maxProperties"] = schema.maxProperties.map { .integer(Int64($0)) }
        members["enum"] = schema.values.map { .array($0.map { .string($0) } + (schema.nullable ? [.null] : [])) }
        members["items"] = schema.items.map { inner($0) }
        members["properties"] = schema.properties.map { .object($0.mapValues { inner($0) }) }
        members["required"] = schema.required.map { .array($0.map { .string($0) }) }
        members["additionalProperties"] = schema.additionalProperties.map { .boolean($0) }
        if let member = schema.members { members["additionalProperties"] = inner(member) }
        return .object(members)
    }
}
