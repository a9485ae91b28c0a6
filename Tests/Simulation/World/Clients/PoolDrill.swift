import Messages

/// What players and organizers do with pools beside betting: lay policies down, and take bets back.
enum PoolDrill {
    /// The event that a new one's pool goes on to if nobody wins it: the last of the organizer's, mostly, where one fits.
    static func target(
        _ dice: inout Dice, currency: String, among events: [Story.PublicEvent]
    ) -> Story.PublicEvent? {
        let fitting = events.filter { $0.currency == currency && !$0.isOver }
        return dice.chance(8000) ? fitting.max { $0.startsAt < $1.startsAt } : nil
    }

    /// The policy of a new event, as a member of its body.
    static func policy(_ dice: inout Dice, currency: String, target: Story.PublicEvent?) -> String {
        var fields: [String] = []
        if dice.chance(4000) { fields.append(#""dead_heat":"stakes_back""#) }
        if dice.chance(4000) { fields.append(#""breakage":"house""#) }
        if dice.chance(4000) {
            let unit = currency == "POINTS" ? dice.pick(["1", "5"]) : dice.pick(["0.05", "0.10", "1.00"])
            fields.append(#""rounding_unit":"\#(unit)""#)
        }
        if let target { fields.append(#""no_winner":"roll_over","roll_over_to":"\#(target.id)""#) }
        return fields.isEmpty ? "" : #""pool_policy":{\#(fields.joined(separator: ","))},"#
    }

    /// An admin has the house stand in for a least dividend, in an event whose organizer waits for that.
    static func grant(_ client: Client, _ story: Story) -> Deed? {
        story.wishes.isEmpty ? nil : promise(story.wishes.removeFirst(), client)
    }

    /// Or in any that is being prepared.
    static func promise(_ client: Client, _ story: Story) -> Deed {
        story.drafts.isEmpty ? .rest(50) : promise(client.dice.pick(story.drafts), client)
    }

    private static func promise(_ event: String, _ client: Client) -> Deed {
        let bearer = client.dice.pick(["house", "takeout"])
        let minimum = client.dice.pick(["1.5", "3", "9.75"])
        let body = #"{"pool_policy":{"minimum_dividend":"\#(minimum)","minus_pool":"\#(bearer)"}}"#
        let call = Call(
            operation: "betting.change-event", method: "PATCH", path: "/v1/events/\(event)", body: body)
        return .submit(call) { try $0.expect("policy", or: "wrong_state", "terms_fixed", "wrong_roll_over") }
    }

    /// Takes a bet back; what is told of it is what it is.
    static func takeBack(_ id: String, _ story: Story) -> Deed {
        .submit(.post("betting.cancel-bet", "/v1/bets/\(id)/cancel")) { answer in
            guard answer.isSuccess else { return }
            guard let bet = answer.decoded(Standing.self), bet.status.hasPrefix("cancel") else {
                throw Violation("bet taken back", "it is still in: \(answer.text)")
            }
            story.acknowledged.append(.takenBack(id))
        }
    }

    private struct Standing: Decodable { let status: String }
}
