import Messages
import Runtime

extension PoolRules {
    /// The rules with a client's changes to them; what is wrong with these is refused by field.
    func changed(by patch: PoolPolicyPatch?, in currency: Currency) throws -> PoolRules {
        guard let patch else { return self }
        var rules = self
        rules.deadHeat = patch.deadHeat ?? deadHeat
        rules.breakage = patch.breakage ?? breakage
        rules.minusPool = patch.minusPool ?? minusPool
        if let unit = patch.roundingUnit { rules.roundingUnit = try Self.unit(unit, in: currency) }
        switch patch.minimumDividend {
        case .keep: break
        case .clear: rules.minimumDividend = nil
        case .set(let text): rules.minimumDividend = try Self.dividend(text)
        }
        rules.noWinner = patch.noWinner ?? noWinner
        rules.rollOverTo = patch.rollOverTo.applied(to: rules.noWinner == .rollOver ? rollOverTo : nil)
        switch (rules.noWinner, rules.rollOverTo) {
        case (.rollOver, nil):
            throw Rejection.field(
                "/pool_policy/roll_over_to", "required", "expected the event that the pool is to go on to")
        case (.refund, .some):
            throw Rejection.field(
                "/pool_policy/roll_over_to", "not_allowed", "a pool that is refunded goes nowhere; say roll_over too")
        case (.rollOver, .some), (.refund, nil): return rules
        }
    }

    private static func unit(_ text: DecimalText, in currency: Currency) throws -> Amount {
        let pointer = "/pool_policy/rounding_unit"
        let unit = try Money(amount: text, currency: CurrencyCode(trusted: currency.code))
            .positive(in: currency, pointing: pointer)
        guard let most = try? DecimalText(units: 100, scale: 0).units(scale: currency.scale), unit.units <= most else {
            throw Rejection.field(pointer, "out_of_range", "expected at most 100 \(currency.code)")
        }
        return unit
    }

    private static func dividend(_ text: DecimalText) throws -> Dividend {
        guard let parts = try? text.units(scale: Dividend.scale), (1...Dividend.most.parts).contains(parts) else {
            throw Rejection.field(
                "/pool_policy/minimum_dividend", "out_of_range",
                "expected more than 0 and at most 10 for each unit staked, with at most 4 decimals")
        }
        return Dividend(parts: parts)
    }
}

extension Money {
    /// The positive amount of what a client wrote as a bare decimal at that place.
    fileprivate func positive(in currency: Currency, pointing pointer: String) throws -> Amount {
        do {
            return try positive(in: currency)
        } catch {
            let detail = "expected more than zero, with at most \(currency.scale) decimals"
            throw Rejection.field(pointer, error.rawValue, detail)
        }
    }
}

extension StoredEvent {
    /// Lays down what a client says of the pool's policy.
    func changePolicy(_ patch: PoolPolicyPatch?, in context: CommandContext) throws {
        guard let patch else { return }
        let rules = try PoolRules.find(of: id, in: context.database).changed(by: patch, in: currency)
        try rules.check(for: self, by: try context.user(), in: context)
        try rules.store(for: id, in: context.database)
    }
}

extension PoolRules {
    /// What only the platform's state tells: whether the pool can go on to the event, and who may put the house at risk.
    func check(for event: StoredEvent, by statement: Statement, in context: CommandContext) throws {
        let mayRisk = !Set(statement.roles).isDisjoint(with: [.organizer, .operator_, .admin])
        guard !isHouseAtRisk || mayRisk else {
            throw PoolPolicyFailure.houseRisk.because(
                "a minimum dividend that the house may have to bear is laid down by organizers by role and by admins; "
                    + "others say none for minus_pool", at: "/pool_policy/minus_pool")
        }
        guard roundingUnit <= PoolRules.freeRounding || mayRisk else {
            let most = DecimalText(units: PoolRules.freeRounding.units, scale: event.currency.scale).text
            throw PoolPolicyFailure.coarseRounding.because(
                "a rounding unit above \(most) \(event.currency.code) can leave the house a whole pool; it is laid down by "
                    + "organizers by role and by admins", at: "/pool_policy/rounding_unit")
        }
        guard let target = rollOverTo else { return }
        if let fault = try RollOver.fault(from: event, to: target, at: context.now, in: context.database) {
            throw PoolPolicyFailure.wrongRollOver.because(fault, at: "/pool_policy/roll_over_to")
        }
    }
}
