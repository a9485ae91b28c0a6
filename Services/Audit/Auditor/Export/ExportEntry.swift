import Transparency

/// A line of an export: an event, what the log says of it, and the proof.
struct ExportEntry {
    /// What the platform writes as an event has no more hashes in its proof than a tree has levels.
    private static let proofLimit = 63

    private(set) var index: Int64 = -1
    private(set) var facts = EventFacts(source: "", incarnation: 0, sequence: 0)
    /// The event's bytes; nil where they are not kept any more.
    private(set) var body: [UInt8]?
    /// Whether the line says until when they were.
    private(set) var isRetention = false
    private(set) var leaf: [UInt8] = []
    private(set) var link: [UInt8] = []
    /// The hashes' text, one behind the other.
    private(set) var proof: [UInt8] = []

    /// Nil where the line is JSON and no entry.
    init?(_ line: [UInt8]) throws(JSONReader.Fault) {
        var reader = JSONReader(line)
        var (source, incarnation, sequence): (String?, Int64?, Int64?)
        var isWhole = true
        do {
            try reader.object { name, value in
                switch name {
                case "index": index = try value.integer()
                case "source": source = String(decoding: try value.string(), as: UTF8.self)
                case "incarnation": incarnation = try value.integer()
                case "sequence": sequence = try value.integer()
                case "leaf_hash": leaf = HashText.decode(try value.string()) ?? []
                case "link": link = HashText.decode(try value.string()) ?? []
                case "body": if !value.takesNull() { body = try value.string() }
                case "body_base64": body = Base64.decode(String(decoding: try value.string(), as: UTF8.self))
                case "retained_until": isRetention = !value.takesNull()
                case "proof":
                    proof.reserveCapacity(32 * HashText.length)
                    try value.array { element in
                        let hash = try element.string()
                        isWhole = isWhole && hash.count == HashText.length
                        proof += hash
                        guard proof.count <= ExportEntry.proofLimit * HashText.length else { throw JSONReader.Fault() }
                    }
                default: break
                }
            }
            try reader.end()
        } catch {
            throw JSONReader.Fault()
        }
        guard isWhole, let source, let incarnation, let sequence, index >= 0, !leaf.isEmpty, !link.isEmpty else {
            return nil
        }
        facts = EventFacts(source: source, incarnation: incarnation, sequence: sequence)
    }
}
