import Host
import Messages
import Transport

/// A betting service's connection to the wallet process: one socket with many calls under way.
final class HoldLine {
    private var socket: DealerSocket
    private var poller: Poller

    init(home: Home, keys: KeyRing, context: MessagingContext) throws {
        var options = SocketOptions()
        options.reconnectMilliseconds = 2
        socket = try DealerSocket(
            in: context, keys: try keys.connectionKeys(of: ServiceName.betting.rawValue),
            serverKey: try keys.connectionKey(of: .wallet), options: options)
        poller = Poller([socket.pollable])
        try socket.connect(to: home.endpoint(of: .wallet))
    }

    /// Makes the calls with at most so many unanswered at a time.
    func run(_ calls: [HoldCalls.Call], of book: HoldCalls, inFlight: Int) throws -> Figures {
        guard let first = calls.first?.sequence else { throw BenchmarkFault("no calls") }
        var sentAt: [Int64] = []
        sentAt.reserveCapacity(calls.count)
        var latencies = [Int64](repeating: -1, count: calls.count)
        var (answered, lowest) = (0, 0)
        let begun = monotonicNanoseconds()
        while answered < calls.count {
            while sentAt.count < calls.count, sentAt.count - answered < inFlight {
                let call = calls[sentAt.count]
                let header = book.header(of: call, floor: first + Int64(lowest))
                let now = monotonicNanoseconds()
                guard try socket.send(header: header, body: call.body) == .sent else { break }
                sentAt.append(now)
            }
            if try poller.wait(milliseconds: 10_000) == 0 { throw BenchmarkFault("no answer for ten seconds") }
            while let message = try socket.receive() {
                let index = try index(of: message, first: first)
                latencies[index] = monotonicNanoseconds() - sentAt[index]
                answered += 1
            }
            while lowest < calls.count, latencies[lowest] >= 0 { lowest += 1 }
        }
        return Figures(
            operations: calls.count, nanoseconds: monotonicNanoseconds() - begun, latencies: latencies)
    }

    private func index(of message: DealerMessage, first: Int64) throws -> Int {
        guard let header = Header(bytes: message.header), header.number(.status) == 200,
            let reference = header[.reference], let sequence = Int64(reference.dropFirst(2)), sequence >= first
        else { throw BenchmarkFault("refused: \(String(decoding: message.body, as: UTF8.self))") }
        return Int(sequence - first)
    }
}
