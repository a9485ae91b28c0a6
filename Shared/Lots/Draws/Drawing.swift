internal import Crypto

/// What a draw's indices follow from.
public struct DrawKey: Hashable, Sendable {
    public let method: DrawMethod
    /// The SHA-256, in hexadecimal, of the lines `croupier/raffle/key/1`, raffle, draw, seed in hexadecimal (`-` where the
    /// method has none), what was frozen, and the entropy's source, round (`-` where there is none) and value. By RFC 3797
    /// no index depends on it; it is then only what shows that a record has been touched.
    public let fingerprint: String
    private let numbers: String

    public enum Fault: String, Error, CaseIterable {
        case entropyOfAnotherMethod = "entropy_of_another_method"
        case entropyNotAnnounced = "entropy_not_announced"
        case seedMissing = "seed_missing"
        case seedNotAllowed = "seed_not_allowed"
    }

    /// - Parameter frozen: what `TicketList.frozen` said before the entropy could be known.
    public init(
        of draw: DrawIdentity, under rules: DrawRules, seed: Seed?, frozen: String, entropy: PublicEntropy
    ) throws(Fault) {
        guard (entropy.source == .numbers) == (rules.method == .rfc3797) else { throw .entropyOfAnotherMethod }
        if let announced = rules.announced, announced != .init(source: entropy.source, round: entropy.round) {
            throw .entropyNotAnnounced
        }
        if rules.method == .mixed, seed == nil { throw .seedMissing }
        if rules.method == .rfc3797, seed != nil { throw .seedNotAllowed }
        method = rules.method
        fingerprint = Hex.encode(
            CanonicalText.hash("key", draw.lines + [seed?.hex ?? "-", frozen] + entropy.lines))
        numbers = entropy.value
    }

    fileprivate var source: Drawing.Source {
        switch method {
        case .mixed: .words(WordStream(key: fingerprint))
        case .rfc3797: .rfc3797(RFC3797(key: numbers))
        }
    }
}

/// One selection.
public struct DrawStep: Hashable, Sendable {
    /// Which selection it was, from 1.
    public let number: Int
    /// Among how many tickets.
    public let left: Int
    /// Which of these, from 0, by rising number.
    public let index: Int
    /// Where it stands in the whole list, from 0.
    public let position: Int
}

/// Selections from a list, one after the other, each of a ticket that is still in it.
public struct Drawing: Sendable {
    enum Source: Sendable {
        case words(WordStream)
        case rfc3797(RFC3797)

        mutating func index(below count: Int) -> Int? {
            switch self {
            case .words(var words):
                defer { self = .words(words) }
                return words.index(below: count)
            case .rfc3797(var numbers):
                defer { self = .rfc3797(numbers) }
                return numbers.index(below: count)
            }
        }
    }

    private var source: Source
    private var tickets: TicketsLeft
    private var steps = 0

    public init(_ key: DrawKey, tickets count: Int) {
        (source, tickets) = (key.source, TicketsLeft(count: count))
    }

    /// How many tickets are left.
    public var left: Int { tickets.count }

    /// Selects a ticket, which thereby leaves the list; nil when none is left, or the method can select no more.
    public mutating func next() -> DrawStep? {
        let left = tickets.count
        guard left > 0, let index = source.index(below: left) else { return nil }
        let position = tickets.position(of: index)
        tickets.remove(position)
        steps += 1
        return DrawStep(number: steps, left: left, index: index, position: position)
    }

    /// Takes a ticket out that cannot win any more, because its holder has won.
    public mutating func leave(_ position: Int) { tickets.remove(position) }
}

public struct DrawnWinner: Hashable, Sendable {
    public let prize: String
    public let ticket: UInt32
    public let step: DrawStep
}

extension Drawing {
    /// The winners of prizes in their order. Where there are fewer tickets than winners, the last prizes are left without.
    public static func winners(
        under rules: DrawRules, among tickets: [ListedTicket], key: DrawKey
    ) -> [DrawnWinner] {
        var drawing = Drawing(key, tickets: tickets.count)
        var positions: [UInt32: [Int]] = [:]
        if rules.distinctWinners {
            for (position, ticket) in tickets.enumerated() {
                if let holder = ticket.holder { positions[holder, default: []].append(position) }
            }
        }
        var winners: [DrawnWinner] = []
        for prize in rules.prizes {
            for _ in 0..<prize.winners {
                guard let step = drawing.next() else { return winners }
                let ticket = tickets[step.position]
                winners.append(DrawnWinner(prize: prize.id, ticket: ticket.number, step: step))
                guard rules.distinctWinners, let holder = ticket.holder else { continue }
                for position in positions[holder] ?? [] { drawing.leave(position) }
            }
        }
        return winners
    }
}
