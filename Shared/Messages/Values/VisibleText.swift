/// A name that people read and tell others by: it shows what it is. The documents state its length alone, since a pattern for all of
/// Unicode would be longer than what it says.
public protocol NameRule: TextRule {}

extension NameRule {
    public static var expected: String { VisibleText.expected(length) }
    public static func accepts(_ text: String) -> Bool { VisibleText.accepts(text) }
}

/// Text that shows what it is: nothing in it is invisible or turns what stands around it.
enum VisibleText {
    static func expected(_ length: ClosedRange<Int>) -> String {
        "\(length.lowerBound) to \(length.upperBound) characters with something to be seen, no space at either end, and none "
            + "that control"
    }

    static func accepts(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return false }
        return !first.properties.isWhitespace && !last.properties.isWhitespace && !scalars.contains(where: isHidden)
            && shows(text)
    }

    /// Whether there is anything to be seen at all.
    static func shows(_ text: String) -> Bool {
        text.unicodeScalars.contains { !isHidden($0) && !isBlank($0) && !$0.properties.isWhitespace }
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

    /// What is right beside other signs and nothing by itself: joiners, selectors of forms, fillers, an empty pattern of Braille.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x34f, 0x115f...0x1160, 0x17b4...0x17b5, 0x180b...0x180d, 0x180f, 0x200c...0x200d, 0x2800, 0x3164,
            0xfe00...0xfe0f, 0xffa0, 0xe0100...0xe01ef:
            true
        default: false
        }
    }
}
