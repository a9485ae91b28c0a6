import FoundationEssentials
import Messages

/// An operation that clients reach, with all that the documents tell of it.
struct DocumentedOperation {
    /// The service, as a heading.
    let tag: String
    let description: OperationDescription
    let route: Route
    let template: PathTemplate
    /// The operation that answers at the same place with a document.
    var document: OperationDescription?

    var isForAnyone: Bool { description.access == Access.anyone.text }

    /// A field that does not come in the body.
    struct Parameter {
        enum Place: String { case path, query, header }

        let field: String
        /// Under which it is sent.
        let name: String
        let place: Place
        let schema: Schema

        init(_ field: String, as name: String? = nil, in place: Place, _ schema: Schema) {
            (self.field, self.name, self.place, self.schema) = (field, name ?? field, place, schema)
        }
    }

    /// Path first, then header fields, then the query.
    var parameters: [Parameter] {
        let properties = description.request.properties ?? [:]
        var parameters = template.parameters.compactMap { name in
            properties[name].map { Parameter(name, in: .path, $0) }
        }
        parameters += (description.intake?.headers ?? []).compactMap { header in
            properties[header.field].map { Parameter(header.field, as: header.name, in: .header, $0) }
        }
        if let place = properties[LiveDescription.placeField], isLive {
            let (field, name) = (LiveDescription.placeField, LiveDescription.placeHeader)
            parameters.append(Parameter(field, as: name, in: .header, place))
        }
        guard !takesJSON else { return parameters }
        let taken = template.parameters + (description.intake?.fields ?? [])
        let others = queryFields.filter { !taken.contains($0.key) }.sorted { $0.key < $1.key }
        return parameters + others.map { Parameter($0.key, in: .query, $0.value) }
    }

    /// Fields that may come with the query, those of the document at the same place too. Where its next page begins is
    /// nobody's business.
    private var queryFields: [String: Schema] {
        var fields = description.request.properties ?? [:]
        if description.documents != nil { fields["cursor"] = nil }
        if isLive { for name in LiveDescription.ownFields { fields[name] = nil } }
        var others = document?.request.properties ?? [:]
        others["cursor"] = nil
        if let formats = others[FormatChoice.parameter]?.values {
            others[FormatChoice.parameter]?.values = [FormatChoice.json] + formats
        }
        return fields.merging(others) { own, other in other.values == nil ? own : other }
    }

    /// What a document here may be.
    var mediaTypes: [String] {
        isLive ? [LiveDescription.mediaType] : description.documents ?? document?.documents ?? []
    }
    var answersInJSON: Bool { description.documents == nil && !isLive }
    var isLive: Bool { description.live != nil }

    private var takesJSON: Bool { route.method.hasBody && description.intake == nil }

    /// What a JSON body has to be; nil where none is taken.
    var body: Schema? {
        guard takesJSON else { return nil }
        var schema = description.request
        for name in template.parameters { schema.properties?[name] = nil }
        schema.required = schema.required?.filter { !template.parameters.contains($0) }
        if schema.required?.isEmpty == true { schema.required = nil }
        return (schema.properties ?? [:]).isEmpty ? nil : schema
    }

    var requestExample: [String: JSONValue] {
        guard case .object(let members)? = Self.example(description.requestExample) else { return [:] }
        return members
    }

    var bodyExample: JSONValue {
        .object(requestExample.filter { !template.parameters.contains($0.key) })
    }

    /// The bytes of a body that is taken as it comes.
    var rawExample: [UInt8] {
        guard case .object(let body)? = requestExample[Intake.bodyField], case .string(let text)? = body["bytes"]
        else { return [] }
        return Data(base64Encoded: text).map { [UInt8]($0) } ?? []
    }

    var replyExample: JSONValue { Self.example(description.replyExample) ?? .object([:]) }

    private static func example(_ text: String) -> JSONValue? {
        try? JSONText().parse(Array(text.utf8), guidedBy: nil)
    }

    /// What is served, by path and method.
    static func all(_ catalogues: [Catalogue], _ router: Router) -> [DocumentedOperation] {
        let announced = ServiceName.allCases.flatMap { service in
            catalogues.filter { $0.service == service }.flatMap(\.operations)
                .filter { router.served.contains($0.name) && $0.name.hasPrefix(service.rawValue + ".") }
                .compactMap { DocumentedOperation($0, tag: service.rawValue) }
        }
        let own = (OwnOperations.pages + OwnOperations.forwarded)
            .compactMap { DocumentedOperation($0, tag: ServiceName.gateway.rawValue) }
        return (own + joined(announced)).sorted {
            ($0.route.path, $0.route.method.rank) < ($1.route.path, $1.route.method.rank)
        }
    }

    /// One for each place: the one that answers in JSON, with the document beside it.
    private static func joined(_ operations: [DocumentedOperation]) -> [DocumentedOperation] {
        let places = Dictionary(grouping: operations) { "\($0.route.method.rawValue) \($0.route.path)" }
        return places.values.compactMap { here in
            var shown = here.first { $0.answersInJSON } ?? here.first
            shown?.document = here.count > 1 ? here.first { !$0.answersInJSON }?.description : nil
            return shown
        }
    }

    private init?(_ description: OperationDescription, tag: String) {
        guard let route = description.route, let template = PathTemplate(route.path) else { return nil }
        (self.tag, self.description, self.route, self.template) = (tag, description, route, template)
    }
}

extension Route.Method {
    var rank: Int {
        switch self {
        case .get: 0
        case .post: 1
        case .put: 2
        case .patch: 3
        case .delete: 4
        }
    }
}
