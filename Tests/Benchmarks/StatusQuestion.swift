import Host
import Messages
import Transport

/// Asks a service how it is, from before it is there until it answers.
final class StatusQuestion {
    private var socket: DealerSocket
    private var poller: Poller

    init(_ service: ServiceName, home: Home, keys: KeyRing, context: MessagingContext) throws {
        var options = SocketOptions()
        (options.reconnectMilliseconds, options.longestReconnectMilliseconds) = (2, 0)
        let asker: ServiceName = service == .gateway ? .betting : .gateway
        socket = try DealerSocket(
            in: context, keys: try keys.connectionKeys(of: asker.rawValue),
            serverKey: try keys.connectionKey(of: service), options: options)
        poller = Poller([socket.pollable])
        try socket.connect(to: home.endpoint(of: service))
        var header = Header(.query)
        header[.operation] = GetStatus.name
        header[.reference] = "status"
        guard try socket.send(header: header.bytes, body: Array("{}".utf8)) == .sent else {
            throw BenchmarkFault("cannot ask \(service)")
        }
    }

    func waitForAnswer() throws {
        if try poller.wait(milliseconds: 30_000) == 0 { throw BenchmarkFault("no status for thirty seconds") }
        guard let answer = try socket.receive(), Header(bytes: answer.header)?.number(.status) == 200 else {
            throw BenchmarkFault("the status was refused")
        }
    }
}
