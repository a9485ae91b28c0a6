/// Who of the outsiders asks over which connections: so many in all and so many each, because what a connection may keep in
/// memory is bounded for it alone.
struct PeerConnections {
    static let limit = 128
    static let limitPerPeer = 16

    /// Whose they are, known by what came over them.
    private var asking: [Int32: String] = [:]
    /// The others, those that began first before the rest.
    private var silent: [Int32] = []

    mutating func begin(_ number: Int32) { silent.append(number) }

    mutating func end(_ number: Int32) {
        asking[number] = nil
        silent.removeAll { $0 == number }
    }

    /// Those that are too many, and are gone for it. Who opens them without end and proves nothing soon loses their own,
    /// and who asks for something keeps theirs.
    mutating func takeExcess() -> [Int32] {
        let excess = Array(silent.prefix(max(0, asking.count + silent.count - PeerConnections.limit)))
        silent.removeFirst(excess.count)
        return excess
    }

    /// Whether it is there still: a message may come in after its connection has ended.
    func has(_ number: Int32) -> Bool { asking[number] != nil || silent.contains(number) }

    /// Whether a peer is heard over this one: not where as many are the peer's already as may be.
    mutating func admit(_ number: Int32, of peer: String) -> Bool {
        if asking[number] == peer { return true }
        guard asking.values.count(where: { $0 == peer }) < PeerConnections.limitPerPeer else { return false }
        silent.removeAll { $0 == number }
        asking[number] = peer
        return true
    }
}
