import FoundationEssentials

/// The part of an auditor who follows the log from its beginning, stream after stream, each of which begins where the one
/// before broke off.
final class AuditorScript: Script {
    private let story: Story
    private let app: AuthenticatorApp
    /// How many streams were had since the faults are over.
    private var calmStreams = 0

    init(story: Story, app: AuthenticatorApp) { (self.story, self.app) = (story, app) }

    func next(_ client: Client) -> Deed {
        guard app.isInUse else { return story.isSettling ? .done : .rest(150) }
        guard client.token != nil else { return .signIn }
        if story.isSettling, calmStreams >= 2 { return .done }
        let call = Call.get("/v1/audit/stream?from=start")
        return .follow(call, after: story.followed.last?.place) { [self] answer in try take(answer) }
    }

    private func take(_ answer: Answer?) throws {
        guard let answer, answer.isDefinite else { return }
        try answer.expect("a stream")
        let events = Self.events(String(decoding: answer.body, as: UTF8.self))
        if story.isSettling { calmStreams += 1 }
        for event in events {
            if event.type == "closed" {
                guard event.data.contains(#""code":"unauthenticated""#) else { throw Violation("a stream", event.data) }
            } else {
                story.followed.append(.init(place: event.id, data: event.data))
            }
        }
    }

    private struct Event {
        var (id, type, data) = ("", "", "")
    }

    /// The whole events of what has come; the last may have been broken off.
    private static func events(_ text: String) -> [Event] {
        let blocks = text.components(separatedBy: "\n\n").dropLast()
        return blocks.compactMap { block in
            var event = Event()
            for line in block.components(separatedBy: "\n") {
                if line.hasPrefix("id: ") { event.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { event.type = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
            }
            return event.type.isEmpty ? nil : event
        }
    }
}
