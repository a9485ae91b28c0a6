/// The part of an admin who freezes or suspends a player for a while, one at a time, and makes organizers of some.
final class Warden {
    private struct Held {
        let user: String
        let kind: Sanctions.Kind
        let until: Int64
    }

    private let story: Story
    /// Whoever may be frozen or suspended: it is not known to be so before the answer.
    private var held: Held?
    private var organizer: String?

    init(story: Story) { self.story = story }

    /// Nil where nobody is held who has to be let go by now.
    func letGo() -> Deed? {
        guard let held, story.isSettling || held.until < story.now else { return nil }
        story.sanctions.lift(from: held.user)
        return .submit(change(held.kind.lifting, held.user)) { [self] answer in
            try answer.expect("an account's release", or: "wrong_state")
            if answer.code != "deadline_passed" { self.held = nil }
        }
    }

    /// Freezes somebody who is about to leave, now and then in the middle of it; nil where there is nobody to be held.
    func hasten(_ client: Client) -> Deed? {
        guard let user = story.leaving, held == nil else { return nil }
        story.leaving = nil
        return client.dice.chance(5000) ? hold(user, .freeze, client) : nil
    }

    func act(_ client: Client) -> Deed {
        guard !story.players.isEmpty else { return .rest(150) }
        let user = client.dice.pick(story.players)
        if client.dice.chance(3000) { return organizer.map(dismiss) ?? appoint(user) }
        if held != nil { return .rest(150) }
        return hold(user, client.dice.chance(3000) ? .suspend : .freeze, client)
    }

    /// Now and then, before that is decided on, somebody who waits to be paid out.
    func holdPayee(_ client: Client) -> Deed? {
        let payee = story.openWithdrawals.last { story.players.contains($0.user) }
        guard held == nil, let payee, client.dice.chance(1500) else { return nil }
        return hold(payee.user, .freeze, client)
    }

    private func hold(_ user: String, _ kind: Sanctions.Kind, _ client: Client) -> Deed {
        held = Held(user: user, kind: kind, until: story.now + client.dice.number(500...3000))
        return .submit(change(kind.rawValue, user)) { [story] answer in
            // Who has left is not held any more.
            try answer.expect("an account's \(kind)", or: "wrong_state")
            if answer.isSuccess, answer.decoded(Confirmation.self)?.pending == nil {
                story.sanctions.impose(kind, on: user)
            }
        }
    }

    private func change(_ action: String, _ user: String) -> Call {
        .post("identity.\(action)-user", "/v1/users/\(user)/\(action)", #"{"reason":"It is being looked into."}"#)
    }

    // MARK: - Roles

    private func appoint(_ user: String) -> Deed {
        organizer = user
        return .submit(.post("identity.grant-role", "/v1/users/\(user)/roles", #"{"role":"organizer"}"#)) { answer in
            try Warden.expect(answer, isOrganizer: true)
        }
    }

    private func dismiss(_ user: String) -> Deed {
        .submit(.delete("identity.revoke-role", "/v1/users/\(user)/roles/organizer")) { [self] answer in
            try Warden.expect(answer, isOrganizer: false)
            if answer.code != "deadline_passed" { organizer = nil }
        }
    }

    private static func expect(_ answer: Answer, isOrganizer: Bool) throws {
        try answer.expect("a role", or: "not_found")
        guard let roles = answer.decoded(Holder.self)?.roles else { return }
        guard roles.contains("organizer") == isOrganizer else { throw Violation("roles", answer.text) }
    }
}

private struct Confirmation: Decodable { let pending: [String]? }
private struct Holder: Decodable { let roles: [String] }
