import Betting
import Messages
import Runtime
import TestSupport
import Testing

@Suite("An event's pool policy")
struct PolicyTests {
    private let hall: BettingHall

    init() throws { hall = try BettingHall() }

    private func refusal(
        by organizer: Statement? = nil, _ change: (inout PoolPolicyPatch) -> Void
    ) throws -> (status: Int?, code: String?, pointer: String?) {
        var policy = PoolPolicyPatch()
        change(&policy)
        let request = CreateEvent.Request(
            name: Title(trusted: "Final"), startsAt: hall.service.now.adding(seconds: 60),
            currency: CurrencyCode(trusted: "EUR"), poolPolicy: policy)
        let answer = try hall.service.ask(CreateEvent.self, request, by: organizer ?? hall.organizer)
        let error = answer.problem?.errors.first
        return (answer.status, error?.code, error?.pointer)
    }

    @Test("is what costs nobody anything where nothing is said")
    func byItself() throws {
        let event = try hall.scheduled()
        let policy = event.poolPolicy
        #expect(policy.deadHeat == .equalParts && policy.noWinner == .refund && policy.rollOverTo == nil)
        #expect(policy.roundingUnit.text == "0.01" && policy.breakage == .largestRemainder)
        #expect(policy.minimumDividend == nil && policy.minusPool == .nobody && event.betsMayBeCancelled)
        #expect(event.rolledIn.amount.text == "0.00" && event.settlement == nil)
    }

    @Test("is shown as it was laid down, and changed field by field while the event is scheduled")
    func changed() throws {
        let target = try hall.scheduled()
        let event = try hall.scheduled { policy in
            (policy.deadHeat, policy.breakage) = (.stakesBack, .house)
            (policy.noWinner, policy.rollOverTo) = (.rollOver, .set(target.id))
            policy.roundingUnit = DecimalText("0.10")
        }
        #expect(event.poolPolicy.deadHeat == .stakesBack && event.poolPolicy.rollOverTo == target.id)
        #expect(event.poolPolicy.roundingUnit.text == "0.10")
        func change(_ make: (inout PoolPolicyPatch) -> Void, allow: Bool? = nil) throws -> BettingEvent {
            var patch = PoolPolicyPatch()
            make(&patch)
            return try hall.service.ask(
                ChangeEvent.self, .init(event: event.id, poolPolicy: patch, betsMayBeCancelled: allow),
                by: hall.organizer
            ).get()
        }
        let refunding = try change({ $0.noWinner = .refund }, allow: false)
        #expect(refunding.poolPolicy.rollOverTo == nil && refunding.poolPolicy.deadHeat == .stakesBack)
        #expect(!refunding.betsMayBeCancelled)
        #expect(try change { $0.deadHeat = .equalParts }.poolPolicy.breakage == .house)
        #expect(try hall.service.events(EventChanged.type).count == 2)
        try hall.open(event)
        #expect(throws: UnexpectedAnswer.self) { _ = try change { $0.deadHeat = .stakesBack } }
    }

    @Test("is refused where a field cannot be, by that field's name")
    func wrongFields() throws {
        func expect(_ code: String, at field: String, _ change: (inout PoolPolicyPatch) -> Void) throws {
            let refused = try refusal(change)
            #expect(refused.status == 422 && refused.code == code && refused.pointer == "/pool_policy/\(field)")
        }
        try expect("too_many_decimals", at: "rounding_unit") { $0.roundingUnit = DecimalText("0.001") }
        try expect("not_positive", at: "rounding_unit") { $0.roundingUnit = DecimalText("0.00") }
        try expect("out_of_range", at: "rounding_unit") { $0.roundingUnit = DecimalText("100.01") }
        for text in ["0", "-1", "10.0001", "1.00001"] {
            let dividend = try #require(DecimalText(text))
            try expect("out_of_range", at: "minimum_dividend") { $0.minimumDividend = .set(dividend) }
        }
        try expect("required", at: "roll_over_to") { $0.noWinner = .rollOver }
        let target = try hall.scheduled().id
        try expect("not_allowed", at: "roll_over_to") { $0.rollOverTo = .set(target) }
    }

    @Test("has a pool go on only to an event of the same organizer and currency that has not started")
    func wrongTargets() throws {
        let foreign = try hall.scheduled(by: hall.alice).id
        let points = try hall.scheduled(currency: "POINTS").id
        let (live, _) = try hall.opened()
        try hall.start(live)
        for target in [foreign, points, live.id, ID<BettingEvent>(high: 1, low: 1)] {
            let refused = try refusal { ($0.noWinner, $0.rollOverTo) = (.rollOver, .set(target)) }
            #expect(refused.code == "wrong_roll_over" && refused.pointer == "/pool_policy/roll_over_to")
        }
    }

