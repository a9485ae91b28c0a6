public import Messages
import Transparency

/// Receipts as people keep them: what the API answered, one receipt out of it, or the bare text of a proof with the event
/// beside it.
public struct ReceiptFile: Sendable {
    public struct Item: Sendable {
        public let receipt: Receipt
        /// What the event's own bytes say, where they are there. The words around them prove nothing.
        public let event: EventAttributes?
    }

    public static let byteLimit = 64 << 20

    private struct Line: Decodable {
        let type: String?
        let time: Timestamp?
        let event: ProvenEvent
        let proof: String
    }

    private struct Answer: Decodable {
        let items: [Line]
        let traceID: String?
        let withheld: Int64?
        let next: String?

        enum CodingKeys: String, CodingKey { case items, traceID = "trace_id", withheld, next }
    }

    public let items: [Item]
    /// Whether the answer said that there are more.
    public let isPart: Bool

    /// - Parameter event: the event's bytes, for a proof that comes without.
    public init(_ bytes: [UInt8], event: [UInt8]? = nil) throws(Finding) {
        let coding = WireCoding()
        if let answer = try? coding.decode(Answer.self, from: bytes) {
            items = try ReceiptFile.items(answer.items, trace: answer.traceID)
            isPart = answer.next != nil || (answer.withheld ?? 0) > 0
        } else if let line = try? coding.decode(Line.self, from: bytes) {
            (items, isPart) = (try ReceiptFile.items([line], trace: nil), false)
        } else if let text = String(validating: bytes, as: UTF8.self), text.hasPrefix("c2sp.org/tlog-proof@") {
            guard let event else {
                throw Finding(
                    .malformedLine, "this is a proof alone; the event that it is of is named with --event FILE")
            }
            (items, isPart) = ([ReceiptFile.item(try Receipt(body: event, proof: text), event)], false)
        } else {
            throw Finding(.malformedLine, "this is neither receipts as the API answers them nor a tlog-proof")
        }
    }

    private static func items(_ lines: [Line], trace: String?) throws(Finding) -> [Item] {
        var items: [Item] = []
        for line in lines {
            let event = line.event
            let body = event.body.map { Array($0.utf8) } ?? event.bodyBase64.flatMap(Base64.decode)
            let receipt = try Receipt(body: body, leaf: HashText.decode(Array(event.leafHash.utf8)), proof: line.proof)
            guard receipt.index == event.index else {
                throw Finding(
                    .wrongProof, "the receipt is of event \(event.index), and its proof of event \(receipt.index)",
                    index: event.index)
            }
            guard body != nil || event.retainedUntil != nil else {
                throw Finding(.bytesMissing, Finding.bytesMissing, index: event.index)
            }
            let said = EventFacts(
                source: event.source.rawValue, incarnation: event.incarnation, sequence: event.sequence)
            if let facts = body.flatMap(EventFacts.init), facts != said {
                throw misnamed(event, said.text, facts.text)
            }
            let item = item(receipt, body)
            if let itself = item.event { try hold(line, against: itself, trace: trace) }
            items.append(item)
        }
        return items
    }

    /// What is said of an event around its bytes must be what they say.
    private static func hold(_ line: Line, against event: EventAttributes, trace: String?) throws(Finding) {
        if let type = line.type, type != event.type { throw misnamed(line.event, type, event.type) }
        if let time = line.time, time != event.time { throw misnamed(line.event, time.text, event.time.text) }
        let parts = event.traceparent.split(separator: "-", omittingEmptySubsequences: false)
        if let trace, parts.count < 2 || parts[1] != trace { throw misnamed(line.event, trace, event.traceparent) }
    }

    private static func misnamed(_ event: ProvenEvent, _ said: String, _ itself: String) -> Finding {
        Finding(.misnamedEvent, "the receipt says \(said), the event itself \(itself)", index: event.index)
    }

    private static func item(_ receipt: Receipt, _ body: [UInt8]?) -> Item {
        Item(receipt: receipt, event: body.flatMap { try? WireCoding().decode(EventAttributes.self, from: $0) })
    }
}
