/// The name that others are shown.
public enum DisplayNameRule: NameRule {
    public static let length = 1...100
    public static let sample = "Ada"
}

/// A person's full name, as their documents have it.
public enum FullNameRule: NameRule {
    public static let length = 1...200
    public static let sample = "Ada Lovelace"
}

/// A sport by a short name.
public enum SportNameRule: NameRule {
    public static let length = 1...40
    public static let sample = "football"
}
