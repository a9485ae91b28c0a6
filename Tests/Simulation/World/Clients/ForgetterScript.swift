import Messages

/// An admin's device that makes people, shuts them out and has them forgotten, and forgets those who have left. The other
/// one now and then lets somebody in again in the midst of that.
final class ForgetterScript: Script {
    private let story: Story
    private let app: AuthenticatorApp
    private let isFirst: Bool
    /// Whether it has had a session of another device's, so as not to wait for a code of its own.
    private var hasBorrowed = false
    private var made = 0
    private var seen = 0
    /// Who is to be forgotten, and whether they are still to be shut out.
    private var user: String?
    private var isShutOut = false
    /// Whom the other device is about to let in again.
    private var pitied: String?

    init(story: Story, app: AuthenticatorApp, isFirst: Bool) {
        (self.story, self.app, self.isFirst) = (story, app, isFirst)
    }

    func next(_ client: Client) -> Deed {
        guard app.isInUse else { return story.isSettling ? .done : .rest(300) }
        if !isFirst { return story.isSettling ? .done : pardon(client) }
        if client.token == nil, !hasBorrowed, let session = story.adminSession {
            (client.session, hasBorrowed) = (session, true)
        }
        guard client.token != nil else { return .signIn }
        if let user { return isShutOut ? forget(user, client) : shutOut(user) }
        if story.isSettling { return .done }
        if client.dice.chance(4000) { return .rest(client.dice.number(50...300)) }
        if seen < story.left.count {
            seen += 1
            (user, isShutOut) = (story.left[seen - 1], true)
            return .rest(10)
        }
        return make()
    }

    private func make() -> Deed {
        made += 1
        let person = story.person("passer-by-\(made)", address: "10.0.4.1")
        return .attempt(signUp(person)) { [self] answer in
            try answer.expect("a passer-by")
            (user, isShutOut) = (answer.id, false)
            if let id = answer.id { story.addresses[id] = person.email }
        }
    }

    private func shutOut(_ user: String) -> Deed {
        let body = #"{"reason":"It is not a person."}"#
        return .submit(.post("identity.disable-user", "/v1/users/\(user)/disable", body)) { [self] answer in
            try answer.expect("an account's end", or: "wrong_state")
            isShutOut = answer.code != "deadline_passed"
        }
    }

    private func forget(_ user: String, _ client: Client) -> Deed {
        story.condemned = user
        let call = Call.post("identity.forget-user", "/v1/people/\(user)/forget", #"{"abandon_balance":true}"#)
        return .submit(call) { [self] answer in
            try answer.expect(
                "forgetting", or: "not_left", "work_pending", "stakes_open", "requests_pending")
            story.condemned = nil
            if answer.isSuccess {
                story.forgotten.append(user)
                self.user = nil
            } else if answer.code == "not_left" {
                isShutOut = false
            } else if answer.code == "stakes_open" || answer.code == "requests_pending" {
                // Somebody has to decide on that first; there are others.
                self.user = nil
            }
        }
    }

    /// With the other's session: codes of the admin's app are few, and it would have to wait for one of its own.
    private func pardon(_ client: Client) -> Deed {
        guard let session = story.adminSession else { return .rest(50) }
        client.session = session
        guard let user = pitied else {
            pitied = story.condemned
            // So that it comes when the forgetting has begun and may still be given up.
            return .rest(pitied == nil ? client.dice.number(2...12) : client.dice.number(0...60))
        }
        (pitied, story.condemned) = (nil, nil)
        guard client.dice.chance(9000) else { return .rest(50) }
        let body = #"{"reason":"It is one after all."}"#
        return .submit(.post("identity.reactivate-user", "/v1/users/\(user)/reactivate", body)) { answer in
            try answer.expect("an account's return", or: "wrong_state")
        }
    }
}
