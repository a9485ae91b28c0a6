import Messages
import Runtime
import Storage

/// Holds all that betting says is staked against the wallet: every stake's hold, the wallet's holds the other way round, and
/// what lies in escrow. Some rows are read, and the wallet asked about them, in one transaction; calls are done
/// in the order in which they were made; so the answer is of just the moment that the rows speak of, whatever is being
/// settled or placed meanwhile, and what differs is wrong.
struct StakeProof: Codable, Sendable {
    /// All kinds of stakes that there are.
    static let sources: [any StakeSource] = [
        BetSource(), ContestSource(), JoiningSource(), PeerSource(), SeasonSource(), SeasonOutsideSource(),
    ]

    static let name = CheckName(trusted: "stakes")

    let progress: CheckProgress
    /// Later stakes, holds and accounts are left to the next run, so that this one ends under any load.
    let through: ID<Stake>
    private var isOver = false
    private var checked: Int64 = 0

    /// Where it stands among the sources, in the first and in the last part.
    private var source = 0
    private var after = StakeProof.beginning
    /// What the wallet is being asked about, as it was when that was written.
    private var holds: [ExpectedHold] = []
    private var escrows: [ExpectedEscrow] = []
    /// Nil once all holds have been gone over.
    private var holdsAfter: ID<Hold>? = ID(high: 0, low: 0)
    /// Holds that betting did not know of, or not as open. They may have been given back or captured since the wallet was
    /// asked; where they are as they were when it is asked once more, they have not.
    private var suspects: [Suspect] = []

    private struct Suspect: Codable {
        let hold: ID<Hold>
        /// Its stake is accepted, so that it must not be open.
        let isAccepted: Bool
    }

    private static let beginning = ID<Stake>(high: 0, low: 0)

    static let saga = Saga<StakeProof>(
        "betting.prove-stakes", version: 1,
        steps: [
            .local("read-stakes") { state, context in
                try state.readStakes(context.database)
                return .done
            },
            .ask(
                "stakes", .wallet, TellHolds.self, request: { state, _ in state.holdQuestion },
                take: { state, answer, context in try state.take(answer, context) { try $0.compare($1, context) } }),
            .ask(
                "holds", .wallet, ListHolds.self, request: { state, _ in state.listQuestion },
                take: { state, answer, context in try state.take(answer, context) { try $0.compare($1, context) } }),
            .local("read-escrows") { state, context in
                (state.source, state.after) = (0, StakeProof.beginning)
                try state.readEscrows(context.database)
                return .done
            },
            .ask(
                "escrows", .wallet, TellEscrows.self, request: { state, _ in state.escrowQuestion },
                take: { state, answer, context in try state.take(answer, context) { try $0.compare($1, context) } }),
            .local("end") { state, context in
                if !state.isOver { try state.progress.finish(context) }
                return .done
            },
        ], end: .silent)

    static func check(every seconds: Int64) -> ServiceCheck {
        ServiceCheck(name, every: seconds, saga: saga) { progress, context in
            let total = try sources.map { try $0.count(in: context.database) }.reduce(0, +)
            // The last id that there can be by now.
            let through = ID<Stake>(at: context.now, randomness: (.max, .max))
            return (StakeProof(progress: progress, through: through), total)
        }
    }

    private init(progress: CheckProgress, through: ID<Stake>) { (self.progress, self.through) = (progress, through) }

    /// What every answer has in common: a run that was given up is over, and so is one that is refused.
    private mutating func take<Reply>(
        _ answer: Result<Reply, Rejection>, _ context: CommandContext,
        _ compare: (inout StakeProof, Reply) throws -> Void
    ) throws {
        guard try progress.isUnderWay(context) else {
            isOver = true
            return
        }
        switch answer {
        case .success(let reply): try compare(&self, reply)
        case .failure(let refusal):
            isOver = true
            try progress.fail("the wallet refused: \(refusal.problem.code)", context)
        }
    }
}

