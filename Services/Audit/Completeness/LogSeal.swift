import Messages
import Runtime
import Storage

/// What is kept beside a row of the log so that this service, and nobody else, could have written it there. The tree's
/// hashes can be computed anew by whoever can write here.
struct LogSeal {
    let source: ServiceName
    let context: CommandContext

    /// The place, a keyed hash of it and of all that stands there, and the seal's version. The place is part of it so that a
    /// row which was moved still says where it belongs.
    func of(
        _ leaf: Int64, _ stored: Leaf, link: [UInt8], ingestedAt: Timestamp, hash: [UInt8]
    ) throws -> [UInt8] {
        let content = LogSeal.content(of: leaf, source, stored, link: link, ingestedAt: ingestedAt, hash: hash)
        return LogSeal.bytes(leaf) + (try context.seal(content, as: "log row")) + [LogSeal.version]
    }

    /// Whether a seal is this service's own. Rows have seals of the version in which they were written.
    func isOwn(
        _ seal: [UInt8], _ place: Int64, _ stored: Leaf, link: [UInt8], ingestedAt: Timestamp, hash: [UInt8]
    ) throws -> Bool {
        LogSeal.coversAll(seal)
            ? try seal == of(place, stored, link: link, ingestedAt: ingestedAt, hash: hash)
            : try seal == first(place, stored.sequence, stored.incarnation, hash)
    }

    /// As rows were sealed at first: by what an event is found and for how long it is kept was not part of it, nor its link.
    func first(_ leaf: Int64, _ sequence: Int64, _ incarnation: Int64, _ hash: [UInt8]) throws -> [UInt8] {
        let place = "\(source.rawValue) \(incarnation) \(sequence) \(leaf) "
        return LogSeal.bytes(leaf) + (try context.seal(Array(place.utf8) + hash, as: "log"))
    }

    static func coversAll(_ seal: [UInt8]) -> Bool { seal.count > firstLength }

    private static let firstLength = 40
    private static let version: UInt8 = 2

    /// The place that a seal names.
    static func leaf(in seal: [UInt8]) -> Int64? {
        seal.count < 8 ? nil : seal.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// All that a row says, each word with its length, so that no two rows say the same.
    static func content(
        of leaf: Int64, _ source: ServiceName, _ stored: Leaf, link: [UInt8], ingestedAt: Timestamp, hash: [UInt8]
    ) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(512)
        let numbers = [
            leaf, stored.incarnation, stored.sequence, ingestedAt.milliseconds, stored.time.milliseconds,
        ]
        for number in numbers { content += bytes(number) }
        let words = [
            source.rawValue, stored.type, stored.actor, stored.causation, stored.subjectKind, stored.subjectID,
            stored.severity.rawValue, stored.trace,
        ]
        for word in words {
            content += bytes(Int64(word.utf8.count))
            content += word.utf8
        }
        return content + bytes(Int64(link.count)) + link + hash
    }

    private static func bytes(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}
