import Messages
import Runtime

extension Edge {
    func refuse(_ ticket: Ticket, _ refusal: WebRefusal, operationID: String? = nil) {
        var problem = refusal.problem
        problem.traceID = ticket.traceID
        var headers = refusal.headers
        if problem.status == 503 { headers.append(WebAnswer.retryAfter) }
        if problem.status == 401 { headers.append(WebAnswer.challenge) }
        let body = (try? coding.encode(problem)) ?? []
        let answer = WebAnswer(
            status: problem.status, headers: headers, contentType: WebAnswer.problem, body: body)
        respond(ticket, answer, operationID: operationID)
    }

    /// Answers a client with the header fields that every answer has.
    func respond(_ ticket: Ticket, _ answer: WebAnswer, operationID: String? = nil) {
        downloads[ticket.web] = nil
        forgetStream(ticket.web)
        var headers = answer.headers
        if let type = answer.contentType { headers.append(("Content-Type", type)) }
        if let operationID { headers.append(("Operation-Id", operationID)) }
        headers.append(("traceparent", ticket.traceparent))
        headers.append(("X-Content-Type-Options", "nosniff"))
        headers.append(("Referrer-Policy", "no-referrer"))
        headers.append(("X-Frame-Options", "DENY"))
        headers.append(("Cache-Control", ticket.isPrivate || answer.status >= 400 ? "no-store" : "no-cache"))
        if !headers.contains(where: { $0.name == "Content-Security-Policy" }) {
            headers.append(("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"))
        }
        let duration = now.milliseconds - ticket.began.milliseconds
        metrics.record(ticket.name, status: answer.status, milliseconds: duration)
        let response = WebResponse(
            status: answer.status, headers: headers, body: answer.body, isOpen: answer.isOpen,
            isEndless: answer.isEndless)
        emit(.web(ticket.web, response))
    }
}
