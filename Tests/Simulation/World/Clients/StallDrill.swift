import Messages

/// The part of a player who puts money aside at the stall, for moments or for long enough.
struct StallDrill {
    let story: Story

    func next(_ client: Client) -> Deed {
        let (amount, currency) = client.dice.pick([
            ("0.01", "EUR"), ("1.11", "EUR"), ("30.00", "EUR"), ("3", "POINTS"), ("120", "POINTS"),
        ])
        // Short enough, at times, that the hold itself may come too late; and a stall that closes just at the deadline.
        let patience = client.dice.pick([40, 400, 1500, 6000])
        let lateness = client.dice.pick([-350, -200, -60, -20, 0, 30, 500])
        func body(_ amount: String) -> String {
            #"{"lateness":\#(lateness),"part":\#(money(amount, currency)),"patience":\#(patience)}"#
        }
        let user = client.session?.user.id
        let sanction = story.sanctions[user]
        let call = Call.post("raffle.reserve-at-stall", "/v1/stall", body(amount), other: body("2"))
        return .submit(call) { [story] answer in
            if answer.isSuccess, let sanction, sanction == story.sanctions[user] {
                throw Violation("a frozen account stakes nothing", "\(sanction.kind) and then \(answer.text)")
            }
        }
    }
}
