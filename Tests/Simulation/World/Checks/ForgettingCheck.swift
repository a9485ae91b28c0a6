import Messages
import Runtime
import Storage

/// At rest whoever was forgotten is so everywhere: without a key, and with nothing left to be done about them.
struct ForgettingCheck {
    let reader: (ServiceName) -> Connection?
    private static let places: [ServiceName] = [.identity, .wallet, .betting, .raffle]

    func verifyAtRest(_ forgotten: [String]) throws {
        for text in forgotten {
            guard let user = ID<User>(text), let identity = reader(.identity) else { continue }
            let isGone = try identity.first(
                """
                SELECT forgotten_at IS NOT NULL AND id NOT IN (SELECT user FROM person_keys)
                    AND (SELECT COUNT(*) FROM forgotten_places WHERE user = id) = 4
                FROM users WHERE id = ?
                """, user
            ) { try $0.value(0, as: Bool.self) }
            guard isGone == true else { throw Violation("forgetting", "\(text) was forgotten and is still known") }
            for place in ForgettingCheck.places {
                let state = try reader(place)?.first("SELECT state FROM runtime_forgotten WHERE person = ?", user) {
                    try $0.value(0, as: String.self)
                }
                guard state == "gone" || state == "overwritten" else {
                    throw Violation("forgetting", "\(text) is \(state ?? "not forgotten") in \(place.rawValue)")
                }
            }
        }
    }
}
