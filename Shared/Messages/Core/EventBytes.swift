extension EventRecord {
    /// The bytes in which it is stored and hashed: exactly those that `WireCoding.encode` makes of it. Only the data is left
    /// to the encoder, because every change of state waits for these bytes and the members around it are always the same.
    public func bytes(_ coding: WireCoding) throws -> [UInt8] {
        var json = ObjectBytes(coding)
        try json.add("{\"actor\":", actor)
        try json.add(",\"causation\":", causation)
        if let credential { try json.add(",\"credential\":", credential) }
        json.add(",\"data\":", try coding.encode(data))
        json.add(",\"dataversion\":", Int64(dataversion))
        try json.add(",\"id\":", id)
        json.add(",\"incarnation\":", incarnation)
        try json.add(",\"sequence\":", EventNumber(sequence).text)
        try json.add(",\"severity\":", severity.rawValue)
        try json.add(",\"source\":", source)
        try json.add(",\"specversion\":", specversion)
        try json.add(",\"subject\":", subject)
        try json.add(",\"time\":", time.text)
        try json.add(",\"traceparent\":", traceparent)
        try json.add(",\"type\":", type)
        json.bytes.append(UInt8(ascii: "}"))
        return json.bytes
    }
}

/// An object as it grows, member after member in the order of their names.
private struct ObjectBytes {
    var bytes: [UInt8] = []
    private let coding: WireCoding

    init(_ coding: WireCoding) {
        self.coding = coding
        bytes.reserveCapacity(1024)
    }

    mutating func add(_ name: StaticString, _ json: [UInt8]) {
        add(name)
        bytes += json
    }

    mutating func add(_ name: StaticString, _ number: Int64) {
        add(name)
        bytes += String(number).utf8
    }

    /// What stands for itself in JSON is copied; how the rest is written is the encoder's to know.
    mutating func add(_ name: StaticString, _ text: String) throws {
        add(name)
        if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        {
            bytes.append(UInt8(ascii: "\""))
            bytes += text.utf8
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes += try coding.encode(text)
        }
    }

    private mutating func add(_ name: StaticString) {
        name.withUTF8Buffer { bytes += $0 }
    }
}
