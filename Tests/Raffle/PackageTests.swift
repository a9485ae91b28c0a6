import Messages
import Raffle
import Runtime
import TestSupport
import Testing

@Suite("What a raffle offers")
struct PackageTests {
    let house: RaffleHouse
    let world: RaffleHouse.World

    init() throws {
        house = try RaffleHouse()
        world = try house.world()
    }

    private func change(_ package: TicketPackageView, _ fields: String) throws
        -> ServiceUnderTest.Answer<TicketPackageView>
    {
        try house.ask(ChangeTicketPackage.self, #"{"package_id":"\#(package.id)",\#(fields)}"#)
    }

    private func euro(_ amount: String) -> String { #"{"amount":"\#(amount)","currency":"EUR"}"# }

    @Test("are packages whose prices follow one another by the clock, and none of which is ever lost")
    func prices() throws {
        let now = house.service.now
        func at(_ seconds: Int64) -> Timestamp { now.adding(seconds: seconds) }
        let planned = try change(
            world.package,
            #""scheduled_prices":[{"price":\#(euro("6.00")),"starts_at":"\#(at(100))"},{"price":\#(euro("0")),"starts_at":"\#(at(200))"}]"#
        ).get()
        #expect(
            planned.price.amount.text == "5.00" && planned.scheduledPrices.map(\.price.amount.text) == ["6.00", "0.00"])
        house.service.now = at(100)
        let raffle = try house.draft(in: world)
        #expect(try house.offer(world.package, in: raffle).get().price.amount.text == "6.00")
        let changed = try change(world.package, #""scheduled_prices":[]"#).get()
        #expect(changed.price.amount.text == "6.00" && changed.scheduledPrices.isEmpty)
        house.service.now = at(300)
        #expect(try change(world.package, #""price":\#(euro("4.50"))"#).get().price.amount.text == "4.50")
        let all = try house.ask(ListPackagePrices.self, #"{"package_id":"\#(world.package.id)"}"#).get().items
        #expect(all.map(\.price.amount.text) == ["4.50", "0.00", "6.00", "5.00"])
        #expect(all.map { $0.withdrawnAt != nil } == [false, true, false, false])
        let past = try change(world.package, #""scheduled_prices":[{"price":\#(euro("1")),"starts_at":"\#(at(300))"}]"#)
        #expect(past.code == "times_out_of_order")
        let twice = #"{"price":\#(euro("1")),"starts_at":"\#(at(400))"}"#
        #expect(try change(world.package, #""scheduled_prices":[\#(twice),\#(twice)]"#).code == "times_out_of_order")
        #expect(try change(world.package, #""price":{"amount":"1","currency":"USD"}"#).problem?.status == 422)
    }

    @Test("are packages of its own organization and currency, each offered once")
    func offers() throws {
        let raffle = try house.draft(in: world)
        let other = try house.organization("Other")
        func package(_ owner: ID<Organization>, _ price: String) throws -> TicketPackageView {
            try house.ask(
                CreateTicketPackage.self,
                #"{"organization_id":"\#(owner)","name":"x","ticket_count":1,"price":\#(price)}"#
            ).get()
        }
        #expect(try house.offer(try package(other.id, euro("1")), in: raffle).code == "another_organization")
        let dollars = try package(world.club.id, #"{"amount":"1","currency":"USD"}"#)
        #expect(try house.offer(dollars, in: raffle).code == "currencies_differ")
        #expect(try house.offer(world.package, in: raffle).status == 201)
        #expect(try house.offer(world.package, in: raffle).code == "already_offered")
        let cheap = try package(world.club.id, euro("0"))
        _ = try house.act(OfferPackage.self, raffle, #","ticket_package_id":"\#(cheap.id)","display_order":7"#).get()
        let path = #","package_id":"\#(cheap.id)""#
        #expect(try !house.act(WithdrawOffer.self, raffle, path).get().isActive)
        #expect(try house.act(ChangeOffer.self, raffle, path + #","is_active":true,"display_order":0"#).get().isActive)
        #expect(
            try house.act(ListOffers.self, raffle).get().items.map(\.ticketPackageID) == [world.package.id, cheap.id])
        _ = try change(cheap, #""is_active":false"#).get()
        #expect(try house.act(ListOffers.self, raffle).get().items.map(\.isActive) == [true, false])
        #expect(try house.offer(cheap, in: raffle).code == "switched_off")
    }

    @Test("costs no more than is allowed, now and by any price to come, while it is sold")
    func dear() throws {
        _ = try house.ask(
            SetRegulations.self, #"{"jurisdiction_id":"\#(world.state.id)","max_ticket_price":\#(euro("2.00"))}"#
        ).get()
        let raffle = try house.configured(in: world)
        _ = try house.act(ActivateRaffle.self, raffle).get()
        let later = house.service.now.adding(seconds: 100)
        #expect(try change(world.package, #""price":\#(euro("6.01"))"#).code == "rules_broken")
        #expect(
            try change(world.package, #""scheduled_prices":[{"price":\#(euro("6.01")),"starts_at":"\#(later)"}]"#).code
                == "rules_broken")
        #expect(try change(world.package, #""price":\#(euro("6.00"))"#).get().price.amount.text == "6.00")
    }

    @Test("are prizes of one form each, in places of their own, that never exceed the whole revenue")
    func prizes() throws {
        let raffle = try house.draft(in: world)
        let first = try house.prize(#""prize_type":"fixed","value":\#(euro("100.00")),"winner_count":2"#, in: raffle)
            .get()
        #expect(first.position.value == 1 && first.winnerCount.value == 2)
        let second = try house.prize(
            #""prize_type":"percentage","percentage":"33.30","guaranteed_minimum":\#(euro("10"))"#, in: raffle
        ).get()
        #expect(second.position.value == 2 && second.percentage?.text == "33.3")
        #expect(second.guaranteedMinimum?.amount.text == "10.00")
        for (fields, code) in [
            (#""prize_type":"fixed""#, "wrong_prize"), (#""prize_type":"percentage""#, "wrong_prize"),
            (#""prize_type":"fixed","value":\#(euro("1")),"percentage":"1""#, "wrong_prize"),
            (#""prize_type":"fixed","value":\#(euro("1")),"guaranteed_minimum":\#(euro("1"))"#, "wrong_prize"),
            (#""prize_type":"percentage","percentage":"0""#, "out_of_range"),
            (#""prize_type":"percentage","percentage":"100.01""#, "out_of_range"),
            (#""prize_type":"percentage","percentage":"33.36","winner_count":2"#, "out_of_range"),
            (#""prize_type":"percentage","percentage":"1","position":1"#, "position_taken"),
            (#""prize_type":"moon","value":\#(euro("1"))"#, "wrong_prize"),
        ] { #expect(try house.prize(fields, in: raffle).code == code, "\(fields)") }
        let dropped = #","prize_id":"\#(first.id)""#
        #expect(try !house.act(DropPrize.self, raffle, dropped).get().isActive)
        #expect(try house.act(ChangePrize.self, raffle, dropped).code == "not_found")
        let again = try house.prize(#""prize_type":"fixed","value":\#(euro("1")),"position":1"#, in: raffle).get()
        #expect(try house.act(ListPrizes.self, raffle).get().items == [again, second])
        let turned = try house.act(
            ChangePrize.self, raffle,
            #","prize_id":"\#(second.id)","prize_type":"fixed","value":\#(euro("7")),"percentage":null,"guaranteed_minimum":null"#
        ).get()
        #expect(turned.prizeType == .fixed && turned.percentage == nil)
        let history = try house.ask(
            ListElementChanges.self, #"{"element_type":"prize","element_id":"\#(second.id)"}"#
        ).get()
        #expect(history.items.count == 2)
        #expect(try house.violations() == [])
    }

    @Test("are perks, as many as there are in stock")
    func perks() throws {
        let raffle = try house.draft(in: world)
        let unknown = try house.act(
            CreatePerk.self, raffle, #","name":"Cap","stock":5,"ticket_package_id":"\#(world.package.id)""#)
        #expect(unknown.code == "unknown_package", "it is not offered yet")
        _ = try house.offer(world.package, in: raffle).get()
        let cap = try house.act(
            CreatePerk.self, raffle, #","name":"Cap","stock":5,"ticket_package_id":"\#(world.package.id)""#
        ).get()
        #expect(cap.stock.value == 5 && cap.granted == 0)
        let more = try house.act(ChangePerk.self, raffle, #","perk_id":"\#(cap.id)","stock":9"#).get()
        #expect(more.stock.value == 9)
        #expect(try house.act(ListPerks.self, raffle).get().items == [more])
    }
}
