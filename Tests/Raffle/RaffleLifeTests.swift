import Messages
import Raffle
import Runtime
import Storage
import TestSupport
import Testing

@Suite("A raffle's life")
struct RaffleLifeTests {
    let house: RaffleHouse
    let world: RaffleHouse.World

    init() throws {
        house = try RaffleHouse()
        world = try house.world()
    }

    private func rules<Reply>(_ answer: ServiceUnderTest.Answer<Reply>) -> [String] {
        answer.code == "rules_broken" ? answer.problem?.errors.map(\.code) ?? [] : [answer.code ?? "none"]
    }

    @Test("goes from a draft to the end of its sales, by its own organizer's word and the clock's")
    func whole() throws {
        let organizer = house.staff(20, .organizer, of: world.club.id)
        let raffle = try house.draft(in: world, by: organizer)
        #expect(raffle.state == .created && raffle.organizationID == world.club.id && raffle.configuredTickets == 0)
        #expect(
            try rules(house.act(ActivateRaffle.self, raffle, by: organizer)) == ["wrong_state"])
        _ = try house.offer(world.package, in: raffle).get()
        _ = try house.prize(#""prize_type":"percentage","percentage":"33.3","winner_count":3"#, in: raffle).get()
        let begun = try house.act(ConfigureRaffle.self, raffle, by: organizer)
        #expect(begun.status == 202)
        try house.service.step()
        #expect(try house.get(raffle).state == .configured && house.get(raffle).configuredTickets == 100)
        let active = try house.act(ActivateRaffle.self, raffle, by: organizer).get()
        #expect(active.state == .active && active.activatedAt == house.service.now)
        #expect(try house.act(GetRaffle.self, raffle, by: house.player).get().state == .active, "it is public now")
        #expect(
            try house.act(SuspendRaffle.self, raffle, #","reason":"a doubt""#, by: organizer).get().suspensionReason
                == "a doubt")
        #expect(try house.act(ActivateRaffle.self, raffle).code == "wrong_state")
        #expect(try house.act(ResumeRaffle.self, raffle).get().suspensionReason == nil)
        house.service.now = try #require(raffle.salesEndTime).adding(milliseconds: -1)
        try house.service.step()
        #expect(try house.get(raffle).state == .active)
        house.service.now = house.service.now.adding(milliseconds: 1)
        try house.service.step()
        let closed = try house.get(raffle)
        #expect(closed.state == .salesClosed && closed.salesClosedAt == raffle.salesEndTime)
        let moves = try house.service.events(RaffleMoved.type)
        #expect(moves.map(\.actor).last == "service:raffle" && moves.count == 5)
        #expect(try house.violations() == [])
    }

