import Messages
import Runtime
import TestSupport
import Testing

extension WalletUnderTest {
    /// Identity brings a person's standing.
    func take(_ standing: PersonStanding) throws {
        _ = try service.call(TakeStanding.self, standing, from: .identity).get()
    }

    /// Limits and what they rise to.
    static func limits(_ amounts: [LimitKind: String], _ currency: String = "EUR") throws -> [PersonalLimit] {
        try amounts.map { kind, amount in
            PersonalLimit(
                currency: try #require(CurrencyCode(currency)), kind: kind, amount: try #require(DecimalText(amount)))
        }
    }

    /// Identity's events of the first version, as the wallet pulls them.
    func follow(_ standings: [PersonStanding]) throws {
        try hear(standings.map { OpenStandingChanged(standing: $0) })
    }

    /// Events of identity's, as the wallet pulls them.
    func hear<E: Event>(_ events: [E]) throws {
        let bodies = try events.enumerated().map { index, event in
            try WireCoding().encode(
                EventRecord(
                    source: "identity", incarnation: 1, sequence: Int64(index + 1), type: E.type, version: E.version,
                    subject: event.subject, severity: .info, time: service.now, actor: "user:test",
                    causation: "test", traceparent: "00", data: event))
        }
        try service.deliver(events: bodies, from: .identity)
    }

    /// Many stakes at once: all of them come in one batch, before any of them is answered. Gives back their statuses.
    func placeAtOnce(_ count: Int, _ money: Money, of user: Statement) throws -> [Int64] {
        let deliveries = try (1...Int64(count)).map { number in
            var header = Header(.call)
            header[.operation] = PlaceHold.name
            header[.reference] = "batch-\(number)"
            header.set(.sequence, number)
            header.set(.floor, 1)
            header.set(.incarnation, 1)
            header[.statement] = try TestUsers.sign(user, for: .raffle)
            let request = PlaceHold.Request(hold: newHold(), user: user.user, money: money, purpose: "order/1")
            return Inbound.delivery(
                Delivery(
                    peer: ServiceName.raffle.rawValue, route: [3], header: header,
                    body: try WireCoding().encode(request)))
        }
        try service.step(deliveries)
        return (1...count).compactMap { service.replies["batch-\($0)"]?.header.number(.status) }
    }
}
