import Messages
import Runtime

// A stream is a chain of flights, one for each page. A page is asked for when the client has taken the one before, and
// waits at its service until there is something. What goes wrong between here and the service is tried again; the client
// sees a pause, and no gap.

extension Edge {
    /// A client wants a stream: its first page is asked for, and says whether it can have one.
    func open(
        _ operation: RoutedOperation, _ fields: RequestFields, at service: ServiceName, token: Bearer?,
        _ web: WebRequest, _ client: ClientOrigin, _ ticket: Ticket
    ) {
        let stream = LiveStream(
            number: nextNumber(), ticket: ticket, operation: operation, service: service, fields: fields.values,
            token: token, client: client, isHead: web.method == "HEAD",
            beatAt: now.adding(milliseconds: settings.liveBeatMilliseconds))
        streams[web.id] = stream
        streamNumbers[stream.number] = web.id
        askPage(of: web.id, wait: 0)
    }

    private func askPage(of web: UInt64, wait: Int64? = nil) {
        guard let stream = streams[web], waiting[web] == nil else { return }
        streams[web]?.askAt = nil
        let wait = wait ?? settings.liveWaitMilliseconds
        var fields = stream.fields
        if let place = stream.place { fields[LiveDescription.placeField] = .string(place.text) }
        fields[LiveDescription.waitField] = .integer(wait)
        guard let body = try? coding.encode(JSONValue.object(fields)) else { return close(web, .unsendable) }
        begin(
            Flight(
                number: nextNumber(), ticket: stream.ticket, operation: stream.operation, service: stream.service,
                key: nil, body: body, client: stream.client, traceparent: stream.ticket.traceparent,
                deadline: now.adding(milliseconds: settings.requestMilliseconds + wait), token: stream.token,
                wait: wait, stage: .vouching))
    }

    /// Whether there is a place for the stream that a request belongs to. It is given once, to who asks.
    func hasPlace(_ flight: Flight) -> Bool {
        guard let web = flight.ticket?.web, let stream = streams[web], stream.owner == nil else { return true }
        let owner =
            stream.subjects.first.map { LiveStream.Owner.user($0) } ?? .address(stream.client.address ?? "")
        let taken = streams.values.compactMap(\.owner)
        guard taken.count < settings.liveLimit, taken.count(where: { $0 == owner }) < settings.livePerOwnerLimit
        else { return false }
        streams[web]?.owner = owner
        return true
    }

    /// Who asks for a stream is known, for a while.
    func note(_ entry: SessionCache.Entry, for flight: Flight) {
        guard flight.operation.isLive, let web = flight.ticket?.web, streams[web] != nil else { return }
        streams[web]?.subjects = entry.subjects
        // As the end comes near, the times for which one is believed become short.
        streams[web]?.believedUntil = max(entry.until, now.adding(milliseconds: EdgeSettings.liveLook))
        setAlarm(for: web)
    }

    // MARK: - Pages

    /// A page has come. Its question may have waited long, so whoever it is for must still be believed.
    func take(_ body: [UInt8], streamPageOf flight: Flight) {
        guard isStillBelieved(flight) else { return identify(flight.number) }
        guard let ticket = flight.ticket, let stream = streams[ticket.web] else { return _ = remove(flight.number) }
        guard let page = try? coding.decode(LivePage.self, from: body), let text = EventStreamText.items(page),
            page.items.isEmpty || page.next != stream.place
        else { return end(flight.number, refusing: .unsendable) }
        _ = remove(flight.number)
        let web = ticket.web
        // It was asked for to see whether it may be; the client has not taken the one before.
        if stream.unread == .page { return }
        streams[web]?.place = page.next
        if !stream.isBegun {
            begin(web, at: page, text)
        } else if page.items.isEmpty {
            rest(web, after: flight)
        } else {
            write(text, to: web, .page)
            streams[web]?.toldPlace = page.items.last.flatMap { Cursor($0.id) }
        }
        streamCounts.items += Int64(page.items.count)
    }

    private func isStillBelieved(_ flight: Flight) -> Bool {
        guard let token = flight.token else { return true }
        if known(of: token.hash) != nil { return true }
        return flight.believedAt.map { now.milliseconds - $0.milliseconds <= settings.streamSilenceMilliseconds }
            ?? false
    }

    private func begin(_ web: UInt64, at page: LivePage, _ text: String) {
        guard var stream = streams[web] else { return }
        // The place of the beginning is only known where nothing has come yet; else each event tells its own.
        let opening =
            page.items.isEmpty
            ? EventStreamText.opening(at: page.next) : "retry: \(EventStreamText.retryMilliseconds)\n\n" + text
        var answer = WebAnswer(
            status: 200, headers: [("X-Accel-Buffering", "no")], contentType: LiveDescription.mediaType,
            body: stream.isHead ? [] : Array(opening.utf8), isOpen: true)
        answer.isEndless = true
        respond(stream.ticket, answer)
        guard !stream.isHead else { return emit(.webPart(web, .end)) }
        stream.isBegun = true
        stream.unread = .page
        stream.toldPlace = page.items.last.flatMap { Cursor($0.id) } ?? page.next
        stream.beatAt = now.adding(milliseconds: settings.liveBeatMilliseconds)
        stream.alarmAt = nil
        streams[web] = stream
        streamNumbers[stream.number] = web
        setAlarm(for: web)
    }

