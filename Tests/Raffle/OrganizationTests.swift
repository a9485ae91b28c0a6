import Messages
import Raffle
import Runtime
import TestSupport
import Testing

@Suite("Organizations")
struct OrganizationTests {
    let house: RaffleHouse
    let state: JurisdictionView
    let hall: VenueView

    init() throws {
        house = try RaffleHouse()
        state = try house.jurisdiction("CA-US")
        hall = try house.venue(in: state)
    }

    private func change(_ one: OrganizationView, _ fields: String) throws -> ServiceUnderTest.Answer<OrganizationView> {
        try house.ask(ChangeOrganization.self, #"{"organization_id":"\#(one.id)",\#(fields)}"#)
    }

    private func get(_ one: OrganizationView, by caller: Statement? = nil) throws -> OrganizationView {
        try house.ask(GetOrganization.self, #"{"organization_id":"\#(one.id)"}"#, by: caller).get()
    }

    private func relations(of one: OrganizationView) throws -> [OrganizationVenueView] {
        try house.ask(ListOrganizationVenues.self, #"{"organization_id":"\#(one.id)"}"#).get().items
    }

    @Test("hold raffles in the venues that they are authorized for, one of them the primary one")
    func venues() throws {
        let club = try house.organization(at: hall)
        #expect(try relations(of: club).map(\.relationshipType) == [.primary])
        let barn = try house.venue("Barn", in: state)
        #expect(try change(club, #""primary_venue_id":"\#(barn.id)""#).code == "venue_not_authorized")
        let authorize = #"{"organization_id":"\#(club.id)","venue_id":"\#(barn.id)""#
        let allowed = try house.ask(AuthorizeVenue.self, authorize + "}")
        #expect(allowed.status == 201)
        let relation = try allowed.get()
        #expect(relation.relationshipType == .authorized && relation.authorizedBy == house.admin.user)
        #expect(try change(club, #""primary_venue_id":"\#(barn.id)""#).get().primaryVenueID == barn.id)
        #expect(try relations(of: club).map(\.relationshipType) == [.primary, .authorized])
        #expect(try house.violations() == [])
        let withdraw = #"{"organization_id":"\#(club.id)","venue_id":"\#(barn.id)"}"#
        #expect(try !house.ask(WithdrawVenue.self, withdraw).get().isActive)
        #expect(try get(club).primaryVenueID == nil, "what is withdrawn is nobody's primary venue")
        #expect(try house.ask(WithdrawVenue.self, withdraw).code == "not_found")
        let again = try house.ask(AuthorizeVenue.self, authorize + #","relationship_type":"primary"}"#).get()
        #expect(again.id == relation.id && again.isActive && again.relationshipType == .primary)
        #expect(try get(club).primaryVenueID == barn.id)
        _ = try house.ask(AuthorizeVenue.self, authorize + "}").get()
        #expect(try get(club).primaryVenueID == nil, "as one among others it is the primary one no more")
        #expect(try house.violations() == [])
    }

    @Test("have a licence, an address and a contact that are of the right kind and exist")
    func parts() throws {
        let (permit, gaming) = (try house.licence("venue_permit"), try house.licence())
        let club = try house.organization(licence: gaming)
        let other = try house.organization("Other")
        #expect(try change(other, #""gaming_license_id":"\#(gaming.id)""#).code == "licence_taken")
        #expect(try change(other, #""gaming_license_id":"\#(permit.id)""#).code == "wrong_licence_type")
        #expect(try change(other, #""gaming_license_id":"\#(ID<Licence>.sample)""#).code == "unknown_licence")
        let lines =
            #""street_line_1":"1 Quay","city":"Cork","state_province":"Munster","postal_code":"T12","country":"IE"}"#
        let hallAddress = try house.ask(CreateAddress.self, #"{"address_type":"physical",\#(lines)"#).get()
        let mail = try house.ask(CreateAddress.self, #"{"address_type":"mailing",\#(lines)"#).get()
        #expect(try change(club, #""mailing_address_id":"\#(hallAddress.id)""#).code == "wrong_address_type")
        #expect(try change(club, #""mailing_address_id":"\#(mail.id)""#).get().mailingAddressID == mail.id)
        let moved = try house.ask(
            ChangeAddress.self, #"{"address_id":"\#(mail.id)","street_line_1":"2 Quay","street_line_2":"Rear"}"#
        ).get()
        #expect(moved.streetLine1 == "2 Quay" && moved.streetLine2 == "Rear")
        #expect(try change(club, #""primary_contact_id":"\#(ID<LicensingContact>.sample)""#).code == "unknown_contact")
        #expect(try house.violations() == [])
    }

    @Test("put one version of their settings in force after another")
    func settings() throws {
        let club = try house.organization()
        let first = try house.ask(SetOrganizationSettings.self, #"{"organization_id":"\#(club.id)"}"#).get()
        #expect(first.maxConcurrentEvents.value == 5 && first.defaultRevenueCalculationMethod == .grossRevenue)
        let second = try house.ask(
            SetOrganizationSettings.self,
            #"{"organization_id":"\#(club.id)","max_concurrent_events":2,"allows_online_ticket_sales":false}"#
        ).get()
        #expect(second.version == 2 && !second.allowsOnlineTicketSales)
        #expect(try get(club).currentSettingsID == second.id)
        let all = try house.ask(ListOrganizationSettings.self, #"{"organization_id":"\#(club.id)"}"#).get()
        #expect(all.items == [second, first])
    }

    @Test("are seen by their own people, and all of them by admins, operators and auditors")
    func access() throws {
        let (club, other) = (try house.organization(), try house.organization("Other"))
        let seller = house.staff(10, .seller, of: club.id)
        #expect(try get(club, by: seller) == club && get(club, by: house.auditor) == club)
        let stranger = try house.ask(GetOrganization.self, #"{"organization_id":"\#(other.id)"}"#, by: seller)
        #expect(stranger.code == "forbidden")
        #expect(try house.ask(ListOrganizations.self, by: seller).get().items == [club])
        #expect(try house.ask(ListOrganizations.self, by: house.operator_).get().items == [other, club])
        #expect(try house.ask(ListOrganizations.self, by: house.player).code == "forbidden")
        #expect(try house.ask(ListVenues.self, by: seller).get().items == [hall])
        #expect(try house.ask(ListVenues.self, by: house.player).code == "forbidden")
        let change = #"{"organization_id":"\#(club.id)","name":"Mine"}"#
        for caller in [seller, house.operator_, house.auditor, house.player] {
            #expect(try house.ask(ChangeOrganization.self, change, by: caller).code == "forbidden")
        }
        let history = #"{"element_type":"organization","element_id":"\#(club.id)"}"#
        #expect(try house.ask(ListElementChanges.self, history, by: seller).get().items.count == 1)
        #expect(
            try house.ask(
                ListElementChanges.self, #"{"element_type":"organization","element_id":"\#(other.id)"}"#, by: seller
            ).code == "forbidden")
    }

    /// An event as identity would tell it.
    private func told<E: Event>(_ event: E, _ number: Int64) throws -> [UInt8] {
        let record = EventRecord(
            source: "identity", incarnation: 1, sequence: number, type: E.type, version: 1, subject: event.subject,
            severity: .info, time: house.service.now, actor: "user:x", causation: "c", traceparent: "t", data: event)
        return try WireCoding().encode(record)
    }

    private func workers(of club: OrganizationView) throws -> [OrganizationPerson] {
        let page = try house.ask(ListOrganizationPeople.self, #"{"organization_id":"\#(club.id)"}"#).get()
        return page.items
    }

    @Test("know who works for them from identity, until that person is forgotten or loses the role")
    func people() throws {
        let club = try house.organization()
        let user = TestUsers.statement(30).user
        let granted = RoleGranted(
            user: user, role: .seller, organization: club.id, before: [.operator_], after: [.operator_, .seller])
        let elsewhere = RoleGranted(user: user, role: .admin, before: [.player], after: [.player, .admin])
        try house.service.deliver(events: [try told(granted, 1), try told(elsewhere, 2)], from: .identity)
        #expect(try workers(of: club).map(\.userID) == [user])
        #expect(try workers(of: club).map(\.roles) == [[.operator_, .seller]])
        let revoked = RoleRevoked(
            user: user, role: .seller, organization: club.id, before: [.operator_, .seller], after: [.operator_])
        try house.service.deliver(events: [try told(revoked, 3)], from: .identity)
        #expect(try workers(of: club).map(\.roles) == [[.operator_]])
        for _ in 0..<4 { _ = try house.service.call(ForgetPerson.self, .init(user: user), from: .identity).get() }
        #expect(try workers(of: club).isEmpty)
    }
}
