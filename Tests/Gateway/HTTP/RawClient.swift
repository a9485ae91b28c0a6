import Glibc
import Testing

/// A client that sends exactly the bytes it is told to.
final class RawClient {
    struct Answer: Equatable {
        var status: Int
        var headers: [String: String]
        var body: String
    }

    private var descriptor: Int32
    private var received: [UInt8] = []

    init(port: UInt16, waitSeconds: Int = 10) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: waitSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close()
            throw ClientError.refused
        }
    }

    deinit {
        close()
    }

    enum ClientError: Error {
        case refused
        case ended
        case broken
        case silent
        case malformed(String)
    }

    /// False when the server no longer takes bytes.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool {
        send(text.utf8)
    }

    func get(_ path: String) throws -> Answer {
        send("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n")
        return try answer()
    }

    /// Reads one whole answer, leaving what follows it; a HEAD's answer has no body.
    func answer(toHead: Bool = false) throws -> Answer {
        let head = try take(through: "\r\n\r\n")
        let lines = head.split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw ClientError.malformed(head)
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].drop { $0 == " " }.description
        }
        let length = toHead || status < 200 ? 0 : Int(headers["content-length"] ?? "0") ?? 0
        while received.count < length { try receive() }
        let body = String(decoding: received.prefix(length), as: UTF8.self)
        received.removeFirst(length)
        return Answer(status: status, headers: headers, body: body)
    }

    /// Reads an answer in chunks to its last one.
    func chunkedAnswer() throws -> Answer {
        var answer = try answer()
        var body: [UInt8] = []
        while true {
            let line = try take(through: "\r\n")
            guard let count = Int(line.dropLast(), radix: 16) else { throw ClientError.malformed(line) }
            while received.count < count + 2 { try receive() }
            body += received.prefix(count)
            received.removeFirst(count + 2)
            if count == 0 { break }
        }
        answer.body = String(decoding: body, as: UTF8.self)
        return answer
    }

    /// Reads what is there or comes next, and forgets it.
    func discard() throws -> Int {
        if received.isEmpty { try receive() }
        defer { received.removeAll(keepingCapacity: true) }
        return received.count
    }

    /// Reads until the server ends the connection in good order.
    func rest() throws -> String {
        while true {
            do {
                try receive()
            } catch ClientError.ended {
                return String(decoding: received, as: UTF8.self)
            }
        }
    }

    /// True when the server ends the connection, by whatever way, before the client loses patience.
    func isEnded() -> Bool {
        while true {
            do {
                try receive()
            } catch ClientError.silent {
                return false
            } catch {
                return true
            }
        }
    }

    func close() {
        guard descriptor >= 0 else { return }
        _ = Glibc.close(descriptor)
        descriptor = -1
    }

    private func take(through end: String) throws -> String {
        let mark = Array(end.utf8)
        while true {
            let found = received.indices.first { received[$0...].starts(with: mark) }
            if let found {
                let text = String(decoding: received[..<(found + mark.count)], as: UTF8.self)
                received.removeFirst(found + mark.count)
                return text
            }
            try receive()
        }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { throw ClientError.silent }
        if count < 0, errno == ECONNRESET { throw ClientError.broken }
        guard count > 0 else { throw ClientError.ended }
        received += buffer[..<count]
    }
}
