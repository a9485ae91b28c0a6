/// An email address of the plain kind: ASCII only, so that no two look alike and differ.
public enum EmailRule: TextRule {
    public static let length = 3...254
    public static let format: String? = "email"
    public static let sample = "ada@example.com"
    public static let expected = "an email address such as ada@example.com"

    public static func accepts(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count) else { return false }
        let names = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return names.allSatisfy { !$0.isEmpty && $0.allSatisfy(isNameByte) } && labels.count >= 2
            && labels.allSatisfy(isLabel)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || Array("!#$%&'*+-/=?^_`{|}~".utf8).contains(byte)
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        let hyphen = UInt8(ascii: "-")
        return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
    default: false
    }
}

/// A public name: ASCII letters, digits and underscores.
public enum UsernameRule: TextRule {
    public static let length = 3...30
    public static let pattern: String? = "^[A-Za-z0-9_]+$"
    public static let sample = "ada_1815"
    public static let expected = "3 to 30 of A-Z, a-z, 0-9 and _"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }
}

/// A password that somebody chooses.
public enum NewPasswordRule: TextRule {
    public static let length = 8...128
    public static let format: String? = "password"
    public static let sample = "a long and private sentence"
}

/// A password that somebody types to sign in: whether it could be chosen today is not asked.
public enum PasswordRule: TextRule {
    public static let length = 1...128
    public static let format: String? = "password"
    public static let sample = "a long and private sentence"
}

/// An email address or a username.
public enum LoginRule: TextRule {
    public static let length = 1...254
    public static let sample = "ada@example.com"
}

/// A country by its two letters (ISO 3166-1).
public enum CountryRule: TextRule {
    public static let length = 2...2
    public static let pattern: String? = "^[A-Z]{2}$"
    public static let sample = "IE"
    public static let expected = "a country's two capital letters such as IE"

    public static func accepts(_ text: String) -> Bool { Countries.codes.contains(text) }
}

/// A telephone number in international form (E.164).
public enum PhoneRule: TextRule {
    public static let length = 8...16
    public static let pattern: String? = "^\\+[1-9][0-9]{6,14}$"
    public static let sample = "+353861234567"
    public static let expected = "a number in international form such as +353861234567"

    public static func accepts(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return text.hasPrefix("+") && digits.first != UInt8(ascii: "0")
            && digits.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// A language, with a region where that matters (BCP 47).
public enum LanguageRule: TextRule {
    public static let length = 2...6
    public static let pattern: String? = "^[a-z]{2,3}(-[A-Z]{2})?$"
    public static let sample = "en-IE"
    public static let expected = "a language such as en, or one with a region such as en-IE"

    public static func accepts(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (2...3).contains(parts[0].count) else { return false }
        let isRegion = parts.dropFirst().allSatisfy { $0.count == 2 && $0.allSatisfy { (0x41...0x5a).contains($0) } }
        return isRegion && parts[0].allSatisfy { (0x61...0x7a).contains($0) }
    }
}

/// A user's id in an outside system.
public enum ExternalIDRule: TextRule {
    public static let length = 1...100
    public static let pattern: String? = "^[!-~]+$"
    public static let sample = "crm:user_123"
    public static let expected = "1 to 100 printable ASCII characters without spaces"

    public static func accepts(_ text: String) -> Bool { text.utf8.allSatisfy { (0x21...0x7e).contains($0) } }
}

public typealias CountryCode = Text<CountryRule>
public typealias ExternalID = Text<ExternalIDRule>
public typealias Email = Text<EmailRule>
public typealias Username = Text<UsernameRule>
