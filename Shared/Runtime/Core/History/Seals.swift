import Crypto

/// Keyed hashes that only the service itself can make, since their key does not lie in its database: whoever can write there
/// can compute every other hash anew.
struct Seals: Sendable {
    private let key: [UInt8]

    init(key: [UInt8]) { self.key = key }

    /// - Parameter purpose: what it is a seal of, so that one made for this is none of that.
    func seal(_ bytes: [UInt8], as purpose: String) throws -> [UInt8] {
        try KeyedHash.hash(Array(purpose.utf8) + [0] + bytes, key: key)
    }

    /// The link is over the event's bytes, which name its service and incarnation, and over all events before it.
    func event(_ sequence: Int64, link: [UInt8]) throws -> [UInt8] {
        // As `seal` puts it together, in one piece: this is done for each event that is written or given out.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Seals.eventPurpose.count + 8 + link.count)
        bytes += Seals.eventPurpose
        withUnsafeBytes(of: sequence.bigEndian) { bytes += $0 }
        bytes += link
        return try KeyedHash.hash(bytes, key: key)
    }

    private static let eventPurpose = Array("event".utf8) + [0]

    func head(_ head: EventHead, incarnation: Int64) throws -> [UInt8] {
        let numbers = [incarnation, head.sequence, head.sealedFrom].flatMap(Seals.bytes)
        // Heads from before there were marks are sealed as they were.
        return try head.mark.isEmpty
            ? seal(numbers + head.link, as: "head") : seal(numbers + head.link + head.mark, as: "marked head")
    }

    func life(_ life: Life) throws -> [UInt8] {
        try seal([life.incarnation, life.sequence].flatMap(Seals.bytes) + life.link, as: "life")
    }

    static func bytes(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}

/// Where a service's events end, and from which of them on they are sealed.
struct EventHead: Equatable {
    var sequence: Int64
    var link: [UInt8]
    var sealedFrom: Int64
    /// What the service has left here of its own tables; empty where it has left nothing.
    var mark: [UInt8] = []
}
