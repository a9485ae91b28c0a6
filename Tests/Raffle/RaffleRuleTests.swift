import Messages
import Runtime
import Testing

@testable import Raffle

@Suite("What a raffle is held to")
struct RaffleRuleTests {
    static let now = Timestamp(milliseconds: 1_800_000_000_000)
    static let euro = Currency(code: "EUR", scale: 2)

    static func licence(until end: Int64? = nil, _ status: LicenceStatus = .active) -> LicenceView {
        LicenceView(
            id: .sample, licenseType: "x", licenseNumber: "1", issuingAuthority: "board", issueDate: now,
            expiryDate: end.map { now.adding(seconds: $0) }, status: status, createdAt: now, createdBy: .sample,
            updatedAt: now, updatedBy: .sample)
    }

    /// All is well with it.
    static var sound: RaffleFacts {
        var facts = RaffleFacts(now: now, currency: euro)
        (facts.configuredTickets, facts.maxTickets) = (100, 100)
        (facts.salesStart, facts.salesEnd) = (now, now.adding(seconds: 7200))
        (facts.gamingLicence, facts.venuePermit) = (licence(until: 7200), licence())
        facts.limiters = [
            Limiter(
                name: "CA-US", limits: MoneyLimits(currency: euro, prize: Amount(10_000), ticket: Amount(250)),
                hours: 2,
                requiresLicences: true),
            Limiter(name: "US"),
        ]
        facts.settings = .init(revenueCalculation: .grossRevenue, maxLiveRaffles: 2)
        facts.packages = [.init(id: "p", tickets: 2, prices: [Amount(500)])]
        facts.prizes = [.init(position: 1, sure: Amount(10_000)), .init(position: 2, sure: nil)]
        facts.otherLiveRaffles = 1
        return facts
    }

    @Test("is nothing where all is well, up to the very limits")
    func sound() { #expect(Self.sound.broken == []) }

    typealias Change = @Sendable (inout RaffleFacts) -> Void

    static let breaches: [(RaffleRule, Change)] = [
        (.organizationMissing, { $0.hasOrganization = false }), (.venueMissing, { $0.hasVenue = false }),
        (.ticketsMissing, { $0.configuredTickets = 99 }), (.ticketsMissing, { $0.maxTickets = nil }),
        (.salesTimesMissing, { $0.salesStart = nil }), (.salesOver, { $0.salesEnd = now }),
        (.prizesMissing, { $0.prizes = [] }), (.packagesMissing, { $0.packages = [] }),
        (.organizationInactive, { $0.organizationIsActive = false }), (.venueInactive, { $0.venuesAreActive = false }),
        (.jurisdictionInactive, { $0.limiters[1].isActive = false }),
        (.venueNotAuthorized, { $0.isAuthorized = false }),
        (.gamingLicenceMissing, { $0.gamingLicence = nil }), (.venuePermitMissing, { $0.venuePermit = nil }),
        (.gamingLicenceInvalid, { $0.gamingLicence = licence(until: 7199) }),
        (.gamingLicenceInvalid, { $0.gamingLicence = licence(.suspended) }),
        (.venuePermitInvalid, { $0.venuePermit = licence(.revoked) }),
        (.venuePermitInvalid, { $0.venuePermit = licence(until: 0) }),
        (.currencyNotRegulated, { $0.currency = Currency(code: "USD", scale: 2) }),
        (.prizeTooLarge, { $0.prizes[0] = .init(position: 1, sure: Amount(10_001)) }),
        (.ticketTooExpensive, { $0.packages[0] = .init(id: "p", tickets: 2, prices: [Amount(500), Amount(501)]) }),
        (
            .eventTooLong,
            {
                $0.salesEnd = $0.salesEnd?.adding(milliseconds: 1); $0.gamingLicence = licence()
            }
        ),
        (.onlineSalesNotAllowed, { $0.limiters[1].allowsOnlineSales = false }),
        (.tooManyLiveRaffles, { $0.otherLiveRaffles = 2 }),
    ]

    @Test("is named, each rule by itself", arguments: breaches)
    func broken(rule: RaffleRule, change: @escaping Change) {
        var facts = Self.sound
        change(&facts)
        #expect(facts.broken.map(\.rule) == [rule])
    }

    @Test("is tried for every rule that there is")
    func all() { #expect(Set(Self.breaches.map(\.0)) == Set(RaffleRule.allCases)) }

    @Test("is the strictest of all who limit, and all that is broken is told at once")
    func strictest() {
        var facts = Self.sound
        facts.limiters.append(
            Limiter(
                name: "the organization", limits: MoneyLimits(currency: Self.euro, prize: Amount(9999), ticket: nil),
                hours: 1, allowsOnlineSales: false))
        #expect(facts.broken.map(\.rule) == [.prizeTooLarge, .eventTooLong, .onlineSalesNotAllowed])
        facts.sellsOnline = false
        #expect(facts.broken.map(\.rule) == [.prizeTooLarge, .eventTooLong])
        #expect(!facts.allowsOnlineSales)
    }

    @Test("asks for no licence where no jurisdiction does, but for a good one where there is one")
    func licences() {
        var facts = Self.sound
        facts.limiters[0].requiresLicences = false
        (facts.gamingLicence, facts.venuePermit) = (nil, nil)
        #expect(facts.broken == [])
        facts.venuePermit = Self.licence(.suspended)
        #expect(facts.broken.map(\.rule) == [.venuePermitInvalid])
    }
}

@Suite("The ways of raffles and tickets")
struct LifecycleTests {
    @Test("of a raffle are those and no others")
    func raffles() {
        let ways: [RaffleState: Set<RaffleState>] = [
            .created: [.configured, .cancelled], .configured: [.active, .cancelled],
            .active: [.suspended, .salesClosed, .cancelled], .suspended: [.active, .salesClosed, .cancelled],
            .salesClosed: [.reconciling, .cancelled], .reconciling: [.reconciled, .cancelled],
            .reconciled: [.drawingReady, .cancelled], .drawingReady: [.completed, .cancelled],
            .completed: [], .cancelled: [], .unknown: [],
        ]
        for from in RaffleState.allCases {
            for to in RaffleState.allCases {
                #expect(RaffleLifecycle.allows(from, to: to) == ways[from]?.contains(to), "\(from) to \(to)")
            }
        }
        #expect(RaffleLifecycle.sources(of: .salesClosed) == "active or suspended")
    }

    @Test("of a ticket are those and no others")
    func tickets() {
        let ways: [TicketState: Set<TicketState>] = [
            .available: [.pending, .allocated, .voided], .pending: [.sold, .available],
            .allocated: [.sold, .available, .voided], .sold: [.winner, .voided], .winner: [.claimed],
        ]
        for from in TicketState.allCases {
            for to in TicketState.allCases {
                #expect(TicketLifecycle.allows(from, to: to) == (ways[from] ?? []).contains(to), "\(from) to \(to)")
            }
        }
    }
}
