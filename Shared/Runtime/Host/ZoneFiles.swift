import Glibc
import Messages
public import TimeZones

/// The time zones of this machine, as Debian's `tzdata` installs them.
public struct ZoneFiles: Sendable {
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    private let folder: String
    /// Far more than the list or a zone takes today.
    private static let (largestList, largestZone) = (1 << 20, 1 << 16)

    public init(folder: String = "/usr/share/zoneinfo") { self.folder = folder }

    /// All zones that the package lists. One that is listed and not installed is left out; one that cannot be read
    /// right is a fault.
    public func book() throws -> ZoneBook {
        guard let source = try read("tzdata.zi", atMost: Self.largestList) else {
            throw Fault(description: "no time zones in \(folder); Debian's package tzdata has them")
        }
        let list = ZoneList(source: source)
        var zones: [TimeZoneName: ZoneRules] = [:]
        for name in list.zones { zones[name] = try rules(of: name) }
        for link in list.links { zones[link.name] = try zones[link.target] ?? rules(of: link.name) }
        return ZoneBook(zones)
    }

    private func rules(of name: TimeZoneName) throws -> ZoneRules? {
        guard let bytes = try read(name.text, atMost: Self.largestZone) else { return nil }
        guard let rules = ZoneRules(tzif: bytes) else {
            throw Fault(description: "\(folder)/\(name.text) is no file of a time zone")
        }
        return rules
    }

    /// A file's bytes; nil if it is not there.
    private func read(_ name: String, atMost limit: Int) throws -> [UInt8]? {
        let descriptor = open("\(folder)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let chunk = [UInt8](unsafeUninitializedCapacity: limit + 1 - bytes.count) { buffer, count in
                count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
        throw Fault(description: "\(folder)/\(name) is larger than \(limit) bytes")
    }
}
