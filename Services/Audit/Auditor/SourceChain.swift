import Crypto

/// The events of one source as they follow one another: each numbered one more than the one before, and linked to it.
struct SourceChain: Equatable, Sendable {
    /// What the first event of all is linked to.
    static let firstLink = [UInt8](repeating: 0, count: SHA256.byteCount)

    static func link(after link: [UInt8], _ body: [UInt8]) -> [UInt8] { SHA256.hash(parts: link, body) }

    private(set) var incarnation: Int64 = 0
    private(set) var sequence: Int64 = 0
    /// Of the event that came last.
    private(set) var link = SourceChain.firstLink
    /// Of the event with the highest number, which is what the log's head names.
    private(set) var headLink = SourceChain.firstLink

    init() {}

    /// As it was before.
    init(incarnation: Int64, sequence: Int64, link: [UInt8], headLink: [UInt8]) {
        (self.incarnation, self.sequence, self.link, self.headLink) = (incarnation, sequence, link, headLink)
    }

    /// What is wrong with this event's coming now, in words; nil where it is the one that was to come.
    func gap(before facts: EventFacts) -> String? {
        if facts.incarnation == incarnation, facts.sequence == sequence + 1 { return nil }
        if incarnation == 0 {
            return facts.incarnation == 1 && facts.sequence == 1
                ? nil : "the first event of \(facts.source) is \(facts.incarnation)/\(facts.sequence)"
        }
        if facts.incarnation == incarnation, facts.sequence > sequence {
            return "events \(sequence + 1) to \(facts.sequence - 1) of \(facts.source) are missing"
        }
        return "\(facts.source) goes on from \(incarnation)/\(sequence) with \(facts.incarnation)/\(facts.sequence)"
    }

    /// The same as a finding; nil also where it is known why: a database was put back, and the source went on in a new life.
    /// - Parameter breaks: the events with which such lives began, by their names.
    func finding(before facts: EventFacts, at index: Int64, known breaks: Set<String>) -> Finding? {
        guard let gap = gap(before: facts) else { return nil }
        let isBreak = incarnation > 0 && facts.incarnation > incarnation
        if isBreak, breaks.contains(facts.text) { return nil }
        return Finding(.sourceGap, gap, index: index, event: isBreak ? facts.text : nil)
    }

    mutating func advance(to facts: EventFacts, link: [UInt8]) {
        self.link = link
        guard (facts.incarnation, facts.sequence) > (incarnation, sequence) else { return }
        (incarnation, sequence, headLink) = (facts.incarnation, facts.sequence, link)
    }
}
