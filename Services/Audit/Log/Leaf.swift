import Messages

/// What the log keeps of an event beside its bytes, for finding it again.
struct Leaf: Equatable {
    let incarnation: Int64
    let sequence: Int64
    let type: String
    let actor: String
    let causation: String
    let subjectKind: String
    let subjectID: String
    let severity: Severity
    let trace: String
    let time: Timestamp
}

extension Leaf {
    init(_ attributes: EventAttributes) {
        (incarnation, sequence) = (attributes.incarnation, attributes.sequence)
        (type, actor, causation) = (attributes.type, attributes.actor, attributes.causation)
        let subject = attributes.subject.utf8
        let slash = subject.firstIndex(of: UInt8(ascii: "/")) ?? subject.endIndex
        subjectKind = String(Substring(subject[..<slash]))
        subjectID = String(Substring(subject[slash...].dropFirst()))
        (severity, time) = (attributes.severity, attributes.time)
        // W3C trace context: version, trace, parent, flags.
        trace = String(attributes.traceparent.dropFirst(3).prefix(32))
    }

    /// For bytes that cannot be read: they are kept all the same, where they were to be expected.
    init(unreadableAt sequence: Int64, incarnation: Int64, time: Timestamp) {
        (self.incarnation, self.sequence, self.time) = (incarnation, sequence, time)
        (type, actor, causation, subjectKind, subjectID, trace) = ("", "", "", "", "", "")
        severity = .critical
    }
}
