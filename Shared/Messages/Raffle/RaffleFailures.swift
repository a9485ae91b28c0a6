/// Why something about a raffle is not done as asked.
public enum RaffleFailure: String, DomainFailure {
    case unknownCurrency = "unknown_currency"
    case eventIdentifierTaken = "event_identifier_taken"
    case timesOutOfOrder = "times_out_of_order"
    case wrongState = "wrong_state"
    /// What bears on the outcome stays once a raffle is activated, and what its tickets were made for once it is configured.
    case fixed
    /// What the jurisdictions, the organization and the raffle's own data do not allow; each rule is named.
    case rulesBroken = "rules_broken"
    case unknownOrganization = "unknown_organization"
    case unknownVenue = "unknown_venue"
    case unknownPackage = "unknown_package"
    case switchedOff = "switched_off"
    case anotherOrganization = "another_organization"
    case currenciesDiffer = "currencies_differ"
    case outOfRange = "out_of_range"
    case positionTaken = "position_taken"
    case alreadyOffered = "already_offered"
    case wrongPrize = "wrong_prize"
    case unknownKind = "unknown_kind"
    case tooMany = "too_many"
    case notConfigured = "not_configured"

    public var status: Int {
        switch self {
        case .eventIdentifierTaken, .wrongState, .fixed, .switchedOff, .positionTaken, .alreadyOffered, .notConfigured:
            409
        default: 422
        }
    }
}
