import Messages
import Runtime
import Storage

/// What is known of a person beyond their id. Into an event it goes only sealed. Its fields have the names of the
/// requests that change them.
struct PersonalDetails: Codable {
    let email: String
    var username: String?
    var displayName: String?
    var birthDate: Day?
    var country: String?
    var name: String?
    var timeZone: String?
    var language: String?
    var contact: Contact?
    var preferences: Preferences?
    var externalID: String?

    enum CodingKeys: String, CodingKey {
        case email, username, displayName = "display_name", birthDate = "birth_date", country, name
        case timeZone = "time_zone", language, contact, preferences, externalID = "external_id"
    }
}

extension PersonalDetails {
    /// The details after a request by the rules of JSON Merge Patch, which SQLite knows.
    func patched(with request: some Encodable, in database: Connection) throws -> PersonalDetails {
        let (whole, patch) = (try JSONText.of(self), try JSONText.of(request))
        let text: String? = try database.first("SELECT json_patch(?, ?)", whole, patch) { try $0.value(0) }
        return try WireCoding().decode(PersonalDetails.self, from: Array((text ?? whole).utf8))
    }

    /// The names of the fields in which they differ.
    func changes(from old: PersonalDetails, in database: Connection) throws -> [String] {
        try database.rows(
            """
            WITH old AS (SELECT key, value FROM json_each(?)), new AS (SELECT key, value FROM json_each(?))
            SELECT key FROM (SELECT * FROM old EXCEPT SELECT * FROM new)
            UNION SELECT key FROM (SELECT * FROM new EXCEPT SELECT * FROM old) ORDER BY key
            """, try JSONText.of(old), try JSONText.of(self)
        ) { try $0.value(0) }
    }
}

/// JSON as text, as it lies in a column.
enum JSONText {
    static func of(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoding().encode(value), as: UTF8.self)
    }

    static func read<Value: Decodable>(_ text: String?) throws -> Value? {
        try text.map { try WireCoding().decode(Value.self, from: Array($0.utf8)) }
    }
}
