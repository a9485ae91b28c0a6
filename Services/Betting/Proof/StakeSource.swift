import Messages
import Storage

/// A kind of stake that betting takes, as it is proven against the wallet: whoever adds one, with tables and escrow
/// accounts of its own, makes a source of its rows and names it in `StakeProof.sources`; nothing else is to be done for it.
protocol StakeSource: Sendable {
    /// About how many stakes there are. Must cost little.
    func count(in database: Connection) throws -> Int64

    /// Stakes by their ids, which grow with time: those behind one and up to another, in order, and no more than the limit.
    /// What a stake says is what must be true in the wallet once all is done that was asked of it so far; so a row, and what
    /// is asked of the wallet for it, change in one transaction.
    func stakes(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedHold]

    /// The stake that a hold was placed for; nil where it is none of this kind, or was given back and is no more.
    func stake(of hold: ID<Hold>, in database: Connection) throws -> ExpectedHold?

    /// The escrow accounts that the stakes go into, likewise.
    func escrows(
        after: ID<Stake>, through: ID<Stake>, limit: Int, in database: Connection
    ) throws -> [ExpectedEscrow]
}

/// Whatever a source has rows of.
enum Stake {}

/// A hold as it must be in the wallet, by what betting says.
struct ExpectedHold: Codable, Sendable {
    let id: ID<Stake>
    /// What it was placed for, as `kind/id`.
    let purpose: String
    let hold: ID<Hold>
    let user: ID<User>
    let money: Money
    /// Which of these it is depends on what is not betting's alone to say.
    let states: [HoldStanding.State]
    /// By escrow account, in the order of their names.
    var parts: [HoldStanding.Part] = []
    /// What its owner was paid as winnings under this purpose; nil where others are paid under it, too.
    var won: Money?

    var question: TellHolds.Question { TellHolds.Question(hold, withWinnings: won != nil) }

    /// What is not so, in words.
    func violations(_ there: HoldStanding) -> [String] {
        guard states.contains(there.state) else {
            let right = states.map(\.rawValue).joined(separator: " or ")
            return ["\(purpose): hold \(hold) is \(there.state.rawValue) in the wallet, not \(right)"]
        }
        guard there.state != .none else { return [] }
        var found: [String] = []
        if there.user != user { found.append("\(purpose): hold \(hold) is another user's in the wallet") }
        if there.money != money {
            found.append("\(purpose): hold \(hold) is of \(there.money.words), the stake of \(money.words)")
        }
        if there.parts.items != parts {
            found.append("\(purpose): of hold \(hold) \(Self.words(there.parts.items)), not \(Self.words(parts))")
        }
        if won != nil, there.won != won {
            found.append("\(purpose): the wallet has paid \(there.won.words), betting says \(won.words)")
        }
        return found
    }

    private static func words(_ parts: [HoldStanding.Part]) -> String {
        guard !parts.isEmpty else { return "nothing went into escrow" }
        return parts.map { part in
            "\(part.captured.words) went into \(part.escrow) and \(part.returned.words) came back"
        }.joined(separator: ", ")
    }
}

/// What must lie in an escrow account, by what betting says.
struct ExpectedEscrow: Codable, Sendable {
    let id: ID<Stake>
    /// Its owner, as `kind/id`.
    let escrow: String
    let money: Money
    /// What else it may be: where the last payment is made together with nothing that a row would show.
    var orElse: Money?

    var question: TellEscrows.Question { TellEscrows.Question(escrow, money.currency) }

    func violations(_ there: TellEscrows.Balance) -> [String] {
        if there.escrow == escrow, let money = there.money, money == self.money || money == orElse { return [] }
        return ["\(escrow): the wallet has \(there.money.words) in escrow, betting says \(money.words)"]
    }
}

extension Money {
    var words: String { "\(amount.text) \(currency.text)" }
}

extension Money? {
    var words: String { map(\.words) ?? "nothing" }
}
