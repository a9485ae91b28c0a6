import Crypto
import Messages
import Runtime

extension Edge {
    /// All that may be believed of a token at this moment: nothing while identity's events are silent.
    func known(of token: TokenHash) -> SessionCache.Entry? {
        guard stream.isFresh(at: now, within: settings.streamSilenceMilliseconds) else { return nil }
        return sessions.find(token, at: now)
    }

    /// Finds out whose token came with a request, before it goes out and before each copy of it does: from memory, or by
    /// asking identity, once for all that wait and have the same news behind them. So nobody who was told of a change
    /// gets an answer from before it.
    func identify(_ number: UInt64) {
        guard let flight = flights[number] else { return }
        guard let token = flight.token else { return dispatch(number) }
        if let entry = known(of: token.hash) {
            return authorize(number, entry)
        }
        if let vouch = vouchNumbers[token.hash], vouches[vouch]?.newsBefore == recentNews.count {
            join(number, vouch)
        } else {
            ask(whoHolds: token.text, token.hash, for: [number], until: flight.deadline)
        }
        // What is out already must end in time, whatever becomes of the question.
        if case .sent = flight.stage { alarms.set(number, at: flight.deadline) }
    }

    private func join(_ number: UInt64, _ vouch: UInt64) {
        if case .sent = flights[number]?.stage, vouches[vouch]?.flights.contains(number) ?? true { return }
        vouches[vouch]?.flights.append(number)
    }

    private func ask(whoHolds token: String, _ hash: TokenHash, for flights: [UInt64], until deadline: Timestamp) {
        let vouch = Vouch(
            number: nextNumber(), token: token, hash: hash, deadline: deadline, newsBefore: recentNews.count,
            flights: flights)
        vouches[vouch.number] = vouch
        vouchNumbers[hash] = vouch.number
        send(vouch)
    }

    private func send(_ vouch: Vouch) {
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
        if now < vouch.deadline, isAwaited { return send(vouch) }
        remove(vouch)
        for number in vouch.flights {
            // Who joined later may wait longer.
            if let flight = flights[number], now < flight.deadline {
                identify(number)
            } else {
                refuse(number, .unavailable(.identity))
            }
        }
    }

    func takeVouch(_ number: UInt64, _ status: Int, _ body: [UInt8]) {
        // Too busy, or a fault of its own: asked again when it is due.
        guard let vouch = vouches[number], status < 500 else { return }
        remove(vouch)
        guard status == 200, let reply = try? coding.decode(VouchForSession.Reply.self, from: body),
            reply.expiresAt > now
        else {
            for flight in vouch.flights { refuse(flight, .unauthenticated) }
            return
        }
        let subjects = Subject.ofCaller(reply.user, reply.session)
        if recentNews.hasAny(about: subjects, since: vouch.newsBefore) {
            return ask(whoHolds: vouch.token, vouch.hash, for: vouch.flights, until: vouch.deadline)
        }
        let halfLife = (reply.expiresAt.milliseconds - now.milliseconds) / 2
        let entry = SessionCache.Entry(
            statements: Dictionary(
                reply.statements.map { ($0.service, $0.statement) }, uniquingKeysWith: { first, _ in first }),
            subjects: subjects, until: now.adding(milliseconds: halfLife))
        sessions.put(vouch.hash, entry)
        noteUse(of: reply.session, by: vouch.flights)
        for flight in vouch.flights { authorize(flight, entry) }
    }

    /// Sends a request on with the statement that its service believes.
    private func authorize(_ number: UInt64, _ entry: SessionCache.Entry) {
        guard let flight = flights[number], !flight.isAnswered else { return }
        guard let statement = entry.statements[flight.service] else { return refuse(number, .unauthenticated) }
        if let before = flight.statement, before != statement, case .sent = flight.stage {
            flights[number]?.isVouchedAnew = true
        }
        flights[number]?.statement = statement
        flights[number]?.believedAt = now
        note(entry, for: flight)
        dispatch(number)
    }

    private func remove(_ vouch: Vouch) {
        vouches[vouch.number] = nil
        if vouchNumbers[vouch.hash] == vouch.number { vouchNumbers[vouch.hash] = nil }
    }

    // MARK: - News

    /// A page of identity's events is committed: what was known of those whom it is about may be so no longer.
    func take(_ news: IdentityStream.News) {
        for subject in news.subjects {
            sessions.forget(about: subject)
            recentNews.add(subject)
        }
        if news.isUnclear {
            sessions.forgetAll()
            recentNews.addUnclear()
        }
        stream.take(news)
        renewStreams(news)
        releaseAnswers()
    }

    /// Keeps an answer of identity back until what it says was done is in force here: until the events up to its `head`
    /// are taken. Where they do not come, it waits until nothing that is older than itself would be believed any more.
    func keep(_ answer: WebAnswer, of number: UInt64, until head: Int64) {
        guard stream.position < head else { return end(number, answer) }
        let until = now.adding(milliseconds: settings.streamSilenceMilliseconds + 1)
        flights[number]?.stage = .answered(KeptAnswer(answer: answer, head: head, until: until))
        kept.append(number)
        alarms.set(number, at: until)
    }

    func releaseAnswers() {
        kept.removeAll { number in
            guard case .answered(let kept)? = flights[number]?.stage else { return true }
            guard kept.head <= stream.position || kept.until <= now else { return false }
            end(number, kept.answer)
            return true
        }
    }
}
