import Messages
import Runtime

/// The token of `Authorization: Bearer`.
enum BearerToken {
    static let lengthLimit = 4096

    /// Nil where the client says nothing of itself.
    static func read(_ web: WebRequest) throws(WebRefusal) -> String? {
        let values = web.headers.filter { $0.name == "authorization" }.map(\.value)
        guard let value = values.first else { return nil }
        let parts = value.split(separator: " ")
        guard values.count == 1, parts.count == 2, parts[0].lowercased() == "bearer",
            parts[1].utf8.count <= lengthLimit, parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            throw WebRefusal(CommonFailure.unauthenticated, "expected one header Authorization: Bearer and a token")
        }
        return String(parts[1])
    }
}

/// The key by which a client makes sure that its command is done once.
enum IdempotencyKey {
    static func read(_ web: WebRequest) throws(WebRefusal) -> String? {
        let values = web.headers.filter { $0.name == "idempotency-key" }.map(\.value)
        guard let value = values.first else { return nil }
        guard values.count == 1, (1...200).contains(value.utf8.count),
            value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            throw WebRefusal(
                CommonFailure.malformedRequest, "expected one Idempotency-Key of 1 to 200 visible ASCII characters")
        }
        return value
    }
}

/// The place that a stream's client had reached when it lost the connection.
enum LastEventID {
    static func read(_ web: WebRequest) throws(WebRefusal) -> String? {
        let values = web.values(of: LiveDescription.placeHeader.lowercased())
        guard let value = values.first else { return nil }
        guard values.count == 1, (1...200).contains(value.utf8.count),
            value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else {
            let detail = "expected one Last-Event-ID, as an event of the stream gave it"
            throw WebRefusal(headers: [
                .init(pointer: LiveDescription.placeHeader, code: "invalid_format", detail: detail)
            ])
        }
        return value
    }
}

extension Problem {
    /// The same in the words of a client, who gave the place in a header field and knows of no field `after`.
    var namingPlaceHeader: Problem {
        let (field, header) = (SchemaCheck.step("", LiveDescription.placeField), LiveDescription.placeHeader)
        guard errors.contains(where: { $0.pointer == field }) else { return self }
        let named = errors.map {
            $0.pointer == field ? FieldError(pointer: header, code: $0.code, detail: $0.detail) : $0
        }
        let words = detail.hasPrefix("\(field): ") ? header + detail.dropFirst(field.count) : detail
        return Problem(status: status, code: code, detail: words, errors: named, traceID: traceID)
    }
}

extension WebRequest {
    func values(of header: String) -> [String] { headers.filter { $0.name == header }.map(\.value) }

    /// The body's media type without its parameters, which has to be one of these.
    func mediaType(among accepted: [String]) throws(WebRefusal) -> String {
        let values = values(of: "content-type")
        let type = values.first?.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        guard values.count == 1, let type, accepted.contains(type), header("content-encoding") == nil else {
            let types = accepted.joined(separator: " or ")
            throw WebRefusal(status: 415, "unsupported_media_type", "send Content-Type: \(types), not encoded")
        }
        return type
    }
}
