import FoundationEssentials
import Messages

/// Server-Sent Events as the HTML standard has them: lines of `field: value`, and an empty line behind each event.
enum EventStreamText {
    /// How long a client is to wait before it connects again.
    static let retryMilliseconds = 1000
    /// The type of the event before the platform ends a stream; its data is the problem.
    static let closed = "closed"

    /// What a stream begins with: how to come again, and the place where it begins.
    static func opening(at place: Cursor) -> String { "retry: \(retryMilliseconds)\n" + mark(place) }

    /// Moves the client's `Last-Event-ID` on without an event.
    static func mark(_ place: Cursor) -> String { "id: \(place.text)\n\n" }

    /// A comment, so that nobody between here and there takes the silence for the end.
    static let beat = ":\n\n"

    /// Nil where an item is not made as it should be.
    static func items(_ page: LivePage) -> String? {
        var text = ""
        for item in page.items {
            guard isLine(item.id), isLine(item.type), let data = data(of: item) else { return nil }
            text += "id: \(item.id)\nevent: \(item.type)\n\(data)\n"
        }
        return text
    }

    static func closing(_ problem: [UInt8]) -> String {
        "event: \(closed)\n" + lines(String(decoding: problem, as: UTF8.self)) + "\n"
    }

    /// Bytes that are no text come as JSON with them in base64.
    private static func data(of item: LivePage.Item) -> String? {
        guard let bytes = item.bytes else { return nil }
        if let text = item.data, !bytes.contains(13) { return lines(text) }
        return "data: {\"base64\":\"\(Data(bytes).base64EncodedString())\"}\n"
    }

    /// A reader puts the lines together again with line breaks between them.
    private static func lines(_ text: String) -> String {
        text.utf8.split(separator: 10, omittingEmptySubsequences: false)
            .map { "data: \(String(Substring($0)))\n" }.joined()
    }

    private static func isLine(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }
}
