/// What a service calls a check of its own.
public enum CheckNameRule: TextRule {
    public static let length = 1...40
    public static let pattern: String? = "^[a-z-]{1,40}$"
    public static let sample = "stakes"
    public static let expected = "1 to 40 small letters and hyphens"

    public static func accepts(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }
}
public typealias CheckName = Text<CheckNameRule>

/// Has a service make its checks of its own now. One that is under way goes on.
public enum RunServiceChecks: Command {
    public typealias Request = Nothing
    public struct Reply: Codable, Sendable {
        /// Those that are under way by now.
        public let checks: [CheckName]

        public init(checks: [CheckName]) { self.checks = checks }
    }
    public static let name = "runtime.run-checks"
    public static let summary = "Have this service check what it keeps"
    public static let access = Access.services([.audit])
}

// What a service tells of its checks. Audit shows each by service and name, whichever there are.

/// A service begins a check of its own.
public struct ServiceCheckStarted: Event {
    public static let type = "runtime.check-started"
    public let check: CheckName
    /// About how many things there are to look at.
    public let total: Int64
    public var subject: Subject { Subject("check", check.text) }

    public init(_ check: CheckName, total: Int64) { (self.check, self.total) = (check, total) }
}

/// Another tenth is done.
public struct ServiceCheckAdvanced: Event {
    public static let type = "runtime.check-advanced"
    public let check: CheckName
    public let checked: Int64
    public let total: Int64
    public let violations: Int64
    public var subject: Subject { Subject("check", check.text) }

    public init(_ check: CheckName, checked: Int64, total: Int64, violations: Int64) {
        (self.check, self.checked, self.total, self.violations) = (check, checked, total, violations)
    }
}

/// A service has made a check of its own.
public struct ServiceCheckFinished: Event {
    public static let type = "runtime.check-finished"
    public let check: CheckName
    public let checked: Int64
    public let violations: Int64
    public var subject: Subject { Subject("check", check.text) }

    public init(_ check: CheckName, checked: Int64, violations: Int64) {
        (self.check, self.checked, self.violations) = (check, checked, violations)
    }
}

/// A check could not be made to its end: whom it asks refused, or nothing moved for too long.
public struct ServiceCheckFailed: Event {
    public static let type = "runtime.check-failed"
    public static let severity = Severity.warning
    public let check: CheckName
    /// How far it got, and what it had found by then.
    public let checked: Int64
    public let violations: Int64
    public let problem: String
    public var subject: Subject { Subject("check", check.text) }

    public init(_ check: CheckName, checked: Int64, violations: Int64, problem: String) {
        (self.check, self.checked, self.violations, self.problem) = (check, checked, violations, problem)
    }
}

/// What a service keeps is not as it must be. Told after a run that found something, also one that failed.
public struct ServiceCheckViolated: Event {
    /// More than this are counted and not told.
    public static let foundLimit = 50

    public static let type = "runtime.check-violated"
    public static let severity = Severity.critical
    public let check: CheckName
    public let violations: Int64
    /// The first of them, in words.
    public let found: [String]
    public var subject: Subject { Subject("check", check.text) }

    public init(_ check: CheckName, violations: Int64, found: [String]) {
        (self.check, self.violations, self.found) = (check, violations, found)
    }
}
