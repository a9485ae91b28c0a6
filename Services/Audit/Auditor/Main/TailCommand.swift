import Auditor
import Foundation
import Messages
import Transparency

extension Command {
    static let tail = Command(
        name: "tail", words: "",
        summary: "Show events of the log as they come",
        explanation: """
            Nothing is verified. Each line begins with the event's place in the log; with --json it is
            {"event":…,"index":…,"place":…}, whose event is what the service wrote, byte for byte, and whose place is for --from.
            """,
        options: AuditLine.options + [
            Option("from", "WHERE", "start, now (the default), an index, a time, or a place SIZE.ROOT"),
            Option("action", "TYPE", "events of this type; with a dot or dash at its end, all that begin so"),
            Option("type", "TYPE", "the same; an older name of it"),
            Option("actor", "WHO", "events that this one caused, such as user:<id> or service:wallet"),
            Option("entity-type", "KIND", "events about this kind of thing"),
            Option("entity", "ID", "events about this one"),
            Option("severity", "LEVEL", "info, warning or critical: so severe or more"),
            Option("trace", "ID", "events of this trace: 32 hexadecimal digits"),
            Option("source", "SERVICE", "events of this service"),
            Option("once", nil, "end where the log ends now"),
        ],
        run: runTail)

    private static func runTail(_ arguments: Arguments, _ output: Output) throws -> ExitCode {
        try arguments.expect()
        let follower = try TailRequest(arguments)
        let line = try AuditLine(arguments)
        let isOnce = arguments.has("once")
        var (place, lost) = (Cursor?.none, false)
        while true {
            let page: LivePage
            do {
                let wait: Int64 = isOnce ? 0 : TailRequest.waitMilliseconds
                page = try line.ask(
                    FollowAuditLog.self, follower.request(after: place, wait: wait), waiting: wait / 1000)
                lost = false
            } catch let fault as Unchecked where place != nil && !isOnce {
                if !lost { Output.warn("\(fault.reason) Trying again.") }
                lost = true
                continue
            }
            for item in page.items { try show(item, output) }
            let isEnd = page.items.isEmpty && page.next == place
            place = page.next
            if isOnce, isEnd { return .verified }
        }
    }

    private struct Line: Encodable {
        let index: Int64
        let place: String
        let type: String
        /// In base64, where the event is no text.
        let base64: String?
    }

    private static func show(_ item: LivePage.Item, _ output: Output) throws {
        guard let place = LogPlace(text: item.id) else { throw Unchecked("the log answers with a place that is none") }
        let (index, coding) = (place.size - 1, WireCoding())
        if output.isJSON {
            if let data = item.data, (try? coding.decode(EventAttributes.self, from: Array(data.utf8))) != nil {
                return output.line("{\"event\":\(data),\"index\":\(index),\"place\":\"\(place.text)\"}")
            }
            return try output.json(Line(index: index, place: place.text, type: item.type, base64: item.base64))
        }
        guard let bytes = item.bytes, let event = try? coding.decode(EventAttributes.self, from: bytes) else {
            return output.line("\(index)  \(item.type)  no readable event")
        }
        let mark = event.severity == .info ? "" : "  \(event.severity.rawValue.uppercased())"
        output.line("\(index)  \(event.time.text)  \(event.type)  \(event.subject)  by \(event.actor)\(mark)")
    }
}

/// What `tail` asks for, page after page.
private struct TailRequest {
    static let waitMilliseconds: Int64 = 10_000

    private let from: Text<AuditStartRule>
    private let actor, action, entityType, entityID, trace: Text<AuditFilterRule>?
    private let severity: Severity?
    private let source: ServiceName?

    init(_ arguments: Arguments) throws {
        func text<Rule: TextRule>(_ name: String, _ rule: Rule.Type) throws -> Text<Rule>? {
            guard let value = arguments.value(name) else { return nil }
            guard let text = Text<Rule>(value) else { throw UsageFault("--\(name): expected \(Rule.expected)") }
            return text
        }
        func word<Value: CaseIterable & RawRepresentable<String>>(_ name: String, _ type: Value.Type) throws -> Value? {
            guard let value = arguments.value(name) else { return nil }
            guard let word = Value(rawValue: value) else {
                throw UsageFault("--\(name) is one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return word
        }
        from = try text("from", AuditStartRule.self) ?? Text(trusted: "now")
        actor = try text("actor", AuditFilterRule.self)
        action = try text("action", AuditFilterRule.self) ?? text("type", AuditFilterRule.self)
        trace = try text("trace", AuditFilterRule.self)
        entityType = try text("entity-type", AuditFilterRule.self)
        entityID = try text("entity", AuditFilterRule.self)
        severity = try word("severity", Severity.self)
        source = try word("source", ServiceName.self)
    }

    func request(after place: Cursor?, wait: Int64) -> FollowAuditLog.Request {
        FollowAuditLog.Request(
            from: from, after: place, actor: actor, action: action, entityType: entityType, entityID: entityID,
            severityAtLeast: severity, traceID: trace, source: source, limit: .most, waitMilliseconds: wait)
    }
}
