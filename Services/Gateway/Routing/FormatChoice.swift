import Messages
import Runtime

/// Two operations of one route, one of which answers in JSON and the other with a document.
struct FormatChoice: Sendable {
    static let parameter = "format"
    static let json = "json"

    let plain: RoutedOperation
    let document: RoutedOperation

    /// Nil where two operations have no business at one place.
    init?(_ one: RoutedOperation, _ other: RoutedOperation) {
        guard one.isDocument != other.isDocument, !one.isLive, !other.isLive,
            one.destination == other.destination, one.template.text == other.template.text
        else { return nil }
        (plain, document) = one.isDocument ? (other, one) : (one, other)
    }

    /// The operation that a request means, and the request as that operation reads it.
    func choose(_ web: WebRequest) throws(WebRefusal) -> (RoutedOperation, WebRequest) {
        let formats = document.request.properties?[FormatChoice.parameter]?.values ?? []
        guard let format = web.query.first(where: { $0.name == FormatChoice.parameter })?.value else {
            return (plain, web)
        }
        if formats.contains(format) { return (document, web) }
        let expected = ([FormatChoice.json] + formats).joined(separator: ", ")
        guard format == FormatChoice.json else {
            throw WebRefusal(invalid: [
                .init(pointer: "/format", code: "unknown_value", detail: "expected one of \(expected)")
            ])
        }
        guard web.query.count(where: { $0.name == FormatChoice.parameter }) == 1 else {
            throw WebRefusal(invalid: [
                .init(pointer: "/format", code: "repeated_field", detail: "this parameter stands more than once")
            ])
        }
        return (plain, web.without(query: FormatChoice.parameter))
    }
}

extension WebRequest {
    fileprivate func without(query name: String) -> WebRequest {
        WebRequest(
            id: id, method: method, path: path, query: query.filter { $0.name != name }, headers: headers, body: body,
            remoteAddress: remoteAddress)
    }
}
