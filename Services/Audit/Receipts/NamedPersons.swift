import Messages

/// The people that an event names in its data: the values of all fields that hold a person's id, however deep. What is
/// shown to one person must name no other.
struct NamedPersons: Decodable {
    /// The names that such fields have in events. A test holds them to the messages.
    static let fields: Set<String> = [
        "admin_id", "allocated_by", "arbiter", "authorized_by", "by", "caller", "created_by", "creator",
        "deallocated_by", "gambler", "organizer", "reconciliation_confirmed_by", "set_by", "treasurer", "updated_by",
        "user", "user_id", "voided_by",
    ]

    private(set) var ids: Set<String> = []

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Name.self) {
            for name in object.allKeys {
                if NamedPersons.fields.contains(name.stringValue),
                    let id = try? object.decode(String.self, forKey: name)
                {
                    ids.insert(id)
                } else {
                    ids.formUnion(try object.decode(NamedPersons.self, forKey: name).ids)
                }
            }
        } else if var list = try? decoder.unkeyedContainer() {
            while !list.isAtEnd { ids.formUnion(try list.decode(NamedPersons.self).ids) }
        }
    }
}

extension LogEntry {
    /// Whether an event is about a person and nobody else. Where its bytes are gone nobody can tell.
    /// - Parameter whoever: whoever did it; else it must have been that person, or no person.
    func isAbout(_ user: ID<User>, by whoever: Bool, _ coding: WireCoding) -> Bool {
        guard let body, let named = try? coding.decode(NamedPersons.self, from: body) else { return false }
        var ids = named.ids
        let actor = leaf.actor.split(separator: ":", maxSplits: 1)
        if !whoever, actor.count == 2, ["device", "user"].contains(actor[0]) { ids.insert(String(actor[1])) }
        if leaf.subjectKind == "user" { ids.insert(leaf.subjectID) }
        return ids == [user.text]
    }
}
