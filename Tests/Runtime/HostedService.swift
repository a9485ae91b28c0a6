import Crypto
import Foundation
import Host
import Messages
import Runtime
import TestSupport
import Transport

/// A service as a process would run it, the counter if no other: real sockets, threads and files.
final class HostedService {
    static let outsiders = ["auditor", "guest"]

    let home: Home
    let ring: KeyRing
    private let context: MessagingContext
    private let definition: ServiceDefinition
    private var running: RunningService?

    init(_ definition: ServiceDefinition = CounterService.definition) throws {
        self.definition = definition
        home = Home(FileManager.default.temporaryDirectory.appending(path: "c-\(UUID().uuidString.prefix(8))").path)
        ring = KeyRing(home)
        try home.makeFolders()
        for name in ServiceName.allCases.map(\.rawValue) + HostedService.outsiders {
            try ring.makeConnectionKeys(for: name)
        }
        context = try MessagingContext()
        try start()
    }

    func start() throws {
        var settings = TestUsers.nodeSettings
        settings.parkMilliseconds = 20
        let endpoints = ServiceName.allCases.map { ($0, home.endpoint(of: $0)) }
        let parts = RunningService.Parts(
            service: .wallet, home: home, endpoints: Dictionary(uniqueKeysWithValues: endpoints),
            nudges: home.nudges(of: .wallet)
        ) { [settings, definition] database in
            try Node(
                definition, settings: settings, database: database, entropy: SystemEntropy(),
                at: SystemClock.now)
        }
        running = try RunningService(parts)
    }

    func stop() {
        running?.stop()
        running = nil
    }

    func clean() {
        stop()
        try? FileManager.default.removeItem(atPath: home.path)
    }

    /// A connection to the door that is for this name's bearer, if to no other.
    func dealer(
        as name: String, to endpoint: String? = nil, options: SocketOptions = SocketOptions()
    ) throws -> DealerSocket {
        let socket = try DealerSocket(
            in: context, keys: try ring.connectionKeys(of: name), serverKey: try ring.connectionKey(of: .wallet),
            options: options)
        let isService = ServiceName(rawValue: name) != nil
        try socket.connect(to: endpoint ?? (isService ? home.endpoint(of: .wallet) : home.peers(of: .wallet)))
        return socket
    }
}

extension DealerSocket {
    /// The next answer, waited for up to five seconds if no other time is said.
    mutating func next(within milliseconds: Int = 5000) throws -> (header: Header, body: [UInt8])? {
        var poller = Poller([pollable])
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while ContinuousClock.now < end {
            if let message = try receive() { return Header(bytes: message.header).map { ($0, message.body) } }
            try poller.wait(milliseconds: 50)
        }
        return nil
    }

    mutating func ask<Q: Messages.Query>(_ query: Q.Type, _ request: Q.Request, _ reference: String) throws
        -> SendOutcome
    {
        var header = Header(.query)
        header[.operation] = Q.name
        header[.reference] = reference
        return try send(header: header.bytes, body: try WireCoding().encode(request))
    }
}
