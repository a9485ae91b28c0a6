/// The name of a time zone in IANA's list. Whether there is such a zone, the `ZoneBook` knows.
public enum TimeZoneNameRule: TextRule {
    public static let length = 2...50
    public static let pattern: String? = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z][A-Za-z0-9_+-]*){0,2}$"
    public static let sample = "Europe/Dublin"
    public static let expected = "a time zone's IANA name such as Europe/Dublin"

    public static func accepts(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return parts.count <= 3 && parts.allSatisfy { $0.first.map(isLetter) == true && $0.allSatisfy(isNameByte) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_+-".utf8.contains(byte)
    }
}

public typealias TimeZoneName = Text<TimeZoneNameRule>
