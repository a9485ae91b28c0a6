import Crypto
import Host
import Messages

/// The calls that a betting service makes to have stakes put aside and captured, in their order and numbered as the wallet
/// expects.
struct HoldCalls {
    struct Call {
        let sequence: Int64
        let body: [UInt8]
        let hold: ID<Hold>?
        fileprivate let operation: String
        fileprivate let person: Int
    }

    let bettors: Bettors
    private let coding = WireCoding()
    private let entropy = SeededEntropy(seed: 2)
    private var shuffling = SystemRandomNumberGenerator()
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
            return Call(
                sequence: lastSequence, body: try coding.encode(request), hold: hold, operation: PlaceHold.name,
                person: turn)
        }
    }

    /// The captures of holds, in another order than they were placed in, each into one of so many escrows.
    mutating func captures(of placed: [Call], into escrows: Int) throws -> [Call] {
        try placed.compactMap(\.hold).shuffled(using: &shuffling).enumerated().map { index, hold in
            lastSequence += 1
            let escrow = "event/\(escrows)-\(index % escrows)"
            let request = CaptureHold.Request(hold: hold, escrow: escrow, kind: .betPlaced)
            return Call(
                sequence: lastSequence, body: try coding.encode(request), hold: nil, operation: CaptureHold.name,
                person: 0)
        }
    }

    /// Payments to people out of one escrow, so many a command.
    mutating func payments(_ count: Int, each: Int, from escrow: String) throws -> [Call] {
        try (0..<count / each).map { command in
            lastSequence += 1
            let payments = (0..<each).map { index in
                PayFromEscrow.Payment(
                    winner: bettors.people[(command * each + index) % bettors.people.count].user,
                    money: Money(Amount(100), Currency(code: "EUR", scale: 2)), kind: .betPayout, purpose: "bet/1")
            }
            let request = PayFromEscrow.Request(escrow: escrow, payments: payments)
            return Call(
                sequence: lastSequence, body: try coding.encode(request), hold: nil, operation: PayFromEscrow.name,
                person: 0)
        }
    }

    func header(of call: Call, floor: Int64) -> [UInt8] {
        let sequence = call.sequence
        let numbers =
            "croupier/1 call\noperation \(call.operation)\nsequence \(sequence)\nfloor \(floor)\nincarnation 1"
        return Array((numbers + "\nreference 1:\(sequence)").utf8) + fixedLines[call.person]
    }
}