// MARK: - Stakes against holds

extension StakeProof {
    /// The next of them, from whichever source has more.
    private mutating func readStakes(_ database: Connection) throws {
        holds = []
        while holds.isEmpty, source < StakeProof.sources.count {
            holds = try StakeProof.sources[source].stakes(
                after: after, through: through, limit: TellHolds.limit, in: database)
            (source, after) = holds.last.map { (source, $0.id) } ?? (source + 1, StakeProof.beginning)
        }
    }

    private var holdQuestion: TellHolds.Request? {
        guard !isOver, !holds.isEmpty else { return nil }
        return UpTo<50, TellHolds.Question>(holds.map(\.question)).map { TellHolds.Request(holds: $0) }
    }

    private mutating func compare(_ reply: TellHolds.Reply, _ context: CommandContext) throws {
        let there = Dictionary(reply.holds.items.map { ($0.hold, $0) }) { first, _ in first }
        let found = holds.flatMap { expected in
            there[expected.hold].map(expected.violations) ?? [
                "\(expected.purpose): the wallet says nothing of its hold"
            ]
        }
        checked += Int64(holds.count)
        try progress.note(found, checked: checked, context)
        try readStakes(context.database)
    }
}

// MARK: - Holds against stakes

extension StakeProof {
    private var listQuestion: ListHolds.Request? {
        guard !isOver, holdsAfter != nil || !suspects.isEmpty else { return nil }
        return UpTo<50, ID<Hold>>(suspects.map(\.hold)).map {
            ListHolds.Request(after: holdsAfter, through: ID(high: through.high, low: through.low), again: $0)
        }
    }

    private mutating func compare(_ reply: ListHolds.Reply, _ context: CommandContext) throws {
        let accepted = Set(suspects.filter(\.isAccepted).map(\.hold))
        let wrong = reply.again.items.filter { $0.state == .open || !accepted.contains($0.hold) }
        let found = wrong.map { hold in
            "\(hold.purpose): hold \(hold.hold) of \(hold.money.words) is \(hold.state.rawValue) in the wallet, "
                + "and no such stake's in betting"
        }
        try progress.note(found, checked: checked, context)
        suspects = try reply.holds.items.compactMap { try suspect($0, context.database) }
        holdsAfter = reply.next
    }

    private func suspect(_ hold: ListedHold, _ database: Connection) throws -> Suspect? {
        for source in StakeProof.sources {
            guard let stake = try source.stake(of: hold.hold, in: database) else { continue }
            let isRight = hold.state != .open || stake.states.contains(.open)
            return isRight ? nil : Suspect(hold: hold.hold, isAccepted: true)
        }
        return Suspect(hold: hold.hold, isAccepted: false)
    }
}

// MARK: - Escrow accounts

extension StakeProof {
    private mutating func readEscrows(_ database: Connection) throws {
        escrows = []
        while escrows.isEmpty, source < StakeProof.sources.count {
            escrows = try StakeProof.sources[source].escrows(
                after: after, through: through, limit: TellEscrows.limit, in: database)
            (source, after) = escrows.last.map { (source, $0.id) } ?? (source + 1, StakeProof.beginning)
        }
    }

    private var escrowQuestion: TellEscrows.Request? {
        guard !isOver, !escrows.isEmpty else { return nil }
        return UpTo<50, TellEscrows.Question>(escrows.map(\.question)).map { TellEscrows.Request(escrows: $0) }
    }

    private mutating func compare(_ reply: TellEscrows.Reply, _ context: CommandContext) throws {
        let there = reply.escrows.items
        let found = escrows.enumerated().flatMap { index, expected in
            there.indices.contains(index)
                ? expected.violations(there[index]) : ["\(expected.escrow): the wallet says nothing of it"]
        }
        try progress.note(found, checked: checked, context)
        try readEscrows(context.database)
    }
}
