import Auditor
import Crypto
import Foundation
import Messages
import Transparency
import Transport

/// The connection to an audit service. It asks one thing at a time, as any peer whose key is listed.
final class AuditLine {
    static let options = [
        Option("home", "DIR", "the folder of a platform on this machine: its keys and its socket"),
        Option("name", "NAME", "with --home: as whom to connect, by the name of a key there (default: auditor)"),
        Option("address", "ADDRESS", "where outsiders ask the audit service, such as tcp://audit.example.org:7410"),
        Option("server-key", "KEY", "with --address: the audit service's public connection key, or @FILE"),
        Option("key-file", "FILE", "with --address: the file with the auditor's own secret connection key"),
        Option("timeout", "SECONDS", "how long an answer is waited for (default: 10)"),
    ]
    /// Of the service, told as what it is.
    struct Refused: Error {
        let operation: String
        let problem: Problem
    }

    /// How often it is looked what has become of the connection, in milliseconds.
    private static let look: Int64 = 100

    private var dealer: DealerSocket
    private var poller: Poller
    private var watch: ConnectionWatch
    private let endpoint: String
    private let patience: Int64
    private let coding = WireCoding()
    private let entropy = SystemEntropy()

    init(_ arguments: Arguments) throws {
        patience = try arguments.number("timeout", 1...3600) ?? 10
        let (serverKey, secret): (String, String)
        if let address = arguments.value("address") {
            guard let server = arguments.value("server-key"), let file = arguments.value("key-file") else {
                throw UsageFault("--address goes with --server-key and --key-file")
            }
            endpoint = address
            serverKey = server.hasPrefix("@") ? try KeySource.lines(of: String(server.dropFirst()))[0] : server
            secret = try KeySource.lines(of: file)[0]
        } else if let folder = arguments.value("home") {
            let (home, name) = (PlatformHome(path: folder), arguments.value("name") ?? "auditor")
            guard FileManager.default.fileExists(atPath: home.secret(name)) else {
                throw Unchecked(
                    "there is no key \(home.secret(name)); scripts/keys \(name) makes one, and services know it after their next start"
                )
            }
            endpoint = home.endpoint
            (serverKey, secret) = (
                try KeySource.lines(of: home.auditKey)[0], try KeySource.lines(of: home.secret(name))[0]
            )
        } else {
            throw UsageFault("--home or --address says where the audit service is")
        }
        do {
            dealer = try DealerSocket(
                in: try MessagingContext(), keys: try CurveKeyPair(secretKey: secret), serverKey: serverKey)
            watch = try dealer.watch()
            try dealer.connect(to: endpoint)
        } catch {
            throw Unchecked("cannot connect to \(endpoint): \(error)")
        }
        poller = Poller([dealer.pollable])
    }

    func ask<Q: Query>(_ query: Q.Type, _ request: Q.Request, waiting seconds: Int64 = 0) throws -> Q.Reply {
        var header = Header(.query)
        header[.operation] = Q.name
        let reference = Hex.encode(entropy.bytes(16))
        header[.reference] = reference
        guard try dealer.send(header: header.bytes, body: try coding.encode(request)) == .sent else {
            throw Unchecked("\(endpoint) does not take questions")
        }
        let deadline = Clock.milliseconds + (patience + seconds) * 1000
        while true {
            while let message = try dealer.receive() {
                guard let header = Header(bytes: message.header), header[.reference] == reference else { continue }
                return try reply(to: query, header, message.body)
            }
            let (left, state) = (deadline - Clock.milliseconds, try watch.state())
            guard left > 0 else { throw Unchecked(silence(state, seconds: patience + seconds)) }
            try poller.wait(milliseconds: Int(min(left, AuditLine.look)))
        }
    }

    private func silence(_ state: ConnectionState, seconds: Int64) -> String {
        switch state {
        case .away: "nobody was reached at \(endpoint) within \(seconds) seconds"
        case .unproved:
            "\(endpoint) is there and turns us away: this auditor's key is not listed there, or the key given as the audit "
                + "service's is not its own"
        case .admitted: "\(endpoint) has let us in and has not answered within \(seconds) seconds"
        }
    }

    private func reply<Q: Query>(to query: Q.Type, _ header: Header, _ body: [UInt8]) throws -> Q.Reply {
        guard let status = header.number(.status) else { throw Unchecked("\(endpoint) answers without a status") }
        guard status < 300 else {
            guard let problem = try? coding.decode(Problem.self, from: body) else {
                throw Unchecked("\(Q.name) was answered with \(status)")
            }
            // Nothing is wrong with the question: another time it may be answered.
            guard status < 500 else { throw Unchecked("\(Q.name) is not answered now: \(problem.code)") }
            throw Refused(operation: Q.name, problem: problem)
        }
        do {
            return try coding.decode(Q.Reply.self, from: body)
        } catch {
            throw Unchecked("the answer to \(Q.name) cannot be read: \(error)")
        }
    }
}

// MARK: - What is asked often

extension AuditLine {
    /// The log's head, signed by one of the keys that it is known by.
    func head(_ keys: LogKeys) throws -> (head: SignedHead, reply: GetTreeHead.Reply) {
        let reply = try ask(GetTreeHead.self, Nothing())
        return (try keys.head(reply.checkpoint), reply)
    }

    /// The hashes that lead from one size to another. What is no hash leads nowhere.
    func growth(from: Int64, to: Int64) throws -> ProveConsistency.Reply {
        try ask(ProveConsistency.self, .init(from: from, to: to))
    }
}

extension ProveConsistency.Reply {
    var proof: [[UInt8]] { hashes.map { Base64.decode($0) ?? [] } }
}

enum Clock {
    static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
