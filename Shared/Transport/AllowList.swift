import Synchronization

/// Which keys may connect, and the names by which their holders are known. Read by one thread, replaced by any.
final class AllowList: Sendable {
    private let names: Mutex<[[UInt8]: String]>
    private let refused = Atomic<Int>(0)

    init(_ peers: [String: String]) throws(TransportError) {
        names = Mutex(try Self.decoded(peers))
    }

    func replace(_ peers: [String: String]) throws(TransportError) {
        let decoded = try Self.decoded(peers)
        names.withLock { $0 = decoded }
    }

    /// The name of the key's holder; nil refuses, and is counted.
    func admit(_ key: [UInt8]?) -> String? {
        if let key, let name = names.withLock({ $0[key] }) { return name }
        refused.add(1, ordering: .relaxed)
        return nil
    }

    var refusals: Int { refused.load(ordering: .relaxed) }

    private static func decoded(_ peers: [String: String]) throws(TransportError) -> [[UInt8]: String] {
        var names: [[UInt8]: String] = [:]
        for (key, name) in peers {
            // The name travels as a C string, and an empty one is how ZeroMQ says that nobody was authenticated.
            guard (1...255).contains(name.utf8.count), !name.utf8.contains(0) else { throw .invalidPeerName(name) }
            names[try CurveKey.bytes(key)] = name
        }
        return names
    }
}