    @Test("puts the house at risk only in the hands of those whom it trusts")
    func houseRisk() throws {
        let trusted = TestUsers.statement(9, roles: [.player, .organizer])
        for (bearer, isAllowed) in [(MinusPoolRule.house, false), (.takeout, false), (.nobody, true)] {
            let change: (inout PoolPolicyPatch) -> Void = { policy in
                (policy.minimumDividend, policy.minusPool) = (.set(DecimalText(units: 105, scale: 2)), bearer)
            }
            #expect(try refusal(change).status == (isAllowed ? 201 : 403))
            #expect(try refusal(by: trusted, change).status == 201)
            #expect(try refusal(by: hall.admin, change).status == 201)
        }
    }

    @Test("has payouts rounded coarsely by those alone whom the house trusts, since the house has what makes no unit")
    func coarseRounding() throws {
        let trusted = TestUsers.statement(9, roles: [.player, .organizer])
        for (unit, isAllowed) in [("1.00", true), ("1.01", false), ("100.00", false)] {
            let change: (inout PoolPolicyPatch) -> Void = { $0.roundingUnit = DecimalText(unit) }
            #expect(try refusal(change).status == (isAllowed ? 201 : 403))
            #expect(try refusal(change).code == (isAllowed ? nil : "coarse_rounding"))
            #expect(try refusal(by: trusted, change).status == 201)
        }
    }

    @Test("with stakes back gives level winners' backers their stakes and a part of the profit")
    func stakesBack() throws {
        let (event, plays) = try hall.opened(["A", "B", "C"], takeout: "10") { $0.deadHeat = .stakesBack }
        try hall.bet("10.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("30.00", on: plays[1], of: event, by: hall.bob)
        try hall.bet("60.00", on: plays[2], of: event, by: hall.bob)
        let end = try hall.settle(event, [(plays[0], 2), (plays[1], 2), (plays[2], 1)])
        #expect(try hall.winnings(of: hall.alice) == 3500 && hall.winnings(of: hall.bob) == 5500)
        #expect(try hall.kept(.takeout) == 1000)
        #expect(end.settlement?.payouts.amount.text == "90.00" && end.settlement?.outcome == .payout)
        #expect(try hall.violations().isEmpty)
    }

    @Test("rounds payouts down and says where the breakage goes", arguments: BreakageRule.allCases)
    func breakage(rule: BreakageRule) throws {
        let (event, plays) = try hall.opened { ($0.roundingUnit, $0.breakage) = (DecimalText("0.10"), rule) }
        let carol = TestUsers.statement(5)
        for gambler in [hall.alice, hall.bob, carol] {
            try hall.bet("3.00", on: plays[0], of: event, by: gambler)
        }
        try hall.bet("1.07", on: plays[1], of: event, by: hall.bob)
        let taken = try hall.bet("2.00", on: plays[0], of: event, by: hall.bob)
        #expect(try hall.takeBack(taken, by: hall.bob).status == 200)
        let projected = try hall.service.ask(GetPool.self, .init(event: event.id)).get().projected[0].dividend
        #expect(projected?.text == (rule == .largestRemainder ? "1.1111" : "1.1000"))
        let end = try hall.settle(event, [(plays[0], 1)])
        // 10.07 in three are 3.3566…: 3.30 each, and of 0.17 that are left one gets 0.10.
        let isGivenOut = rule == .largestRemainder
        #expect(try hall.winnings(of: hall.alice) == (isGivenOut ? 340 : 330))
        #expect(try hall.winnings(of: hall.bob) == 330 && hall.winnings(of: carol) == 330)
        #expect(try hall.kept(.breakage) == (isGivenOut ? 7 : 17))
        #expect(end.settlement?.breakage.amount.text == (isGivenOut ? "0.07" : "0.17"))
        #expect(try hall.violations().isEmpty)
    }

    @Test("has the house put in what a minimum dividend lacks, before anybody is paid")
    func minusPool() throws {
        let (event, plays) = try hall.opened(takeout: "10", by: hall.admin) { policy in
            (policy.minimumDividend, policy.minusPool) = (.set(DecimalText(units: 12, scale: 1)), .takeout)
        }
        try hall.bet("90.00", on: plays[0], of: event, by: hall.alice)
        try hall.bet("10.00", on: plays[1], of: event, by: hall.bob)
        let pool = try hall.service.ask(GetPool.self, .init(event: event.id)).get()
        #expect(pool.projected.map { $0.dividend?.text } == ["1.2000", "9.0000"])
        try hall.start(event)
        try hall.score(1, plays[0], of: event)
        try hall.finish(event)
        #expect(try hall.pay() == 0)
        try hall.quiet()
        // 1.20 for 90.00 takes 108.00: the takeout's 10.00 and 8.00 more.
        #expect(try hall.winnings(of: hall.alice) == 10800 && hall.kept(.takeout) == 0)
        #expect(try hall.funded.map(\.money) == [BettingHall.euros("8.00")])
        #expect(hall.funded.first?.kind == .minusPool && hall.funded.first?.escrow == "event/\(event.id)")
        #expect(try hall.event(event.id).settlement?.houseLoss == BettingHall.euros("8.00"))
        #expect(try hall.violations().isEmpty)
    }
}
