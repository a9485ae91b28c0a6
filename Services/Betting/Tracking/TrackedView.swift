import Messages
import Odds
import Runtime

extension StoredTrackedBet {
    func view() throws -> TrackedBet {
        TrackedBet(
            id: id, user: owner, edge: edge, sport: sport, eventKey: eventKey, match: match,
            eventStartsAt: eventStartsAt, season: season, week: week, marketType: marketType, player: player,
            side: side, line: line.map { LineText(thousandths: $0) }, book: book, externalID: externalID,
            stake: Money(stake, currency), odds: QuotedOdds(price), potentialReturn: Money(potential, currency),
            probability: probability, expectedValue: try expectedValue(), strategy: strategy, notes: notes, risk: risk,
            placedAt: placedAt, status: status, result: result, actualReturn: returned.map { Money($0, currency) },
            netProfit: try returned.map { Money(try $0 - stake, currency) }, settledAt: settledAt,
            cancelledAt: cancelledAt, dispute: dispute, closing: try closing.map { try $0.view(of: price) },
            createdAt: createdAt, updatedAt: updatedAt)
    }

    func facts() throws -> TrackedFacts { TrackedFacts(try view()) }

    /// The probability is one that was checked when it was taken in.
    private func expectedValue() throws -> FigureText? {
        try probability.map { text in
            try FigureText(Worth(of: price, at: try Probability.read(text, at: "/probability")).expectedValue)
        }
    }

    private var dispute: BetDispute? {
        disputedAt.map { at in
            BetDispute(
                isOpen: isDisputed, reason: disputeReason, disputedAt: at, note: resolution, resolvedAt: resolvedAt)
        }
    }
}

extension StoredClosing {
    func view(of taken: Price) throws -> ClosingLine {
        let value = ClosingLineValue(taken: taken, closing: price)
        return ClosingLine(
            odds: QuotedOdds(price), line: line.map { LineText(thousandths: $0) }, observedAt: seenAt,
            probability: try FigureText(value.probability), logit: try FigureText(value.logit),
            price: try FigureText(value.price), beatsClose: value.beatsClose)
    }

    func isBeaten(by taken: Price) -> Bool { ClosingLineValue(taken: taken, closing: price).beatsClose }
}

/// Whose things are looked at.
enum TrackedOwner {
    static func asked(_ user: ID<User>?, by reader: Statement) throws -> ID<User> {
        guard let user, user != reader.user else { return reader.user }
        guard reader.roles.contains(.admin) else {
            throw CommonFailure.forbidden.because("only admins look at what is another's")
        }
        return user
    }
}
