import Messages

/// The part of an admin who keeps the world that raffles are licensed in, and runs raffles there: some are well made, some break
/// a rule, some are called off while their tickets are made.
final class RaffleDrill {
    private let story: Story
    private let name: String
    private var made = 0
    private var jurisdictions: [String] = []
    private var venues: [String] = []
    private var organizations: [(id: String, venue: String)] = []
    private var licences: [String] = []
    private var packages: [(id: String, owner: (id: String, venue: String))] = []
    /// The raffle that is under way, and what is still to be done with it.
    private var raffle: String?
    private var offered = ""
    private var plan: [Step] = []

    private enum Step { case offer, prize, configure, activate, suspend, resume, allocate, close, cancel }

    init(story: Story, name: String) { (self.story, self.name) = (story, name) }

    func next(_ client: Client) -> Deed {
        guard !jurisdictions.isEmpty else { return jurisdiction(client) }
        guard !venues.isEmpty else { return venue(client) }
        guard !organizations.isEmpty else { return organization(client) }
        guard !packages.isEmpty else { return package(client) }
        if client.dice.chance(7000) { return proceed(client) }
        switch client.dice.index(below: 9) {
        case 0: return jurisdiction(client)
        case 1: return venue(client)
        case 2: return organization(client)
        case 3: return licence(client)
        case 4: return change(client)
        case 5: return rules(client)
        case 6: return package(client)
        case 7: return attribute(client)
        default: return look(client)
        }
    }

    private func add(_ call: Call, or codes: String..., keep: @escaping (String) -> Void = { _ in }) -> Deed {
        .submit(call) { answer in
            guard answer.isSuccess || answer.code == "deadline_passed" || codes.contains(answer.code) else {
                throw Violation(call.operation, answer.text)
            }
            if answer.isSuccess, let id = answer.id { keep(id) }
        }
    }

    private func jurisdiction(_ client: Client) -> Deed {
        made += 1
        let above = jurisdictions.isEmpty ? "" : #","parent_jurisdiction_id":"\#(client.dice.pick(jurisdictions))""#
        let body = #"{"code":"\#(name)-\#(made)","country":"US","name":"Place","type":"state"\#(above)}"#
        let call = Call.post("raffle.create-jurisdiction", "/v1/jurisdictions", body)
        return add(call, or: "hierarchy_too_deep", "switched_off") { [self] in
            jurisdictions = jurisdictions.suffix(9) + [$0]
        }
    }

    private func venue(_ client: Client) -> Deed {
        let above =
            venues.isEmpty || client.dice.chance(7000) ? "" : #","parent_venue_id":"\#(client.dice.pick(venues))""#
        let body = #"{"jurisdiction_id":"\#(client.dice.pick(jurisdictions))","name":"Hall"\#(above)}"#
        return add(.post("raffle.create-venue", "/v1/venues", body), or: "hierarchy_too_deep", "switched_off") {
            [self] in
            venues = venues.suffix(9) + [$0]
        }
    }

