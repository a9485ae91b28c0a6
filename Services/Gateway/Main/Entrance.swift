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
            options, onAbandoned: { id in _ = mailbox.put(.webAbandoned(id)) },
            onRequest: { request in mailbox.put(.web(WebRequest(request))) })
        server.withLock { $0 = opened }
    }

    func answer(_ id: UInt64, _ response: WebResponse) {
        let server = server.withLock { $0 }
        server?.respond(
            to: id,
            with: HTTPResponse(status: response.status, headers: response.headers, body: response.body))
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
