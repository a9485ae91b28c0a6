import GatewayHTTP
import Host
import Runtime
import Synchronization

/// Joins the HTTP server, on its threads, to the gateway's loop, on its own: requests go in through the mailbox, answers
/// come back by number.
final class Entrance: Sendable {
    private let server = Mutex<HTTPServer?>(nil)
    /// How long requests under way may take when the gateway stops.
    private static let drain = Duration.seconds(5)

    func open(_ configuration: Configuration, for mailbox: Mailbox) throws {
        var options = HTTPServerOptions()
        options.address = configuration["address"]
        guard let port = UInt16(exactly: try configuration.number("port")) else {
            throw Configuration.Problem.notANumber("port")
        }
        options.port = port
        let opened = try HTTPServer(
            options, onAbandoned: { id in mailbox.putFollowing(.webAbandoned(id)) },
            onDrained: { id in mailbox.putFollowing(.webDrained(id)) },
            onRequest: { request in mailbox.put(.web(WebRequest(request))) })
        server.withLock { $0 = opened }
    }

    func answer(_ id: UInt64, _ response: WebResponse) {
        let server = server.withLock { $0 }
        let answer = HTTPResponse(status: response.status, headers: response.headers, body: response.body)
        if response.isOpen {
            server?.begin(answer, to: id, isEndless: response.isEndless)
        } else {
            server?.respond(to: id, with: answer)
        }
    }

    func write(_ part: WebPart, to id: UInt64) {
        let server = server.withLock { $0 }
        switch part {
        case .bytes(let bytes): server?.write(bytes, to: id)
        case .end: server?.end(id)
        case .cut: server?.cut(id)
        }
    }

    /// Takes no more requests, and lets those under way be answered.
    func close() {
        let server = server.withLock { $0 }
        server?.stop(within: Entrance.drain)
    }
}

extension WebRequest {
    init(_ request: HTTPRequest) {
        self.init(
            id: request.id, method: request.method, path: request.path,
            query: request.query.map { ($0.name, $0.value ?? "") },
            headers: request.headers.map { ($0.name, $0.value) }, body: request.body,
            remoteAddress: request.remoteAddress)
    }
}
