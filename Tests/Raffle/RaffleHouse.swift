import Messages
import Raffle
import Runtime
import Storage
import TestSupport
import Testing
import TimeZones

/// The raffle service with those who administer it and those who hold raffles.
final class RaffleHouse {
    let service: ServiceUnderTest
    let admin = TestUsers.statement(1, roles: [.player, .admin])
    let auditor = TestUsers.statement(2, roles: [.player, .auditor])
    let operator_ = TestUsers.statement(3, roles: [.player, .operator_])
    let player = TestUsers.statement(4)

    init() throws {
        let dublin = TimeZoneName(trusted: "Europe/Dublin")
        service = try ServiceUnderTest(
            RaffleService.definition(RaffleSettings(zones: ZoneBook([dublin: .utc]))))
    }

    /// Somebody who has a role in one organization and nothing on the platform.
    func staff(_ number: UInt64, _ role: Role, of organization: ID<Organization>) -> Statement {
        var statement = TestUsers.statement(number)
        statement.grants = [Statement.Grant(role: role, organization: organization)]
        return statement
    }

    func ask<O: Messages.Operation>(
        _ operation: O.Type, _ json: String = "{}", by caller: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<O.Reply> {
        let request = try WireCoding().decode(O.Request.self, from: Array(json.utf8))
        // What is made one after another is listed so: ids tell milliseconds apart.
        if O.route?.success == 201 { service.now = service.now.adding(milliseconds: 1) }
        return try service.ask(operation, request, by: caller ?? admin)
    }

    func violations() throws -> [String] { try RaffleInvariants.violations(in: try service.reader()) }

    // MARK: - The licensing world

    @discardableResult
    func jurisdiction(_ code: String, below parent: JurisdictionView? = nil) throws -> JurisdictionView {
        let above = parent.map { #","parent_jurisdiction_id":"\#($0.id)""# } ?? ""
        return try ask(
            CreateJurisdiction.self, #"{"name":"\#(code)","code":"\#(code)","type":"state","country":"US"\#(above)}"#
        ).get()
    }

    func licence(
        _ type: String = "charitable_gaming", from start: Int64 = -1000, until end: Int64? = nil
    ) throws -> LicenceView {
        let issued = service.now.adding(seconds: start)
        let over = end.map { #","expiry_date":"\#(service.now.adding(seconds: $0))""# } ?? ""
        return try ask(
            CreateLicence.self,
            #"{"license_type":"\#(type)","license_number":"L-1","issuing_authority":"The board","issue_date":"\#(issued)"\#(over)}"#
        ).get()
    }

    func venue(
        _ name: String = "Hall", in jurisdiction: JurisdictionView, below parent: VenueView? = nil,
        permit: LicenceView? = nil
    ) throws -> VenueView {
        let above = parent.map { #","parent_venue_id":"\#($0.id)""# } ?? ""
        let licensed = permit.map { #","venue_permit_id":"\#($0.id)""# } ?? ""
        return try ask(
            CreateVenue.self, #"{"name":"\#(name)","jurisdiction_id":"\#(jurisdiction.id)"\#(above)\#(licensed)}"#
        ).get()
    }

    func organization(
        _ name: String = "Club", at venue: VenueView? = nil, licence: LicenceView? = nil
    ) throws -> OrganizationView {
        let home = venue.map { #","primary_venue_id":"\#($0.id)""# } ?? ""
        let licensed = licence.map { #","gaming_license_id":"\#($0.id)""# } ?? ""
        return try ask(
            CreateOrganization.self, #"{"name":"\#(name)","organization_type":"club"\#(home)\#(licensed)}"#
        ).get()
    }
}

extension RaffleHouse {
    /// A licensed world with everything that a raffle takes.
    struct World {
        let state: JurisdictionView
        let venue: VenueView
        let club: OrganizationView
        let package: TicketPackageView
    }

    func world() throws -> World {
        let state = try jurisdiction("CA-US")
        let venue = try venue(in: state, permit: try licence("venue_permit"))
        let club = try organization(at: venue, licence: try licence())
        let package = try ask(
            CreateTicketPackage.self,
            #"{"organization_id":"\#(club.id)","name":"Three","ticket_count":3,"price":{"amount":"5.00","currency":"EUR"}}"#
        ).get()
        return World(state: state, venue: venue, club: club, package: package)
    }

    /// A draft whose sales begin in a minute and last for ten hours.
    func draft(in world: World, tickets: Int = 100, _ fields: String = "", by caller: Statement? = nil) throws
        -> RaffleView
    {
        let (start, end) = (service.now.adding(seconds: 60), service.now.adding(seconds: 36_060))
        return try ask(
            CreateRaffle.self,
            #"{"name":"Night","currency":"EUR","max_tickets":\#(tickets),"organization_id":"\#(world.club.id)","venue_id":"\#(world.venue.id)","sales_start_time":"\#(start)","sales_end_time":"\#(end)","draw_time":"\#(end)"\#(fields)}"#,
            by: caller
        ).get()
    }

    func offer(_ package: TicketPackageView, in raffle: RaffleView) throws -> ServiceUnderTest.Answer<OfferedPackage> {
        try ask(OfferPackage.self, #"{"raffle_id":"\#(raffle.id)","ticket_package_id":"\#(package.id)"}"#)
    }

    func prize(_ fields: String, in raffle: RaffleView) throws -> ServiceUnderTest.Answer<PrizeView> {
        try ask(CreatePrize.self, #"{"raffle_id":"\#(raffle.id)","name":"Prize",\#(fields)}"#)
    }

    func act<O: Messages.Operation>(
        _ operation: O.Type, _ raffle: RaffleView, _ fields: String = "", by caller: Statement? = nil
    ) throws -> ServiceUnderTest.Answer<O.Reply> {
        try ask(operation, #"{"raffle_id":"\#(raffle.id)"\#(fields)}"#, by: caller)
    }

    func get(_ raffle: RaffleView) throws -> RaffleView { try act(GetRaffle.self, raffle).get() }

    /// A raffle with a package and prizes whose tickets are made.
    func configured(in world: World, tickets: Int = 100) throws -> RaffleView {
        let raffle = try draft(in: world, tickets: tickets)
        _ = try offer(world.package, in: raffle).get()
        _ = try prize(#""prize_type":"fixed","value":{"amount":"100.00","currency":"EUR"}"#, in: raffle).get()
        _ = try prize(#""prize_type":"percentage","percentage":"50""#, in: raffle).get()
        _ = try act(ConfigureRaffle.self, raffle).get()
        try service.step()
        return try get(raffle)
    }
}