    private func organization(_ client: Client) -> Deed {
        let venue = client.dice.pick(venues)
        var parts = #","primary_venue_id":"\#(venue)""#
        if let licence = licences.last { parts += #","gaming_license_id":"\#(licence)""# }
        let body = #"{"name":"Club","organization_type":"club"\#(parts)}"#
        let call = Call.post("raffle.create-organization", "/v1/organizations", body)
        return add(call, or: "licence_taken", "switched_off", "wrong_licence_type") { [self] in
            organizations = organizations.suffix(5) + [($0, venue)]
        }
    }

    private func licence(_ client: Client) -> Deed {
        let type = client.dice.pick(["charitable_gaming", "venue_permit"])
        let body =
            #"{"issue_date":"2020-01-01T00:00:00Z","issuing_authority":"Board","license_number":"7","license_type":"\#(type)"}"#
        return add(.post("raffle.create-licence", "/v1/licences", body)) { [self] in
            licences = licences.suffix(5) + [$0]
        }
    }

    private func change(_ client: Client) -> Deed {
        let isOn = client.dice.chance(8000)
        switch client.dice.index(below: 4) {
        case 0:
            let body = #"{"is_active":\#(isOn)}"#
            let path = "/v1/jurisdictions/\(client.dice.pick(jurisdictions))"
            return add(.patch("raffle.change-jurisdiction", path, body), or: "in_use")
        case 1:
            let body = #"{"is_active":\#(isOn)}"#
            return add(.patch("raffle.change-venue", "/v1/venues/\(client.dice.pick(venues))", body), or: "in_use")
        case 2:
            let body =
                #"{"relationship_type":"\#(client.dice.pick(["primary", "authorized"]))","venue_id":"\#(client.dice.pick(venues))"}"#
            let path = "/v1/organizations/\(client.dice.pick(organizations).id)/venues"
            return add(.post("raffle.authorize-venue", path, body), or: "switched_off")
        default:
            let path = "/v1/organizations/\(client.dice.pick(organizations).id)/venues/\(client.dice.pick(venues))"
            return add(.delete("raffle.withdraw-venue", path), or: "in_use", "not_found")
        }
    }

    private func rules(_ client: Client) -> Deed {
        let hours = client.dice.number(1...48)
        guard client.dice.chance(5000) else {
            let path = "/v1/organizations/\(client.dice.pick(organizations).id)/settings"
            return add(.put("raffle.set-organization-settings", path, #"{"max_event_duration_hours":\#(hours)}"#))
        }
        let body = #"{"max_event_duration_hours":\#(hours),"requires_licences":\#(client.dice.chance(3000))}"#
        return add(
            .put("raffle.set-regulations", "/v1/jurisdictions/\(client.dice.pick(jurisdictions))/regulations", body))
    }

    private func attribute(_ client: Client) -> Deed {
        let path = "/v1/attributes/venue/\(client.dice.pick(venues))/parking"
        guard client.dice.chance(7000) else { return add(.delete("raffle.drop-attribute", path), or: "not_found") }
        return add(.put("raffle.set-attribute", path, #"{"attribute_value":"\#(client.dice.number(1...99))"}"#))
    }

    private func package(_ client: Client) -> Deed {
        let owner = client.dice.pick(organizations)
        let body =
            #"{"name":"Three","organization_id":"\#(owner.id)","price":\#(money("5.00", "EUR")),"ticket_count":3}"#
        return add(.post("raffle.create-ticket-package", "/v1/ticket-packages", body)) { [self] in
            packages = packages.suffix(5) + [($0, owner)]
        }
    }

    private func look(_ client: Client) -> Deed {
        .read(.get(client.dice.pick(["/v1/organizations", "/v1/changes/venue/\(client.dice.pick(venues))"]))) { _ in }
    }

    // MARK: - Raffles

    private func begin(_ client: Client) -> Deed {
        let package = client.dice.pick(packages)
        let start = Timestamp(milliseconds: story.now + client.dice.number(3000...9000))
        let end = start.adding(milliseconds: client.dice.number(1000...9000))
        let (tickets, order) = (client.dice.pick([1, 40, 9000]), client.dice.pick(["sequential", "permuted"]))
        let body =
            #"{"currency":"EUR","max_tickets":\#(tickets),"name":"Night","number_order":"\#(order)","#
            + #""organization_id":"\#(package.owner.id)","sales_end_time":"\#(end)","sales_start_time":"\#(start)","#
            + #""venue_id":"\#(package.owner.venue)"}"#
        let isShort = client.dice.chance(5000)
        let ending = client.dice.pick([Step.close, .cancel, .cancel])
        let call = Call.post("raffle.create-raffle", "/v1/raffles", body)
        return add(call, or: "rules_broken", "times_out_of_order") { [self] in
            (raffle, offered) = ($0, package.id)
            plan =
                isShort
                ? [.configure, .cancel]
                : [.offer, .prize, .configure, .allocate, .activate, .suspend, .resume, ending]
        }
    }

    private func proceed(_ client: Client) -> Deed {
        guard let raffle, !plan.isEmpty else { return begin(client) }
        let path = "/v1/raffles/\(raffle)"
        switch plan.removeFirst() {
        case .configure:
            return add(.post("raffle.configure-raffle", path + "/configure"), or: "wrong_state", "rules_broken")
        case .offer:
            let call = Call.post(
                "raffle.offer-package", path + "/packages", #"{"ticket_package_id":"\#(offered)"}"#)
            return add(call, or: "already_offered", "wrong_state", "rules_broken")
        case .prize:
            let body = #"{"name":"Half","percentage":"50","prize_type":"percentage"}"#
            return add(
                .post("raffle.create-prize", path + "/prizes", body), or: "fixed", "out_of_range", "rules_broken")
        case .activate:
            return add(.post("raffle.activate-raffle", path + "/activate"), or: "wrong_state", "rules_broken")
        case .suspend:
            return add(.post("raffle.suspend-raffle", path + "/suspend", #"{"reason":"x"}"#), or: "wrong_state")
        case .resume:
            return add(.post("raffle.resume-raffle", path + "/resume"), or: "wrong_state", "rules_broken")
        case .allocate:
            let start = client.dice.number(1...40)
            let body =
                #"{"end_number":\#(start + client.dice.number(0...5)),"kind":"reserve","start_number":\#(start)}"#
            let call = Call.post("raffle.allocate-tickets", path + "/allocations", body)
            return add(call, or: "wrong_state", "ranges_overlap", "out_of_range")
        case .close: return add(.post("raffle.close-sales", path + "/close-sales"), or: "wrong_state")
        case .cancel:
            return add(.post("raffle.cancel-raffle", path + "/cancel", #"{"reason":"rain"}"#), or: "wrong_state")
        }
    }
}
