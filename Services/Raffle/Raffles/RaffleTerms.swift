import Messages
import Runtime
import Storage

/// What may be said of a raffle, whoever says it and when.
enum RaffleTerms {
    static func checkKinds(_ revenue: RevenueCalculation?, _ order: NumberOrder?) throws {
        guard revenue != .unknown else {
            throw Rejection.field("/revenue_calculation_method", "invalid_format", "expected gross or net revenue")
        }
        guard order != .unknown else {
            throw Rejection.field("/number_order", "invalid_format", "expected sequential or permuted")
        }
    }

    /// What stands for itself, and what it names; percentages are written without needless zeros.
    static func check(_ raffle: inout RaffleView, insteadOf former: RaffleView?, in database: Connection) throws {
        let fee = try BasisPoints.of(raffle.feePercent, at: "/fee_pct")
        let tax = try BasisPoints.of(raffle.taxPercent, at: "/tax_pct", 0...10_000 - fee)
        (raffle.feePercent, raffle.taxPercent) = (BasisPoints.percent(fee), BasisPoints.percent(tax))
        if let key = raffle.eventIdentifier, key != former?.eventIdentifier {
            let isTaken = try database.first("SELECT 1 FROM raffles WHERE event_identifier = ?", key) { _ in true }
            guard isTaken == nil else {
                throw RaffleFailure.eventIdentifierTaken.because(
                    "another raffle has this identifier", at: "/event_identifier")
            }
        }
        if let id = raffle.organizationID, id != former?.organizationID,
            try OrganizationView.find(id, in: database) == nil
        {
            throw RaffleFailure.unknownOrganization.because("there is no such organization", at: "/organization_id")
        }
        if let id = raffle.venueID, id != former?.venueID, try VenueView.find(id, in: database) == nil {
            throw RaffleFailure.unknownVenue.because("there is no such venue", at: "/venue_id")
        }
    }

    /// What is not allowed, as far as it is known before activation.
    static func refuseBroken(_ raffle: StoredRaffle, at now: Timestamp, in database: Connection) throws {
        let broken = try RaffleFacts(of: raffle, at: now, in: database).broken.filter(\.rule.isKnownEarly)
        guard broken.isEmpty else { throw RaffleFailure.because(broken) }
    }
}

extension RaffleFailure {
    /// The refusal that names each rule.
    static func because(_ broken: [BrokenRule]) -> Rejection {
        let errors = broken.prefix(50).map { one in
            Problem.FieldError(pointer: one.pointer, code: one.rule.rawValue, detail: one.detail)
        }
        return Rejection(
            Problem(RaffleFailure.rulesBroken, broken.prefix(50).map(\.detail).joined(separator: "; "), errors: errors))
    }
}
