import Crypto
import Messages
import Runtime
import Storage

/// Names for gamblers whom the reader may not know: the same within an event, a peer bet and the like, and nothing to follow
/// from one to another.
struct Pseudonyms {
    private let key: [UInt8]
    private let place: [UInt8]

    init<Place>(for place: ID<Place>, in database: Connection) throws {
        self.place = place.bytes
        key = try database.first("SELECT key FROM pseudonym_key") { try $0.value(0) } ?? []
    }

    private init(key: [UInt8], place: [UInt8]) { (self.key, self.place) = (key, place) }

    /// Other names for the same place.
    var inAll: Pseudonyms { Pseudonyms(key: key, place: place + Array("all".utf8)) }

    static func prepare(in context: CommandContext) throws {
        let exists = try context.database.first("SELECT 1 FROM pseudonym_key") { _ in true } ?? false
        guard !exists else { return }
        try context.database.run("INSERT INTO pseudonym_key (only, key) VALUES (1, ?)", context.randomBytes(32))
    }

    func name(of user: ID<User>) throws -> String {
        "gambler-" + Hex.encode(Array(try KeyedHash.hash(place + user.bytes, key: key).prefix(8)))
    }

    /// The user's id for those who may know it, the pseudonym for the rest.
    func name(of user: ID<User>, to reader: Statement?, runsEvent: Bool) throws -> String {
        runsEvent || reader?.user == user ? user.text : try name(of: user)
    }
}
