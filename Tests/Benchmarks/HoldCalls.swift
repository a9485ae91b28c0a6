import Crypto
import Host
import Messages

/// The calls that a betting service makes to have stakes put aside, in their order and numbered as the wallet expects.
struct HoldCalls {
    struct Call {
        let sequence: Int64
        let body: [UInt8]
        fileprivate let person: Int
    }

    let bettors: Bettors
    private let coding = WireCoding()
    private let entropy = SeededEntropy(seed: 2)
    private(set) var lastSequence: Int64 = 0
    /// All of a header that depends on the person alone.
    private let fixedLines: [[UInt8]]

    init(_ bettors: Bettors) {
        self.bettors = bettors
        fixedLines = bettors.people.map { person in
            let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            return Array("\nactor user:\(person.user)\ntrace \(trace)\nstatement \(person.throughBetting)".utf8)
        }
    }

    /// Makes calls before their time is measured; people take turns.
    mutating func make(_ count: Int) throws -> [Call] {
        let stake = Money(Amount(100), Currency(code: "EUR", scale: 2))
        return try (0..<count).map { _ in
            lastSequence += 1
            let turn = Int(lastSequence) % bettors.people.count
            let now = SystemClock.now
            let hold = ID<Hold>(at: now, randomness: (entropy.next(), entropy.next()))
            let request = PlaceHold.Request(
                hold: hold, user: bettors.people[turn].user, money: stake,
                purpose: "bet/\(ID<Hold>(at: now, randomness: (entropy.next(), entropy.next())))")
            return Call(sequence: lastSequence, body: try coding.encode(request), person: turn)
        }
    }

    func header(of call: Call, floor: Int64) -> [UInt8] {
        let sequence = call.sequence
        let numbers =
            "croupier/1 call\noperation \(PlaceHold.name)\nsequence \(sequence)\nfloor \(floor)\nincarnation 1"
        return Array((numbers + "\nreference 1:\(sequence)").utf8) + fixedLines[call.person]
    }
}
