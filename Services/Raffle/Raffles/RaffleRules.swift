import Messages
import Storage

/// The rules that a raffle is held to, by the names that a refusal tells.
enum RaffleRule: String, CaseIterable {
    case organizationMissing = "organization_missing"
    case venueMissing = "venue_missing"
    case ticketsMissing = "tickets_missing"
    case salesTimesMissing = "sales_times_missing"
    case salesOver = "sales_over"
    case prizesMissing = "prizes_missing"
    case packagesMissing = "packages_missing"
    case organizationInactive = "organization_inactive"
    case venueInactive = "venue_inactive"
    case jurisdictionInactive = "jurisdiction_inactive"
    case venueNotAuthorized = "venue_not_authorized"
    case gamingLicenceMissing = "gaming_licence_missing"
    case gamingLicenceInvalid = "gaming_licence_invalid"
    case venuePermitMissing = "venue_permit_missing"
    case venuePermitInvalid = "venue_permit_invalid"
    case currencyNotRegulated = "currency_not_regulated"
    case prizeTooLarge = "prize_too_large"
    case ticketTooExpensive = "ticket_too_expensive"
    case eventTooLong = "event_too_long"
    case onlineSalesNotAllowed = "online_sales_not_allowed"
    case tooManyLiveRaffles = "too_many_live_raffles"

    /// Whether it is asked of drafts too. What may still come, or end, by itself until the activation is not.
    var isKnownEarly: Bool {
        switch self {
        case .organizationInactive, .venueInactive, .jurisdictionInactive, .venueNotAuthorized, .currencyNotRegulated,
            .prizeTooLarge, .ticketTooExpensive, .eventTooLong, .onlineSalesNotAllowed:
            true
        default: false
        }
    }
}

/// A rule that a raffle breaks, and where it does.
struct BrokenRule: Equatable {
    let rule: RaffleRule
    let pointer: String
    let detail: String
}

/// Somebody who limits raffles: a jurisdiction, or the organization itself. All of them count, so that the strictest does.
struct Limiter {
    /// As a refusal names it.
    let name: String
    var limits = MoneyLimits(currency: nil, prize: nil, ticket: nil)
    var hours: Int64?
    var allowsOnlineSales = true
    var requiresLicences = false
    var isActive = true
}

/// All that is asked when a raffle is activated, gathered; what follows from it is a function of it alone.
struct RaffleFacts {
    struct Package {
        let id: String
        let tickets: Int64
        /// The price that holds, and those that will.
        let prices: [Amount]
    }

    struct Prize {
        let position: Int64
        /// What a winner is sure to get: a fixed value, or a guaranteed minimum.
        let sure: Amount?
    }

    struct Settings {
        let revenueCalculation: RevenueCalculation
        let maxLiveRaffles: Int64
    }

    let now: Timestamp
    var currency: Currency
    var hasOrganization = true
    var hasVenue = true
    var configuredTickets: Int64 = 0
    var maxTickets: Int64?
    var salesStart: Timestamp?
    var salesEnd: Timestamp?
    var sellsOnline = true
    var organizationIsActive = true
    var gamingLicence: LicenceView?
    /// The venue's own permit.
    var venuePermit: LicenceView?
    /// The venue and those that it is a part of.
    var venuesAreActive = true
    var isAuthorized = true
    /// From the venue's jurisdiction up, and then the organization.
    var limiters: [Limiter] = []
    var settings: Settings?
    var packages: [Package] = []
    var prizes: [Prize] = []
    /// Other raffles of the organization whose sales are not closed.
    var otherLiveRaffles: Int64 = 0

    init(now: Timestamp, currency: Currency) { (self.now, self.currency) = (now, currency) }

    var allowsOnlineSales: Bool { limiters.allSatisfy(\.allowsOnlineSales) }
}

extension RaffleFacts {
    /// Every rule that the raffle breaks.
    var broken: [BrokenRule] { missing + wrongPlace + wrongLicences + wrongMoney + wrongSales }

    private func rule(_ rule: RaffleRule, _ pointer: String, _ detail: String) -> BrokenRule {
        BrokenRule(rule: rule, pointer: pointer, detail: detail)
    }

    private var missing: [BrokenRule] {
        var found: [BrokenRule] = []
        if !hasOrganization { found.append(rule(.organizationMissing, "/organization_id", "no organization holds it")) }
        if !hasVenue { found.append(rule(.venueMissing, "/venue_id", "it is held in no venue")) }
        if maxTickets == nil || configuredTickets != maxTickets {
            found.append(rule(.ticketsMissing, "/max_tickets", "its tickets are not all made"))
        }
        if salesStart == nil || salesEnd == nil {
            found.append(rule(.salesTimesMissing, "/sales_end_time", "it is not said when sales begin and end"))
        }
        if let salesEnd, salesEnd <= now {
            found.append(rule(.salesOver, "/sales_end_time", "its sales would be over"))
        }
        if prizes.isEmpty { found.append(rule(.prizesMissing, "/prizes", "there is nothing to win")) }
        if packages.isEmpty { found.append(rule(.packagesMissing, "/packages", "there is nothing to buy")) }
        return found
    }

