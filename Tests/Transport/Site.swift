import Foundation
import Testing
import Transport

/// The two media that every behaviour has to be the same over.
enum Medium: String, CaseIterable, Sendable {
    case ipc, tcp
}

/// A place to listen, a server with its keys, and one client on its list; the socket files go with it.
final class Site {
    static let clientName = "wallet"

    let context: MessagingContext
    let authenticator: Authenticator
    let serverKeys: CurveKeyPair
    let clientKeys: CurveKeyPair
    private let directory: URL

    init() throws {
        context = try MessagingContext()
        serverKeys = try .generate()
        clientKeys = try .generate()
        authenticator = try Authenticator(context: context, allowing: [clientKeys.publicKey: Self.clientName])
        directory = FileManager.default.temporaryDirectory.appending(path: "ct-\(UInt32.random(in: 0...UInt32.max))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    func path(_ name: String = "s") -> String {
        directory.appending(path: name).path
    }

    /// Where to bind for the medium: a fresh port, or the file of that name.
    func endpoint(_ medium: Medium) -> String {
        switch medium {
        case .ipc: "ipc://\(path())"
        case .tcp: "tcp://127.0.0.1:*"
        }
    }

    func router(_ options: SocketOptions = SocketOptions()) throws -> RouterSocket {
        try RouterSocket(authenticator: authenticator, keys: serverKeys, options: options)
    }

    /// A router whose context goes with it, so that it has left its endpoint for good when it is let go: like a
    /// process that has ended, while closing a socket alone only begins to.
    func passingRouter() throws -> RouterSocket {
        let authenticator = try Authenticator(
            context: MessagingContext(), allowing: [clientKeys.publicKey: Self.clientName])
        return try RouterSocket(authenticator: authenticator, keys: serverKeys)
    }

    func dealer(
        to endpoint: String, keys: CurveKeyPair? = nil, serverKey: String? = nil,
        options: SocketOptions = SocketOptions()
    ) throws -> DealerSocket {
        let dealer = try DealerSocket(
            in: context, keys: keys ?? clientKeys, serverKey: serverKey ?? serverKeys.publicKey, options: options)
        try dealer.connect(to: endpoint)
        return dealer
    }
}

/// Tries until there is something, or the time is over.
func eventually<Result>(
    within milliseconds: Int = 10_000, _ attempt: () throws -> Result?
) rethrows -> Result? {
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(milliseconds)
    repeat {
        if let result = try attempt() { return result }
        usleep(500)
    } while clock.now < end
    return nil
}

/// Whether nothing comes for long enough that something would have.
func nothing<Result>(within milliseconds: Int = 400, _ attempt: () throws -> Result?) rethrows -> Bool {
    try eventually(within: milliseconds, attempt) == nil
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
