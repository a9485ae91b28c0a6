extension EventAttributes {
    /// What an event's stored bytes say of it. They are nearly always just as `EventRecord.bytes` writes them and in plain
    /// letters: those are gone through once, in a tenth of a decoder's time. Whatever is otherwise the decoder reads, so that
    /// this never says of any bytes what the decoder would not.
    public init(_ body: [UInt8], _ coding: WireCoding) throws {
        let plain = body.withUnsafeBufferPointer { bytes in
            var reader = PlainEvent(bytes)
            return reader.attributes()
        }
        self = try plain ?? coding.decode(EventAttributes.self, from: body)
    }
}

/// The bytes of an event, gone through member after member in the order in which they are written. Nil is not known to be
/// wrong, but not plain.
private struct PlainEvent {
    private static let depthLimit = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func attributes() -> EventAttributes? {
        guard let actor = text("{\"actor\":"), let causation = text(",\"causation\":") else { return nil }
        let credential = text(",\"credential\":")
        guard take(",\"data\":"), skipValue(0), let version = number(",\"dataversion\":"), text(",\"id\":") != nil,
            let incarnation = number(",\"incarnation\":"), let sequence = sequence(),
            let severity = text(",\"severity\":").flatMap({ Severity(rawValue: $0) }), text(",\"source\":") != nil,
            text(",\"specversion\":") != nil, let subject = text(",\"subject\":"),
            let time = text(",\"time\":").flatMap({ Timestamp($0) }), let trace = text(",\"traceparent\":"),
            let type = text(",\"type\":"), take("}"), place == bytes.count, let version = Int(exactly: version)
        else { return nil }
        return EventAttributes(
            type: type, version: version, subject: subject, time: time, number: sequence, incarnation: incarnation,
            severity: severity, actor: actor, credential: credential, causation: causation, traceparent: trace)
    }

    // MARK: - Members

    private mutating func take(_ text: StaticString) -> Bool {
        let end = place + text.utf8CodeUnitCount
        guard end <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where bytes[place + index] != text.utf8Start[index] { return false }
        place = end
        return true
    }

    private mutating func text(_ name: StaticString) -> String? {
        let before = place
        guard take(name), let inside = string() else {
            place = before
            return nil
        }
        return String(decoding: bytes[inside], as: UTF8.self)
    }

    private mutating func number(_ name: StaticString) -> Int64? {
        guard take(name) else { return nil }
        let digits = place
        guard skipNumber() else { return nil }
        var value: Int64 = 0
        for byte in bytes[digits..<place] {
            guard byte != UInt8(ascii: "-") else { return nil }
            let (ten, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isTooMuch) = ten.addingReportingOverflow(Int64(byte - 0x30))
            guard !isTooLarge, !isTooMuch else { return nil }
            value = sum
        }
        return value
    }

    private mutating func sequence() -> EventNumber? {
        let before = place
        if let text = text(",\"sequence\":") { return EventNumber(text: text) }
        place = before
        return number(",\"sequence\":").map { EventNumber($0) }
    }

    // MARK: - Values

    /// What stands between the quotes, where each byte stands for itself.
    private mutating func string() -> Range<Int>? {
        guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { return nil }
        let start = place + 1
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
            guard (0x20...0x7e).contains(bytes[end]), bytes[end] != UInt8(ascii: "\\") else { return nil }
            end += 1
        }
        guard end < bytes.count else { return nil }
        place = end + 1
        return start..<end
    }

    /// A whole number as JSON has it.
    private mutating func skipNumber() -> Bool {
        if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
        let first = place
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
        return place > first && (place == first + 1 || bytes[first] != 0x30)
            && (place == bytes.count || ![0x2e, 0x45, 0x65].contains(bytes[place]))
    }

    private mutating func skipValue(_ depth: Int) -> Bool {
        guard place < bytes.count, depth < PlainEvent.depthLimit else { return false }
        switch bytes[place] {
        case UInt8(ascii: "\""): return string() != nil
        case UInt8(ascii: "{"):
            return skipMembers(until: "}") { reader in
                reader.string() != nil && reader.take(":") && reader.skipValue(depth + 1)
            }
        case UInt8(ascii: "["): return skipMembers(until: "]") { $0.skipValue(depth + 1) }
        case UInt8(ascii: "t"): return take("true")
        case UInt8(ascii: "f"): return take("false")
        case UInt8(ascii: "n"): return take("null")
        default: return skipNumber()
        }
    }

    private mutating func skipMembers(until end: StaticString, _ skip: (inout PlainEvent) -> Bool) -> Bool {
        place += 1
        if take(end) { return true }
        repeat {
            guard skip(&self) else { return false }
        } while take(",")
        return take(end)
    }
}