    @Test("is activated only by the rules, each of which is named")
    func activation() throws {
        let raffle = try house.draft(in: world)
        _ = try house.act(ConfigureRaffle.self, raffle).get()
        #expect(try rules(house.act(ActivateRaffle.self, raffle)) == ["prizes_missing", "packages_missing"])
        _ = try house.offer(world.package, in: raffle).get()
        _ = try house.prize(#""prize_type":"fixed","value":{"amount":"100.00","currency":"EUR"}"#, in: raffle).get()
        _ = try house.ask(
            SetRegulations.self,
            #"{"jurisdiction_id":"\#(world.state.id)","max_prize_value":{"amount":"99.99","currency":"EUR"},"max_ticket_price":{"amount":"1.66","currency":"EUR"},"max_event_duration_hours":9,"allows_online_sales":false}"#
        ).get()
        _ = try house.ask(ChangeVenue.self, #"{"venue_id":"\#(world.venue.id)","is_active":false}"#).get()
        let permit = try #require(world.venue.venuePermitID)
        _ = try house.ask(ChangeLicence.self, #"{"licence_id":"\#(permit)","status":"suspended"}"#).get()
        #expect(
            try rules(house.act(ActivateRaffle.self, raffle)) == [
                "venue_inactive", "venue_permit_invalid", "prize_too_large", "ticket_too_expensive", "event_too_long",
                "online_sales_not_allowed",
            ])
        #expect(try house.get(raffle).state == .configured)
        #expect(try house.service.events(RaffleMoved.type).count == 1)
    }

    @Test("may not outnumber what the organization holds at once, nor be resumed when it does")
    func concurrency() throws {
        _ = try house.ask(
            SetOrganizationSettings.self, #"{"organization_id":"\#(world.club.id)","max_concurrent_events":1}"#
        ).get()
        let (first, second) = (try house.configured(in: world), try house.configured(in: world))
        _ = try house.act(ActivateRaffle.self, first).get()
        #expect(try rules(house.act(ActivateRaffle.self, second)) == ["too_many_live_raffles"])
        _ = try house.act(CloseSales.self, first).get()
        _ = try house.act(ActivateRaffle.self, second).get()
        _ = try house.act(SuspendRaffle.self, second, #","reason":"x""#).get()
        let licence = try #require(world.club.gamingLicenseID)
        _ = try house.ask(ChangeLicence.self, #"{"licence_id":"\#(licence)","status":"revoked"}"#).get()
        #expect(try rules(house.act(ResumeRaffle.self, second)) == ["gaming_licence_invalid"])
        #expect(try house.violations() == [])
    }

    @Test("keeps the world that it relies on switched on while it is live")
    func inUse() throws {
        let raffle = try house.configured(in: world)
        _ = try house.act(ActivateRaffle.self, raffle).get()
        let offs = [
            try house.ask(ChangeVenue.self, #"{"venue_id":"\#(world.venue.id)","is_active":false}"#).code,
            try house.ask(ChangeJurisdiction.self, #"{"jurisdiction_id":"\#(world.state.id)","is_active":false}"#).code,
            try house.ask(ChangeOrganization.self, #"{"organization_id":"\#(world.club.id)","is_active":false}"#).code,
            try house.ask(
                WithdrawVenue.self, #"{"organization_id":"\#(world.club.id)","venue_id":"\#(world.venue.id)"}"#
            ).code,
        ]
        #expect(offs == ["in_use", "in_use", "in_use", "in_use"])
        _ = try house.act(CancelRaffle.self, raffle, #","reason":"rain""#).get()
        try house.service.step()
        #expect(try house.ask(ChangeVenue.self, #"{"venue_id":"\#(world.venue.id)","is_active":false}"#).status == 200)
    }

    @Test(
        "changes in nothing that bears on who wins once it is activated",
        arguments: [
            #""max_tickets":50"#, #""sales_end_time":"2030-01-01T00:00:00Z","draw_time":"2030-01-01T00:00:00Z""#,
            #""draw_time":"2030-01-01T00:00:00Z""#, #""jackpot_seed":{"amount":"1","currency":"EUR"}"#,
            #""fee_pct":"1""#, #""distinct_winners":true"#, #""allows_online_sales":false"#,
            #""revenue_calculation_method":"net_revenue""#,
        ])
    func fixed(fields: String) throws {
        let raffle = try house.configured(in: world)
        _ = try house.act(ActivateRaffle.self, raffle).get()
        let refused = try house.act(ChangeRaffle.self, raffle, "," + fields)
        #expect(refused.status == 409 && refused.code == "fixed")
        #expect(try house.act(ChangeRaffle.self, raffle, #","name":"Other""#).get().name == "Other")
        let prizes = try house.act(ListPrizes.self, raffle).get().items
        let prize = #","prize_id":"\#(try #require(prizes.first).id)""#
        #expect(try house.act(ChangePrize.self, raffle, prize + #","winner_count":2"#).code == "fixed")
        #expect(try house.act(DropPrize.self, raffle, prize).code == "fixed")
        #expect(try house.prize(#""prize_type":"percentage","percentage":"1""#, in: raffle).code == "fixed")
        #expect(try house.act(ListPrizes.self, raffle).get().items == prizes)
    }

    @Test("is held to what is known already when it is drafted or changed")
    func early() throws {
        _ = try house.ask(
            SetRegulations.self,
            #"{"jurisdiction_id":"\#(world.state.id)","max_prize_value":{"amount":"50.00","currency":"EUR"},"allows_online_sales":false}"#
        ).get()
        let raffle = try house.draft(in: world)
        #expect(!raffle.allowsOnlineSales, "what is not said is what is allowed")
        #expect(
            try rules(house.act(ChangeRaffle.self, raffle, #","allows_online_sales":true"#)) == [
                "online_sales_not_allowed"
            ])
        let large = try house.prize(#""prize_type":"fixed","value":{"amount":"50.01","currency":"EUR"}"#, in: raffle)
        #expect(rules(large) == ["prize_too_large"])
        let dollars = try house.ask(
            CreateRaffle.self,
            #"{"name":"x","currency":"USD","organization_id":"\#(world.club.id)","venue_id":"\#(world.venue.id)"}"#)
        #expect(rules(dollars).contains("currency_not_regulated"))
        let elsewhere = try house.venue("Other", in: world.state)
        #expect(
            try rules(house.act(ChangeRaffle.self, raffle, #","venue_id":"\#(elsewhere.id)""#)) == [
                "venue_not_authorized"
            ])
        #expect(try house.get(raffle).venueID == world.venue.id)
    }

    @Test("is called off with a reason before the draw, whereupon all that is left of its tickets is void")
    func cancelled() throws {
        let raffle = try house.configured(in: world, tickets: 9000)
        _ = try house.act(ActivateRaffle.self, raffle).get()
        let over = try house.act(CancelRaffle.self, raffle, #","reason":"rain""#).get()
        #expect(over.state == .cancelled && over.cancellationReason == "rain")
        try house.service.step()
        #expect(try house.act(ReadTicketCounts.self, raffle).get().voided == 9000)
        for answer in [
            try house.act(CancelRaffle.self, raffle, #","reason":"again""#), try house.act(ActivateRaffle.self, raffle),
            try house.act(CloseSales.self, raffle), try house.act(ResumeRaffle.self, raffle),
            try house.act(ConfigureRaffle.self, raffle), try house.act(ChangeRaffle.self, raffle, #","name":"x""#),
        ] { #expect(answer.code == "wrong_state") }
        #expect(try house.violations() == [])
    }

    @Test("is for its own organization's people, and nobody else's")
    func authority() throws {
        let other = try house.organization("Other")
        let (own, stranger) = (house.staff(20, .operator_, of: world.club.id), house.staff(21, .admin, of: other.id))
        let seller = house.staff(22, .seller, of: world.club.id)
        let raffle = try house.draft(in: world, by: own)
        #expect(try house.act(GetRaffle.self, raffle, by: seller).get() == raffle)
        #expect(try house.act(GetRaffle.self, raffle, by: stranger).code == "not_found")
        for caller in [stranger, seller, house.player, house.auditor] {
            #expect(try house.act(ChangeRaffle.self, raffle, #","name":"x""#, by: caller).code == "forbidden")
            #expect(try house.act(ConfigureRaffle.self, raffle, by: caller).code == "forbidden")
            #expect(try house.act(CancelRaffle.self, raffle, #","reason":"x""#, by: caller).code == "forbidden")
        }
        let moved = try house.act(ChangeRaffle.self, raffle, #","organization_id":"\#(other.id)""#, by: own)
        #expect(moved.code == "forbidden", "nobody gives a raffle to those for whom they do not work")
        #expect(try house.act(ListTickets.self, raffle, by: stranger).code == "forbidden")
        let history = try house.ask(
            ListElementChanges.self, #"{"element_type":"raffle","element_id":"\#(raffle.id)"}"#, by: seller
        ).get()
        #expect(history.items.map(\.type) == [RaffleCreated.type])
    }
}
