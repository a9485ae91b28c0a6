import Messages
import Raffle
import Runtime
import TestSupport
import Testing

@Suite("Jurisdictions and venues")
struct JurisdictionTests {
    let house: RaffleHouse

    init() throws { house = try RaffleHouse() }

    private func change(_ one: JurisdictionView, _ fields: String) throws -> ServiceUnderTest.Answer<JurisdictionView> {
        try house.ask(ChangeJurisdiction.self, #"{"jurisdiction_id":"\#(one.id)",\#(fields)}"#)
    }

    @Test("are read back as they were made, and told of with what was before")
    func kept() throws {
        let country = try house.jurisdiction("US")
        let state = try house.jurisdiction("CA-US", below: country)
        #expect(state.parentJurisdictionID == country.id && state.isActive && state.createdBy == house.admin.user)
        let changed = try change(state, #""name":"California","country":"US""#).get()
        #expect(changed.name == "California" && changed.code == "CA-US")
        #expect(try house.ask(GetJurisdiction.self, #"{"jurisdiction_id":"\#(state.id)"}"#).get() == changed)
        let history = try house.ask(
            ListElementChanges.self, #"{"element_type":"jurisdiction","element_id":"\#(state.id)"}"#
        ).get().items
        #expect(history.map(\.type) == [JurisdictionChanged.type, JurisdictionChanged.type])
        #expect(history.first?.actor == "user:\(house.admin.user)")
        let told = String(decoding: try WireCoding().encode(try #require(history.first).data), as: UTF8.self)
        #expect(told.contains(#""before":{"code":"CA-US""#) && told.contains("California"))
        #expect(try change(changed, #""name":"California""#).get() == changed, "what changes nothing is no change")
        #expect(try house.service.events(JurisdictionChanged.type).count == 3)
        #expect(try house.violations() == [])
    }

    @Test("have a code of their own, whatever the case, and stand below what exists and is on")
    func refusals() throws {
        let country = try house.jurisdiction("US")
        let taken = try house.ask(
            CreateJurisdiction.self, #"{"name":"x","code":"US","type":"country","country":"US"}"#)
        #expect(taken.status == 409 && taken.code == "code_taken")
        let nowhere =
            #"{"name":"x","code":"X1","type":"state","country":"US","parent_jurisdiction_id":"\#(ID<Venue>.sample)"}"#
        #expect(try house.ask(CreateJurisdiction.self, nowhere).code == "unknown_jurisdiction")
        let odd = try house.ask(CreateJurisdiction.self, #"{"name":"x","code":"X2","type":"moon","country":"US"}"#)
        #expect(odd.code == "unknown_kind")
        _ = try change(country, #""is_active":false"#).get()
        let below = try house.ask(
            CreateJurisdiction.self,
            #"{"name":"x","code":"X3","type":"state","country":"US","parent_jurisdiction_id":"\#(country.id)"}"#)
        #expect(below.status == 409 && below.code == "switched_off")
    }

    @Test("never stand above themselves, nor deeper than eight levels")
    func trees() throws {
        var line = [try house.jurisdiction("L1")]
        for level in 2...8 { line.append(try house.jurisdiction("L\(level)", below: line[level - 2])) }
        let ninth = try house.ask(
            CreateJurisdiction.self,
            #"{"name":"x","code":"L9","type":"state","country":"US","parent_jurisdiction_id":"\#(line[7].id)"}"#)
        #expect(ninth.code == "hierarchy_too_deep")
        #expect(try change(line[0], #""parent_jurisdiction_id":"\#(line[3].id)""#).code == "cyclic_hierarchy")
        #expect(try change(line[3], #""parent_jurisdiction_id":"\#(line[3].id)""#).code == "cyclic_hierarchy")
        let other = try house.jurisdiction("M1")
        let below = try house.jurisdiction("M2", below: other)
        #expect(try change(line[0], #""parent_jurisdiction_id":"\#(below.id)""#).code == "hierarchy_too_deep")
        #expect(try change(line[4], #""parent_jurisdiction_id":"\#(other.id)""#).get().parentJurisdictionID == other.id)
        #expect(try change(line[4], #""parent_jurisdiction_id":null"#).get().parentJurisdictionID == nil)
        let found = try house.ask(ListJurisdictions.self, #"{"parent_jurisdiction_id":"\#(line[0].id)"}"#).get()
        #expect(found.items.map(\.code) == ["L2"] && found.next == nil)
        let page = try house.ask(ListJurisdictions.self, #"{"limit":3}"#).get()
        #expect(page.items.map(\.code) == ["M2", "M1", "L8"] && page.next != nil)
        #expect(try house.violations() == [])
    }

    @Test("put one version of regulations in force after another")
    func regulations() throws {
        let state = try house.jurisdiction("CA-US")
        func set(_ fields: String) throws -> ServiceUnderTest.Answer<RegulationsView> {
            try house.ask(SetRegulations.self, #"{"jurisdiction_id":"\#(state.id)"\#(fields)}"#)
        }
        let first = try set("").get()
        #expect(first.version == 1 && first.dataRetentionYears.value == 7 && first.allowsOnlineSales)
        let second = try set(
            #","max_prize_value":{"amount":"5000.00","currency":"EUR"},"max_ticket_price":{"amount":"2.50","currency":"EUR"},"max_event_duration_hours":72,"allows_online_sales":false"#
        ).get()
        #expect(second.version == 2 && second.maxTicketPrice?.amount.text == "2.50" && !second.allowsOnlineSales)
        let current = try house.ask(GetJurisdiction.self, #"{"jurisdiction_id":"\#(state.id)"}"#).get()
        #expect(current.currentRegulationsID == second.id)
        let versions = try house.ask(ListRegulations.self, #"{"jurisdiction_id":"\#(state.id)","limit":1}"#).get()
        #expect(versions.items == [second] && versions.next == "2")
        #expect(
            try house.ask(ListRegulations.self, #"{"jurisdiction_id":"\#(state.id)","cursor":"2"}"#).get().items == [
                first
            ])
        #expect(
            try set(
                #","max_prize_value":{"amount":"1","currency":"EUR"},"max_ticket_price":{"amount":"1","currency":"USD"}"#
            ).code == "currencies_differ")
        #expect(try set(#","max_prize_value":{"amount":"1","currency":"XXX"}"#).code == "unknown_currency")
        #expect(
            try set(#","max_prize_value":{"amount":"0","currency":"EUR"}"#).problem?.errors.map(\.pointer)
                == ["/max_prize_value/amount"])
        #expect(try house.violations() == [])
    }

    @Test("hold venues by identifiers and permits of their own, in time zones that there are")
    func venues() throws {
        let (state, other) = (try house.jurisdiction("CA-US"), try house.jurisdiction("NV-US"))
        func make(_ fields: String, in place: JurisdictionView) throws -> ServiceUnderTest.Answer<VenueView> {
            try house.ask(CreateVenue.self, #"{"name":"Hall","jurisdiction_id":"\#(place.id)"\#(fields)}"#)
        }
        let (permit, gaming) = (try house.licence("venue_permit"), try house.licence())
        let hall = try make(
            #","venue_identifier":"H1","venue_permit_id":"\#(permit.id)","time_zone":"Europe/Dublin","capacity":900"#,
            in: state
        ).get()
        #expect(hall.venuePermitID == permit.id && hall.timeZone == "Europe/Dublin" && hall.capacity?.value == 900)
        #expect(try make(#","venue_identifier":"H1""#, in: state).code == "identifier_taken")
        #expect(try make(#","venue_identifier":"H1""#, in: other).status == 201)
        #expect(try make(#","venue_permit_id":"\#(permit.id)""#, in: other).code == "licence_taken")
        #expect(try make(#","venue_permit_id":"\#(gaming.id)""#, in: other).code == "wrong_licence_type")
        #expect(try make(#","time_zone":"Mars/Olympus""#, in: other).code == "unknown_time_zone")
        let stage = try house.venue("Stage", in: state, below: hall)
        let turned = try house.ask(
            ChangeVenue.self, #"{"venue_id":"\#(hall.id)","parent_venue_id":"\#(stage.id)"}"#)
        #expect(turned.code == "cyclic_hierarchy")
        let cleared = try house.ask(
            ChangeVenue.self, #"{"venue_id":"\#(hall.id)","capacity":null,"venue_permit_id":null,"is_active":false}"#
        ).get()
        #expect(cleared.capacity == nil && cleared.venuePermitID == nil && !cleared.isActive)
        #expect(
            try house.ask(ListVenues.self, #"{"jurisdiction_id":"\#(state.id)","is_active":true}"#).get().items == [
                stage
            ])
        #expect(
            try house.ask(ListVenues.self, #"{"parent_venue_id":"\#(hall.id)"}"#).get().items == [stage])
        #expect(try house.violations() == [])
    }
}
