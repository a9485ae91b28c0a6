import Messages
import Synchronization
import Testing

@testable import Host

@Suite("Refused keys") struct RefusedKeyTests {
    private final class Lines: Sendable {
        let all = Mutex<[[String: String]]>([])
    }

    private let lines = Lines()
    private let start = Timestamp(milliseconds: 1_800_000_000_000)

    private func door() -> RefusedKeys {
        RefusedKeys(at: "peers") { [lines] fields in lines.all.withLock { $0.append(fields) } }
    }

    private var keys: [String?] { lines.all.withLock { $0.map { $0["key"] } } }

    @Test("are told of once in a minute each, however often their holders try")
    func once() {
        let door = door()
        for round in 0..<100 {
            door.add("a", from: "10.0.0.1", at: start.adding(milliseconds: Int64(round)))
            door.add("b", from: "", at: start.adding(milliseconds: Int64(round)))
        }
        #expect(keys == ["a", "b"])
        door.add("a", from: "10.0.0.1", at: start.adding(milliseconds: RefusedKeys.pause))
        let last = lines.all.withLock { $0.last }
        #expect(
            last == ["door": "peers", "key": "a", "address": "10.0.0.1", "refused_since_the_last_line": "198"])
    }

    @Test("of a flood of new ones are so many in a minute, and go on being told of when it is over")
    func flood() {
        let door = door()
        for number in 0..<1000 { door.add("key \(number)", from: "", at: start) }
        #expect(keys.count == RefusedKeys.keysAtOnce)
        door.add(nil, from: "", at: start.adding(milliseconds: RefusedKeys.pause))
        #expect(keys.last == "none")
    }
}
