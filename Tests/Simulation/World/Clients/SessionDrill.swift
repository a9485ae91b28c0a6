/// The part of a player who signs in again, refreshes and signs out, and then tries what is worth nothing from the
/// answer on.
final class SessionDrill {
    /// What must be refused.
    private enum Useless {
        case token(String)
        case refreshToken(String)
    }

    private var useless: [Useless] = []
    /// The session before the last sign-in, which is still open.
    private var spare: SignedIn?
    /// The session as it was before it was refreshed.
    private var outdated: SignedIn?

    /// Whether something is left to be tried.
    var isDue: Bool { !useless.isEmpty }

    func next(_ client: Client) -> Deed {
        switch useless.popLast() {
        case .token(let token)?: return .probe(token)
        case .refreshToken(let token)?: return .attempt(refresh(token), then: SessionDrill.refused)
        case nil: break
        }
        guard let session = client.session else { return .signIn }
        if let spare {
            self.spare = nil
            return client.dice.chance(6000) ? end(spare) : endAll(session, spare, client)
        }
        if let outdated, client.dice.chance(3000) {
            self.outdated = nil
            return reuse(outdated, client)
        }
        switch client.dice.index(below: 5) {
        case 0, 1: return renew(session, client)
        case 2: return signOut(session, client)
        case 3: return prove(client)
        default:
            spare = session
            return .signIn
        }
    }

    // MARK: - Ending

    private func end(_ session: SignedIn) -> Deed {
        .submit(.delete("identity.end-session", "/v1/sessions/\(session.sessionID)")) { [self] answer in
            try answer.expect("a session's end")
            if answer.isSuccess { useless.append(.token(session.token)) }
        }
    }

    private func endAll(_ session: SignedIn, _ spare: SignedIn, _ client: Client) -> Deed {
        .submit(.delete("identity.end-all-sessions", "/v1/sessions")) { [self, unowned client] answer in
            try answer.expect("the end of all sessions")
            guard answer.isSuccess else { return }
            useless += [.token(spare.token), .token(session.token), .refreshToken(session.refreshToken)]
            client.leave(session)
        }
    }

    private func signOut(_ session: SignedIn, _ client: Client) -> Deed {
        .submit(.delete("identity.end-current-session", "/v1/sessions/current")) { [self, unowned client] answer in
            try answer.expect("a sign-out")
            // Asked for again after another sign-in, it may have been the other session that ended.
            guard answer.isSuccess, client.token == session.token else { return }
            useless.append(.token(session.token))
            client.leave(session)
        }
    }

    // MARK: - Proving

    private func prove(_ client: Client) -> Deed {
        let body = #"{"password":"\#(client.person.password)"}"#
        return .submit(.post("identity.prove-session", "/v1/sessions/current/proof", body)) { answer in
            try answer.expect("a proof of who one is")
        }
    }

    // MARK: - Refreshing

    private func renew(_ session: SignedIn, _ client: Client) -> Deed {
        .attempt(refresh(session.refreshToken)) { [self, unowned client] answer in
            try answer.expect("a refresh", or: "invalid_refresh_token")
            if let renewed = answer.decoded(SignedIn.self) {
                client.session = renewed
                outdated = session
                useless.append(.token(session.token))
            } else if answer.status == 401 {
                client.leave(session)
            }
        }
    }

    /// A refresh token in two hands ends its session.
    private func reuse(_ outdated: SignedIn, _ client: Client) -> Deed {
        .attempt(refresh(outdated.refreshToken)) { [self, unowned client] answer in
            try SessionDrill.refused(answer)
            guard answer.code == "refresh_token_reused" else { return }
            guard let session = client.session, session.sessionID == outdated.sessionID else { return }
            useless += [.token(session.token), .refreshToken(session.refreshToken)]
            client.leave(session)
        }
    }

    private static func refused(_ answer: Answer) throws {
        guard !answer.isSuccess else { throw Violation("a refresh token works once", answer.text) }
        try answer.expect("a refused refresh", or: "refresh_token_reused", "invalid_refresh_token")
    }

    private func refresh(_ token: String) -> Call {
        .post("identity.refresh-session", "/v1/sessions/refresh", #"{"refresh_token":"\#(token)"}"#)
    }
}
