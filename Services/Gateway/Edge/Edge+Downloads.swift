import Messages
import Runtime

// A document is a chain of flights, one for each page. The client's end of it, to which pages are written while it takes
// them, knows nothing of documents and serves whatever is written part by part.

extension Edge {
    /// Keeps a place for a document that is about to be asked for.
    func makeRoom(
        forDocumentOf operation: RoutedOperation, _ fields: RequestFields, to service: ServiceName, token: Bearer?,
        _ web: WebRequest, _ client: ClientOrigin, _ ticket: Ticket
    ) throws(WebRefusal) {
        let owner = token.map { Download.Owner.token($0.hash) } ?? .address(client.address ?? "")
        let own = downloads.values.count { $0.owner == owner }
        if downloads.count >= settings.downloadLimit || own >= settings.downloadsPerOwnerLimit {
            throw WebRefusal(CommonFailure.overloaded, "too many documents are being sent; try again")
        }
        downloads[web.id] = Download(
            ticket: ticket, owner: owner, operation: operation, service: service, fields: fields.values, token: token,
            client: client, isHead: web.method == "HEAD")
    }

    /// A page has come: the first is answered with, the others are written behind it.
    func take(_ body: [UInt8], pageOf flight: Flight) {
        let cursor = flight.ticket.flatMap { downloads[$0.web]?.next }
        guard let page = try? coding.decode(DocumentPage.self, from: body), let bytes = page.bytes,
            page.isSendable(by: flight.operation), page.next == nil || page.next != cursor
        else { return end(flight.number, refusing: .unsendablePage) }
        guard let ticket = remove(flight.number)?.ticket, let download = downloads[ticket.web] else { return }
        if download.isBegun {
            if !bytes.isEmpty { emit(.webPart(ticket.web, .bytes(bytes))) }
        } else {
            begin(download, with: page, bytes)
        }
        goOn(ticket.web, after: page, isEmpty: bytes.isEmpty)
    }

    private func begin(_ download: Download, with page: DocumentPage, _ bytes: [UInt8]) {
        let disposition = (name: "Content-Disposition", value: "attachment; filename=\"\(page.fileName.text)\"")
        let answer = WebAnswer(
            status: 200, headers: [disposition], contentType: page.contentType, body: bytes,
            isOpen: page.next != nil)
        let web = download.ticket.web
        respond(download.ticket, answer)
        guard answer.isOpen else { return downloadCounts.whole += 1 }
        if download.isHead {
            emit(.webPart(web, .end))
        } else {
            downloads[web] = download
            downloads[web]?.isBegun = true
        }
    }

    private func goOn(_ web: UInt64, after page: DocumentPage, isEmpty: Bool) {
        guard downloads[web] != nil else { return }
        downloads[web]?.next = page.next
        if page.next == nil {
            downloads[web] = nil
            downloadCounts.whole += 1
            emit(.webPart(web, .end))
        } else if isEmpty {
            // The client has nothing to take, so it would never ask for more.
            pullPage(for: web)
        }
    }

    /// A client has taken all that was written to it.
    func drained(_ web: UInt64) {
        if downloads[web]?.isBegun == true, waiting[web] == nil { pullPage(for: web) }
    }

    private func pullPage(for web: UInt64) {
        guard let download = downloads[web], let next = download.next else { return }
        var fields = download.fields
        fields["cursor"] = .string(next.text)
        guard health[download.service]?.presence(at: now, settings) != .away,
            let body = try? coding.encode(JSONValue.object(fields))
        else { return breakOff(web) }
        let flight = Flight(
            number: nextNumber(), ticket: download.ticket, operation: download.operation, service: download.service,
            key: nil, body: body, client: download.client, traceparent: download.ticket.traceparent,
            deadline: now.adding(milliseconds: settings.requestMilliseconds), token: download.token, stage: .vouching)
        begin(flight)
    }

    /// Whether a client that was to be told something is in the middle of a document: all that can be done then is to
    /// let it see that the document is not whole.
    func isBrokenOff(_ ticket: Ticket) -> Bool {
        guard downloads[ticket.web]?.isBegun == true else { return false }
        breakOff(ticket.web)
        return true
    }

    private func breakOff(_ web: UInt64) {
        downloads[web] = nil
        downloadCounts.cut += 1
        emit(.webPart(web, .cut))
    }

    /// The client is gone; whether it had a part of a document.
    func giveUpDownload(_ web: UInt64) -> Bool {
        guard let download = downloads.removeValue(forKey: web), download.isBegun else { return false }
        downloadCounts.abandoned += 1
        if let number = waiting[web] { _ = remove(number) }
        return true
    }
}

extension DocumentPage {
    fileprivate func isSendable(by operation: RoutedOperation) -> Bool {
        let type = contentType.prefix { $0 != ";" }
        return operation.mediaTypes.contains(String(type)) && contentType.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f }
    }
}

extension WebRefusal {
    fileprivate static let unsendablePage = WebRefusal(
        status: 500, "internal_error", "the service answered with what is no page of this document")
}
