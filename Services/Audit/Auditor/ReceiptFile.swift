import Messages
import Transparency

/// Receipts as people keep them: what the API answered, one receipt out of it, or the bare text of a proof with the event
/// beside it.
public struct ReceiptFile: Sendable {
    public struct Item: Sendable {
        public let receipt: Receipt
        /// The event's type, where its bytes are there and say so.
        public let type: String?
    }

    public static let byteLimit = 64 << 20

    private struct Line: Decodable {
        let event: ProvenEvent
        let proof: String
    }

    private struct Answer: Decodable {
        let items: [Line]
        let withheld: Int64?
        let next: String?
    }

    public let items: [Item]
    /// Whether the answer said that there are more.
    public let isPart: Bool

    /// - Parameter event: the event's bytes, for a proof that comes without.
    public init(_ bytes: [UInt8], event: [UInt8]? = nil) throws(Finding) {
        let coding = WireCoding()
        if let answer = try? coding.decode(Answer.self, from: bytes) {
            (items, isPart) = (try ReceiptFile.items(answer.items), answer.next != nil || (answer.withheld ?? 0) > 0)
        } else if let line = try? coding.decode(Line.self, from: bytes) {
            (items, isPart) = (try ReceiptFile.items([line]), false)
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

    private static func items(_ lines: [Line]) throws(Finding) -> [Item] {
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
            let said = EventFacts(
                source: event.source.rawValue, incarnation: event.incarnation, sequence: event.sequence)
            if let facts = body.flatMap(EventFacts.init), facts != said {
                throw Finding(
                    .misnamedEvent, "the receipt says \(said.text), the event itself \(facts.text)", index: event.index)
            }
            items.append(item(receipt, body))
        }
        return items
    }

    private static func item(_ receipt: Receipt, _ body: [UInt8]?) -> Item {
        let type = body.flatMap { try? WireCoding().decode(EventAttributes.self, from: $0) }?.type
        return Item(receipt: receipt, type: type)
    }
}
