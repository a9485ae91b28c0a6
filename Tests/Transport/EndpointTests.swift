import Foundation
import Testing
import Transport

@Suite(.timeLimit(.minutes(1)))
struct EndpointTests {
    @Test(
        "refuses what is neither ipc nor tcp",
        arguments: ["", "ipc://", "inproc://wallet", "udp://127.0.0.1:1", "127.0.0.1:1", "ipc://a\0b", "tcp:/x"])
    func nonsense(endpoint: String) throws {
        let site = try Site()
        let router = try site.router()
        #expect(throws: TransportError.invalidEndpoint(endpoint)) { try router.bind(to: endpoint) }
        #expect(throws: TransportError.invalidEndpoint(endpoint)) { _ = try site.dealer(to: endpoint) }
    }

    @Test("says that a socket path is too long, and what would do")
    func longPath() throws {
        let site = try Site()
        let router = try site.router()
        let longest = "/tmp/" + String(repeating: "a", count: 102)
        let path = longest + "a"
        #expect(throws: TransportError.pathTooLong(path, limit: 107)) { try router.bind(to: "ipc://\(path)") }
        #expect(throws: TransportError.pathTooLong(path, limit: 107)) { _ = try site.dealer(to: "ipc://\(path)") }
        let bound = try router.bind(to: "ipc://\(longest)")
        #expect(bound == "ipc://\(longest)")
        #expect("\(TransportError.pathTooLong(path, limit: 107))".contains("108 bytes, the system takes 107"))
    }

    @Test("replaces the socket file that a killed process left behind")
    func stale() throws {
        let site = try Site()
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: site.path().utf8) }
        let bound = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        close(descriptor)
        try #require(FileManager.default.fileExists(atPath: site.path()))

        var router = try site.router()
        try router.bind(to: "ipc://\(site.path())")
        let dealer = try site.dealer(to: "ipc://\(site.path())")
        _ = try dealer.send(header: [], body: "hello".bytes)
        let message = try eventually { try router.receive() }
        #expect(message?.body == "hello".bytes)
    }

    @Test("does not take the place of somebody who listens", arguments: Medium.allCases)
    func occupied(medium: Medium) throws {
        let site = try Site()
        var first = try site.router()
        let endpoint = try first.bind(to: site.endpoint(medium))
        let second = try site.router()
        #expect(throws: TransportError.addressInUse(endpoint)) { try second.bind(to: endpoint) }
        let dealer = try site.dealer(to: endpoint)
        _ = try dealer.send(header: [], body: "hello".bytes)
        let message = try eventually { try first.receive() }
        #expect(message?.body == "hello".bytes)
    }

    @Test("does not remove a file that is no socket")
    func plainFile() throws {
        let site = try Site()
        try Data("precious".utf8).write(to: URL(filePath: site.path()))
        let router = try site.router()
        #expect(throws: TransportError.addressInUse("ipc://\(site.path())")) {
            try router.bind(to: "ipc://\(site.path())")
        }
        #expect(try String(contentsOf: URL(filePath: site.path()), encoding: .utf8) == "precious")
    }

    @Test("one router listens on ipc and tcp at once")
    func both() throws {
        let site = try Site()
        var router = try site.router()
        for medium in Medium.allCases {
            let dealer = try site.dealer(to: router.bind(to: site.endpoint(medium)))
            _ = try dealer.send(header: [], body: medium.rawValue.bytes)
            let message = try eventually { try router.receive() }
            #expect(message?.body == medium.rawValue.bytes)
        }
    }
}
