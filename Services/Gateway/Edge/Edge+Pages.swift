import Crypto
import Messages

extension Edge {
    /// Answers one of the gateway's own pages.
    func show(_ page: OwnPage, _ ticket: Ticket) {
        switch page {
        case .healthz: respond(ticket, json(200, GetHealth.Reply(status: "ok")))
        case .readyz:
            let readiness = readiness()
            var answer = json(readiness.isReady ? 200 : 503, readiness)
            if !readiness.isReady { answer.headers.append(WebAnswer.retryAfter) }
            respond(ticket, answer)
        case .platform: respond(ticket, json(200, GetPlatform.Reply(services: reports(), conflicts: router.conflicts)))
        case .metrics:
            respond(
                ticket, WebAnswer(status: 200, contentType: MetricsText.contentType, body: Array(metricsText().utf8)))
        case .openAPI, .asyncAPI: showDocument(page, type: WebAnswer.json, ticket)
        case .docs:
            showDocument(page, type: "text/html; charset=utf-8", ticket, policy: DocsPage.contentSecurityPolicy)
        }
    }

    private func json(_ status: Int, _ value: some Encodable) -> WebAnswer {
        WebAnswer(status: status, contentType: WebAnswer.json, body: (try? coding.encode(value)) ?? [])
    }

    // MARK: - Health

    private func reports() -> [ServiceReport] {
        ServiceName.allCases.compactMap { service in
            health[service]?.report(service, isAnnounced: isAnnounced(service), at: now, settings)
        }
    }

    /// Whether what is served is what the running service does; with no running service, whether anything is.
    private func isAnnounced(_ service: ServiceName) -> Bool {
        guard let digest = digests[service] else { return false }
        return health[service]?.status.map { $0.catalogueDigest == Hex.encode(digest) } ?? true
    }

    private func readiness() -> GetReadiness.Reply {
        let missing = reports().compactMap { report -> GetReadiness.Missing? in
            let reason: String? =
                switch report.state {
                case .ready: report.isAnnounced ? nil : "has not announced its operations"
                case .notReady: report.complaint ?? "is not ready"
                case .silent: "does not answer"
                case .neverSeen: "has not answered yet"
                }
            return reason.map { GetReadiness.Missing(service: report.service, reason: $0) }
        }
        return GetReadiness.Reply(isReady: missing.isEmpty, missing: missing)
    }

    private func metricsText() -> String {
        let services = ServiceName.allCases.map { service in
            let state = health[service]
            let isUp = state?.presence(at: now, settings) == .present
            return (service, isUp: isUp, state?.status)
        }
        return MetricsText(
            metrics, inFlight: ServiceName.allCases.map { ($0, inFlight[$0, default: 0]) }, services: services,
            documents: downloadCounts, documentsOpen: downloads.count, streams: streamCounts,
            streamsOpen: streams.values.count(where: \.isBegun)
        ).text
    }

    // MARK: - Documents

    /// Made when first asked for, and kept until a catalogue changes.
    private func showDocument(_ page: OwnPage, type: String, _ ticket: Ticket, policy: String? = nil) {
        if documents[page] == nil { documents[page] = try? bytes(of: page, catalogues.all()) }
        guard let body = documents[page] else {
            return refuse(ticket, WebRefusal(CommonFailure.overloaded, "the catalogues cannot be read; try again"))
        }
        let headers = policy.map { [(name: "Content-Security-Policy", value: $0)] } ?? []
        respond(ticket, WebAnswer(status: 200, headers: headers, contentType: type, body: body))
    }

    private func bytes(of page: OwnPage, _ catalogues: [Catalogue]) throws -> [UInt8] {
        let operations = DocumentedOperation.all(catalogues, router)
        return switch page {
        case .asyncAPI: try coding.encode(AsyncAPIDocument(catalogues, router).json)
        case .docs: Array(try DocsPage(operations).html.utf8)
        default: try coding.encode(OpenAPIDocument(operations).json)
        }
    }
}
