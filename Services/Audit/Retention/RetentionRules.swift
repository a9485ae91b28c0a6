public import Messages
public import Storage

/// How long the bytes of events are kept, by what they are kept for. Their hashes stay, and what they are found by.
public struct RetentionRules: Sendable, Equatable {
    /// What is forgotten of sign-ins elsewhere on the platform is forgotten here too.
    public static let standard = "sign_ins:400,technical:400"
    private static let most: Int64 = 36_500

    /// In days; what is not named is kept for good.
    let days: [RetentionClass: Int64]

    /// All of them, for good.
    public static let forever = RetentionRules(days: [:])

    private init(days: [RetentionClass: Int64]) { self.days = days }

    /// From a list such as `sign_ins:400,technical:90`; nil where it is none.
    public init?(_ text: String) {
        var days: [RetentionClass: Int64] = [:]
        for part in text.split(separator: ",") {
            let words = part.split(separator: ":", omittingEmptySubsequences: false)
            guard words.count == 2, let name = RetentionClass(rawValue: String(words[0])), name != .unknown,
                let count = Int64(words[1]), (1...RetentionRules.most).contains(count),
                days.updateValue(count, forKey: name) == nil
            else { return nil }
        }
        self.days = days
    }

    /// In a fixed order, so that runs are alike.
    var classes: [(RetentionClass, seconds: Int64)] {
        RetentionClass.allCases.compactMap { name in days[name].map { (name, $0 * 86_400) } }
    }
}

extension RetentionClass {
    /// What an event is kept for. What cannot be read is evidence, and critical.
    static func of(type: String, severity: Severity) -> RetentionClass {
        if ["wallet.", "betting.", "raffle."].contains(where: type.hasPrefix) { return .money }
        if severity == .critical { return .security }
        if ["identity.session-", "identity.sign-in-"].contains(where: type.hasPrefix) { return .signIns }
        return type.hasPrefix("identity.") ? .security : .technical
    }
}

extension RetentionClass: StorageValue {}
