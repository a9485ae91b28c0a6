/// What searches, exports and followers choose events by. Each narrows what the others leave.
public protocol AuditTraits: Codable, Sendable {
    /// As in the event: `user:<id>`, `service:<name>`, `anonymous`.
    var actor: Text<AuditFilterRule>? { get }
    /// The event's type, or with a dot or dash at its end the beginning of one: `wallet.`, `wallet.deposit-`.
    var action: Text<AuditFilterRule>? { get }
    /// The kind of thing that it happened to, as its subject names it.
    var entityType: Text<AuditFilterRule>? { get }
    var entityID: Text<AuditFilterRule>? { get }
    var severity: Severity? { get }
    /// This severity or a graver one.
    var severityAtLeast: Severity? { get }
    /// 32 hexadecimal digits.
    var traceID: Text<AuditFilterRule>? { get }
    var source: ServiceName? { get }
}

/// What searches and exports choose events by.
public protocol AuditFilters: AuditTraits {
    /// Taken in at this time or later.
    var from: Timestamp? { get }
    /// Taken in before this time.
    var to: Timestamp? { get }
}

extension AuditFilters {
    /// Those that are given, by name.
    public var named: [String: String] {
        let all: [(String, String?)] = [
            ("from", from?.text), ("to", to?.text), ("actor", actor?.text), ("action", action?.text),
            ("entity_type", entityType?.text), ("entity_id", entityID?.text), ("severity", severity?.rawValue),
            ("severity_at_least", severityAtLeast?.rawValue), ("trace_id", traceID?.text),
            ("source", source?.rawValue),
        ]
        return Dictionary(uniqueKeysWithValues: all.compactMap { name, value in value.map { (name, $0) } })
    }
}

public enum AuditFilterRule: TextRule {
    public static let length = 1...200
    public static let sample = "betting.bet-placed"
}
