import Crypto
import Messages
import Runtime

extension Edge {
    /// Finds out whose token came with a request: from memory, or by asking identity, once for all that wait.
    func identify(_ number: UInt64, _ token: String) {
        let hash = SHA256.hash(Array(token.utf8))
        flights[number]?.token = hash
        if stream.isFresh(at: now, within: settings.streamSilenceMilliseconds),
            let entry = sessions.find(hash, at: now)
        {
            authorize(number, entry)
        } else if let vouch = vouchNumbers[hash] {
            vouches[vouch]?.flights.append(number)
        } else {
            let vouch = Vouch(
                number: nextNumber(), token: token, hash: hash,
                deadline: now.adding(milliseconds: settings.requestMilliseconds), flights: [number])
            vouches[vouch.number] = vouch
            vouchNumbers[hash] = vouch.number
            ask(vouch)
        }
    }

    private func ask(_ vouch: Vouch) {
        var header = Header(.query)
        header[.operation] = VouchForSession.name
        header[.reference] = reference(vouch.number)
        header.set(.deadline, vouch.deadline.milliseconds)
        if let body = try? coding.encode(VouchForSession.Request(token: vouch.token)) {
            emit(.send(to: .identity, header: header, body: body))
        }
        alarms.set(vouch.number, at: min(vouch.deadline, now.adding(milliseconds: settings.resendMilliseconds)))
    }

    func vouchIsDue(_ number: UInt64) {
        guard let vouch = vouches[number] else { return }
        let isAwaited = vouch.flights.contains { flights[$0] != nil }
        if now < vouch.deadline, isAwaited { return ask(vouch) }
        remove(vouch)
        for flight in vouch.flights { end(flight, refusing: .unavailable(.identity)) }
    }

    func takeVouch(_ number: UInt64, _ status: Int, _ body: [UInt8]) {
        // Too busy, or a fault of its own: asked again when it is due.
        guard let vouch = vouches[number], status < 500 else { return }
        remove(vouch)
        guard status == 200, let reply = try? coding.decode(VouchForSession.Reply.self, from: body),
            !sessions.hasEnded(reply.session), reply.expiresAt > now
        else {
            for flight in vouch.flights { end(flight, refusing: .unauthenticated) }
            return
        }
        let halfLife = (reply.expiresAt.milliseconds - now.milliseconds) / 2
        let entry = SessionCache.Entry(
            statements: Dictionary(
                reply.statements.map { ($0.service, $0.statement) }, uniquingKeysWith: { first, _ in first }),
            session: reply.session, until: now.adding(milliseconds: halfLife))
        sessions.put(vouch.hash, entry)
        for flight in vouch.flights { authorize(flight, entry) }
    }

    /// Sends a request on with the statement that its service believes.
    private func authorize(_ number: UInt64, _ entry: SessionCache.Entry) {
        guard let flight = flights[number] else { return }
        guard let statement = entry.statements[flight.service] else { return end(number, refusing: .unauthenticated) }
        flights[number]?.statement = statement
        dispatch(number)
    }

    /// Believes nothing about a token that was said or asked before now.
    func askAnew(about token: TokenHash) {
        sessions.forget(token)
        guard let number = vouchNumbers[token], let vouch = vouches[number] else { return }
        remove(vouch)
        let again = Vouch(
            number: nextNumber(), token: vouch.token, hash: token, deadline: vouch.deadline, flights: vouch.flights)
        vouches[again.number] = again
        vouchNumbers[token] = again.number
        ask(again)
    }

    private func remove(_ vouch: Vouch) {
        vouches[vouch.number] = nil
        vouchNumbers[vouch.hash] = nil
    }

    /// A page of identity's events is committed: sessions that it ends are no longer known.
    func take(_ news: IdentityStream.News) {
        for session in news.ended { sessions.end(session, at: now) }
        if news.isUnclear { sessions.forgetAll() }
        stream.take(news)
    }
}
