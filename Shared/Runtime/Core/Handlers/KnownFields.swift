import Messages

/// The fields that an operation's request has, to hold outsiders' questions to: nobody looks at these before the service does,
/// as the gateway looks at its clients'. Services' are not looked at, since a newer one may say more than an older one reads.
struct KnownFields: Sendable {
    /// Empty where the request says nothing of its own.
    private let names: Set<String>

    /// Nil where no outsider may ask.
    init?<O: Operation>(of operation: O.Type) {
        switch operation.access {
        case .anyone, .subscribers, .rolesAndPeers: break
        default: return nil
        }
        // What has no schema is found when the catalogue is made.
        guard let schema = try? Reflection(O.Request.self).schema else { return nil }
        names = Set((schema.properties ?? [:]).keys)
    }

    /// Refuses what the request does not have. What outsiders ask holds no objects, so that one level is looked at.
    func check(_ body: [UInt8], of caller: Caller, _ coding: WireCoding) throws {
        guard case .peer = caller, let sent = try? coding.decode(FieldNames.self, from: body) else { return }
        let unknown = sent.names.filter { !names.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        let known =
            names.isEmpty ? "no field is expected here" : "expected only " + names.sorted().joined(separator: ", ")
        let name = first.prefix(100).replacing("~", with: "~0").replacing("/", with: "~1")
        throw Rejection.field("/\(name)", "unknown_field", known)
    }
}

/// The names of an object's members, whatever they hold.
private struct FieldNames: Decodable {
    let names: [String]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        names = try decoder.container(keyedBy: Key.self).allKeys.map(\.stringValue)
    }
}