    private func write(_ text: String, to web: UInt64, _ unread: LiveStream.Unread) {
        emit(.webPart(web, .bytes(Array(text.utf8))))
        streams[web]?.unread = unread
        streams[web]?.beatAt = now.adding(milliseconds: settings.liveBeatMilliseconds)
    }

    /// Nothing has come: the next question goes out at once, but for a service that does not wait with its answer.
    private func rest(_ web: UInt64, after flight: Flight) {
        let asked = flight.deadline.milliseconds - settings.requestMilliseconds - flight.wait
        if now.milliseconds - asked >= flight.wait / 2 { return askPage(of: web) }
        askLater(web, settings.liveRetryMilliseconds / 4)
    }

    /// The client has taken all that was written to it.
    func streamDrained(_ web: UInt64) {
        guard streams[web]?.isBegun == true else { return }
        streams[web]?.unread = .nothing
        if streams[web]?.askAt == nil { askPage(of: web) }
    }

    // MARK: - Time

    private func askLater(_ web: UInt64, _ milliseconds: Int64) {
        streams[web]?.askAt = now.adding(milliseconds: milliseconds)
        setAlarm(for: web)
    }

    private func setAlarm(for web: UInt64) {
        guard let stream = streams[web], stream.alarmAt.map({ stream.due < $0 }) ?? true else { return }
        streams[web]?.alarmAt = stream.due
        alarms.set(stream.number, at: stream.due)
    }

    func streamIsDue(_ number: UInt64) {
        // An alarm that an earlier one has overtaken.
        guard let web = streamNumbers[number], let stream = streams[web], let alarm = stream.alarmAt, alarm <= now
        else { return }
        streams[web]?.alarmAt = nil
        if let time = stream.believedUntil, time <= now { renew(web) }
        if let time = stream.askAt, time <= now {
            streams[web]?.askAt = nil
            askPage(of: web)
        }
        if stream.beatAt <= now { beat(web) }
        setAlarm(for: web)
    }

    /// To one who has not taken what there is, nothing is added.
    private func beat(_ web: UInt64) {
        guard let stream = streams[web] else { return }
        streams[web]?.beatAt = now.adding(milliseconds: settings.liveBeatMilliseconds)
        guard stream.isBegun, stream.unread == .nothing else { return }
        if let place = stream.place, place != stream.toldPlace {
            streams[web]?.toldPlace = place
            write(EventStreamText.beat + EventStreamText.mark(place), to: web, .beat)
        } else {
            write(EventStreamText.beat, to: web, .beat)
        }
    }

    // MARK: - News

    /// There is news of whoever a stream is for: whether it may go on is asked now, not when its next page comes.
    func renewStreams(_ news: IdentityStream.News) {
        guard news.isUnclear || !news.subjects.isEmpty else { return }
        let subjects = Set(news.subjects)
        for web in streams.keys.sorted() {
            guard let stream = streams[web], stream.token != nil else { continue }
            if news.isUnclear || !subjects.isDisjoint(with: stream.subjects) { renew(web) }
        }
    }

    private func renew(_ web: UInt64) {
        streams[web]?.believedUntil = nil
        guard streams[web]?.token != nil else { return }
        if let number = waiting[web] { _ = remove(number) }
        askPage(of: web, wait: 0)
    }

    /// A service began anew and knows nothing of the questions that waited there.
    func askAgain(streamsOf service: ServiceName) {
        for web in streams.keys.sorted() where streams[web]?.service == service {
            if let number = waiting[web], case .sent = flights[number]?.stage { identify(number) }
        }
    }

    // MARK: - Ends

    /// Whether a client that was to be told of a problem has a stream: then what may pass is waited for, and all else ends
    /// the stream with an event that says it.
    func goesOn(_ ticket: Ticket, after problem: Problem) -> Bool {
        guard streams[ticket.web]?.isBegun == true else { return false }
        if problem.status >= 500, problem.code != Problem.unsendable.code {
            askLater(ticket.web, settings.liveRetryMilliseconds)
        } else {
            close(ticket.web, problem)
        }
        return true
    }

    private func close(_ web: UInt64, _ problem: Problem) {
        guard let stream = forgetStream(web) else { return }
        streamCounts.closed += 1
        var problem = problem
        problem.traceID = stream.ticket.traceID
        let text = EventStreamText.closing((try? coding.encode(problem)) ?? [])
        emit(.webPart(web, .bytes(Array(text.utf8))))
        emit(.webPart(web, .end))
    }

    /// The client is gone; whether it had a stream.
    func giveUpStream(_ web: UInt64) -> Bool {
        guard streams[web]?.isBegun == true else {
            _ = forgetStream(web)
            return false
        }
        _ = forgetStream(web)
        streamCounts.abandoned += 1
        if let number = waiting[web] { _ = remove(number) }
        return true
    }

    @discardableResult
    func forgetStream(_ web: UInt64) -> LiveStream? {
        guard let stream = streams.removeValue(forKey: web) else { return nil }
        streamNumbers[stream.number] = nil
        return stream
    }
}

extension Problem {
    fileprivate static let unsendable = Problem(
        status: 500, code: "internal_error", detail: "the service answered with what is no page of this stream")
}

extension WebRefusal {
    fileprivate static let unsendable = WebRefusal(
        status: 500, Problem.unsendable.code, Problem.unsendable.detail)
    static let tooManyStreams = WebRefusal(
        CommonFailure.overloaded, "too many streams are open; end one, or try again")
}
