import Messages
import Runtime
import Storage

/// At rest whoever was forgotten is so everywhere: without a key, in no stored answer, and with no byte of what was known of
/// them on any disk.
struct ForgettingCheck {
    let process: (ServiceName) -> SimulatedProcess
    private static let places: [ServiceName] = [.identity, .wallet, .betting, .raffle]

    /// Whether a service still has to take something off its disk.
    static func isOwed(in reader: Connection) throws -> Bool {
        try reader.first(
            "SELECT 1 FROM runtime_forgotten WHERE state NOT IN ('overwritten', 'gone') LIMIT 1", read: { _ in true })
            ?? false
    }

    func verifyAtRest(_ story: Story) throws {
        for text in story.forgotten {
            guard let user = ID<User>(text), let identity = process(.identity).reader else { continue }
            let isGone = try identity.first(
                """
                SELECT forgotten_at IS NOT NULL AND id NOT IN (SELECT user FROM person_keys)
                    AND (SELECT COUNT(*) FROM forgotten_places WHERE user = id) = 4
                FROM users WHERE id = ?
                """, user
            ) { try $0.value(0, as: Bool.self) }
            guard isGone == true else { throw Violation("forgetting", "\(text) was forgotten and is still known") }
            for place in ForgettingCheck.places { try verify(user, in: place) }
            // Also where nobody is forgotten because nobody is known: audit has events only sealed, the gateway nothing.
            if let address = story.addresses[text] {
                for place in ServiceName.allCases where process(place).isOnDisk(address) {
                    throw Violation("forgetting", "\(address) was forgotten and is on the disk of \(place.rawValue)")
                }
            }
        }
    }

    private func verify(_ user: ID<User>, in place: ServiceName) throws {
        guard let reader = process(place).reader else { return }
        let state = try reader.first("SELECT state FROM runtime_forgotten WHERE person = ?", user) {
            try $0.value(0, as: String.self)
        }
        guard state == "gone" || state == "overwritten" else {
            throw Violation("forgetting", "\(user) is \(state ?? "not forgotten") in \(place.rawValue)")
        }
        let answers = try reader.rows(
            """
            SELECT operation FROM runtime_inbox JOIN runtime_forgotten f ON f.person = ?1
            WHERE received < f.erased_at AND reply IS NOT NULL AND operation <> ?2
                AND (runtime_inbox.person = ?1 OR instr(reply, ?3) > 0)
            """, user, ForgetUser.name, Array(user.text.utf8)
        ) { try $0.value(0, as: String.self) }
        guard let operation = answers.first else { return }
        throw Violation("forgetting", "\(place.rawValue) keeps what it answered to \(operation), about \(user)")
    }
}
