/// The name that others are shown.
public enum DisplayNameRule: TextRule {
    public static let length = 1...100
    public static let sample = "Ada"
    public static let expected = VisibleText.expected(length)

    public static func accepts(_ text: String) -> Bool { VisibleText.accepts(text) }
}

/// A person's full name, as their documents have it.
public enum FullNameRule: TextRule {
    public static let length = 1...200
    public static let sample = "Ada Lovelace"
    public static let expected = VisibleText.expected(length)

    public static func accepts(_ text: String) -> Bool { VisibleText.accepts(text) }
}

/// A sport by a short name.
public enum SportNameRule: TextRule {
    public static let length = 1...40
    public static let sample = "football"
    public static let expected = VisibleText.expected(length)

    public static func accepts(_ text: String) -> Bool { VisibleText.accepts(text) }
}

/// Text that shows what it is: nothing in it is invisible or turns what stands around it.
enum VisibleText {
    static func expected(_ length: ClosedRange<Int>) -> String {
        "\(length.lowerBound) to \(length.upperBound) characters with no space at either end, and none that control"
    }

    static func accepts(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        return !first.properties.isWhitespace && !last.properties.isWhitespace && !scalars.contains(where: isHidden)
    }

    /// Marks of direction, separators of lines, and spaces without width. The joiners are left: scripts and emoji
    /// need them.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xad, 0x61c, 0x180e, 0x200b, 0x200e...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xfffb,
            0xe0000...0xe007f:
            true
        default: false
        }
    }
}
