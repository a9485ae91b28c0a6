extension DrawRecord {
    /// What does not agree in a record.
    public enum Fault: String, Error, CaseIterable {
        case unreadable
        case anotherSeed = "another_seed"
        /// The list, or a rule, is not what was frozen.
        case notFrozen = "not_what_was_frozen"
        case anotherEntropy = "another_entropy"
        case otherWinners = "other_winners"
    }

    /// Recomputes the draw from the record and the list, as a stranger would, and throws what does not agree. Of the times it
    /// says nothing: whoever froze the list knows when that was.
    public func check(against list: [ListedTicket]) throws(Fault) {
        guard version == 1, let identity = try? DrawIdentity(raffle: raffle, number: draw), let rules = try? rules(),
            let source = PublicEntropy.Source(rawValue: entropy.source),
            let entropy = try? PublicEntropy(source: source, round: entropy.round, value: entropy.value)
        else { throw .unreadable }
        let seed = seed.flatMap { Seed(hex: $0) }
        guard self.seed == seed?.hex, seed?.commitment(for: identity) == commitment else { throw .anotherSeed }
        var hashed = TicketList()
        for ticket in list {
            guard (try? hashed.add(ticket)) != nil else { throw .notFrozen }
        }
        guard hashed.frozen(for: identity, under: rules) == frozen, hashed.count == tickets.count else {
            throw .notFrozen
        }
        guard let key = try? DrawKey(of: identity, under: rules, seed: seed, frozen: frozen, entropy: entropy),
            key.fingerprint == fingerprint
        else { throw .anotherEntropy }
        let drawn = Drawing.winners(under: rules, among: list, key: key)
        guard drawn.count == winners.count, zip(drawn, winners).allSatisfy(Self.isSame) else { throw .otherWinners }
    }

    private static func isSame(_ drawn: DrawnWinner, _ told: Winner) -> Bool {
        (drawn.prize, drawn.ticket, drawn.step.number, drawn.step.left, drawn.step.index)
            == (told.prize, told.ticket, told.step, told.left, told.index)
    }

    private func rules() throws -> DrawRules {
        guard let method = DrawMethod(rawValue: method) else { throw Fault.unreadable }
        return try DrawRules(
            method, distinctWinners: distinctWinners,
            prizes: prizes.map { PrizeToDraw(id: $0.id, winners: $0.winners) },
            announced: announced.map { told in
                guard let source = PublicEntropy.Source(rawValue: told.source) else { throw Fault.unreadable }
                return DrawRules.Announcement(source: source, round: told.round)
            })
    }
}
