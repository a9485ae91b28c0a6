import Host
import Messages
import Testing
import TimeZones

/// This machine's zones, read once for all tests.
enum Zones {
    private static let read = Result { try ZoneFiles().book() }

    static func book() throws -> ZoneBook { try read.get() }

    static func rules(_ name: String) throws -> ZoneRules {
        let name = try #require(TimeZoneName(name))
        return try #require(try book()[name], "\(name.text) is not there")
    }
}

func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

func day(_ text: String) throws -> Day { try #require(Day(text)) }
