public import Messages

/// The time zones by their names. Read once when a process starts, and then given to whom needs it as a value.
public struct ZoneBook: Sendable {
    private let zones: [TimeZoneName: ZoneRules]

    /// UTC is always in it.
    public init(_ zones: [TimeZoneName: ZoneRules] = [:]) {
        self.zones = zones.merging([TimeZoneName(trusted: "UTC"): .utc]) { given, _ in given }
    }

    public var names: [TimeZoneName] { zones.keys.sorted { $0.text < $1.text } }

    /// The rules of a zone that there is: how to check a name that somebody chooses.
    public subscript(name: TimeZoneName) -> ZoneRules? { zones[name] }

    /// The rules for what has a zone or none: UTC for none, and for one that has gone since it was chosen.
    public func rules(of name: TimeZoneName?) -> ZoneRules { name.flatMap { zones[$0] } ?? .utc }
}

/// Which zones there are, as the source that `tzdata` carries with it (`tzdata.zi`) lists them.
public struct ZoneList: Sendable {
    public private(set) var zones: [TimeZoneName] = []
    /// Other names of zones.
    public private(set) var links: [(name: TimeZoneName, target: TimeZoneName)] = []

    public init(source: [UInt8]) {
        for line in source.split(separator: UInt8(ascii: "\n")) where line.first.map("ZL".utf8.contains) == true {
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3).map {
                String(decoding: $0, as: UTF8.self)
            }
            let names = words.dropFirst().prefix(2).map(TimeZoneName.init(_:))
            if words[0] == "Z", let name = names.first.flatMap(\.self) { zones.append(name) }
            if words[0] == "L", names.count == 2, let target = names[0], let name = names[1] {
                links.append((name, target))
            }
        }
    }
}