    private var wrongPlace: [BrokenRule] {
        var found: [BrokenRule] = []
        if hasOrganization, !organizationIsActive {
            found.append(rule(.organizationInactive, "/organization_id", "the organization is switched off"))
        }
        if hasVenue, !venuesAreActive {
            found.append(rule(.venueInactive, "/venue_id", "the venue, or what it is a part of, is switched off"))
        }
        for limiter in limiters where !limiter.isActive {
            found.append(rule(.jurisdictionInactive, "/venue_id", "\(limiter.name) is switched off"))
        }
        if hasOrganization, hasVenue, !isAuthorized {
            found.append(
                rule(.venueNotAuthorized, "/venue_id", "the organization is not authorized for the venue"))
        }
        return found
    }

    private var wrongLicences: [BrokenRule] {
        var found: [BrokenRule] = []
        let isRequired = limiters.contains(where: \.requiresLicences)
        // A licence has to last as long as there are sales.
        let end = salesEnd ?? now
        func isGood(_ licence: LicenceView) -> Bool {
            licence.isValid(at: now) && (licence.expiryDate ?? end) >= end
        }
        if let gamingLicence {
            if !isGood(gamingLicence) {
                found.append(
                    rule(
                        .gamingLicenceInvalid, "/organization_id",
                        "the organization's gaming licence is not good now and until sales end"))
            }
        } else if hasOrganization, isRequired {
            found.append(rule(.gamingLicenceMissing, "/organization_id", "the organization has no gaming licence"))
        }
        if let venuePermit {
            if !isGood(venuePermit) {
                found.append(
                    rule(.venuePermitInvalid, "/venue_id", "the venue's permit is not good now and until sales end"))
            }
        } else if hasVenue, isRequired {
            found.append(rule(.venuePermitMissing, "/venue_id", "the venue has no permit"))
        }
        return found
    }

    private var wrongMoney: [BrokenRule] {
        limiters.flatMap { limiter -> [BrokenRule] in
            guard let limited = limiter.limits.currency else { return [] }
            guard limited == currency else {
                return [
                    rule(
                        .currencyNotRegulated, "/currency",
                        "\(limiter.name) has limits in \(limited.code), so that a raffle has to be in it")
                ]
            }
            return tooLarge(limiter) + tooExpensive(limiter)
        }
    }

    private func tooLarge(_ limiter: Limiter) -> [BrokenRule] {
        guard let most = limiter.limits.prize else { return [] }
        let found = prizes.filter { $0.sure.map { $0 > most } ?? false }
        return found.map {
            rule(
                .prizeTooLarge, "/prizes/\($0.position)",
                "\(limiter.name) allows prizes up to \(Money(most, currency).amount.text) \(currency.code)")
        }
    }

    /// A package may cost as many times the largest price of a ticket as it has tickets.
    private func tooExpensive(_ limiter: Limiter) -> [BrokenRule] {
        guard let most = limiter.limits.ticket else { return [] }
        let found = packages.filter { package in
            package.prices.contains { Int128($0.units) > Int128(most.units) * Int128(package.tickets) }
        }
        return found.map {
            rule(
                .ticketTooExpensive, "/packages/\($0.id)",
                "\(limiter.name) allows \(Money(most, currency).amount.text) \(currency.code) for a ticket")
        }
    }

    private var wrongSales: [BrokenRule] {
        var found: [BrokenRule] = []
        for limiter in limiters {
            if let hours = limiter.hours, let salesStart, let salesEnd,
                salesEnd > salesStart.adding(milliseconds: hours * 3_600_000)
            {
                found.append(rule(.eventTooLong, "/sales_end_time", "\(limiter.name) allows \(hours) hours of sales"))
            }
            if sellsOnline, !limiter.allowsOnlineSales {
                found.append(
                    rule(.onlineSalesNotAllowed, "/allows_online_sales", "\(limiter.name) allows no sales on-line"))
            }
        }
        if let settings, otherLiveRaffles >= settings.maxLiveRaffles {
            found.append(
                rule(
                    .tooManyLiveRaffles, "/organization_id",
                    "the organization holds at most \(settings.maxLiveRaffles) raffles at once"))
        }
        return found
    }
}
