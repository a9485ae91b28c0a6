import Messages
import Runtime
import TestSupport
import Testing

@testable import Gateway

@Suite("Clients' addresses and agents")
struct ClientOriginTests {
    private func sent(
        from address: String = "127.0.0.1", forwardedFor: [String] = [], agent: String? = nil, trusting: String = ""
    ) throws -> Header {
        var settings = EdgeSettings()
        settings.trustedProxies = try AddressRanges(trusting)
        let gateway = try gateway(settings)
        let headers = agent.map { ["user-agent": $0] } ?? [:]
        try gateway.send("GET", "/v1/tables", headers: headers, from: address, forwardedFor: forwardedFor)
        return try #require(gateway.take(ListTables.name).first).header
    }

    @Test("go with every message that is sent for a client")
    func sending() throws {
        let gateway = try gateway()
        try gateway.send(
            "DELETE", "/v1/tables/019aa2f5-3c00-7000-8000-000000000001",
            headers: ["authorization": "Bearer t", "user-agent": "ear/1 (brass)"], from: "2001:db8::9")
        try gateway.vouch(for: TestUsers.statement(1))
        try gateway.wait(milliseconds: 1000)
        let copies = gateway.take(RemoveTable.name)
        #expect(copies.map { $0.header[.address] } == ["2001:db8::9", "2001:db8::9"])
        #expect(copies.map { $0.header[.agent] } == ["ear/1 (brass)", "ear/1 (brass)"])
        #expect(try sent().kind == .query)
        #expect(try sent()[.agent] == nil)
    }

    @Test(
        "are the connection's, or those that trusted proxies tell of, as far as only such tell",
        arguments: [
            // The connection, what it forwards for, who is trusted, and the client.
            ("203.0.113.5", ["198.51.100.1"], "", "203.0.113.5"),
            ("203.0.113.5", ["198.51.100.1"], "10.0.0.0/8", "203.0.113.5"),
            ("10.0.0.1", ["198.51.100.1"], "10.0.0.0/8", "198.51.100.1"),
            ("10.0.0.1", ["1.1.1.1, 198.51.100.1, 10.9.9.9"], "10.0.0.0/8", "198.51.100.1"),
            ("10.0.0.1", ["1.1.1.1, 198.51.100.1", "10.9.9.9"], "10.0.0.0/8", "198.51.100.1"),
            ("10.0.0.1", ["198.51.100.1,192.0.2.3"], "10.0.0.0/8", "192.0.2.3"),
            ("10.0.0.1", ["10.0.0.7, 10.0.0.8"], "10.0.0.0/8", "10.0.0.7"),
            ("10.0.0.1", [], "10.0.0.0/8", "10.0.0.1"),
            ("10.0.0.1", ["garbage, 198.51.100.1"], "10.0.0.0/8", "198.51.100.1"),
            ("10.0.0.1", ["198.51.100.1, garbage"], "10.0.0.0/8", "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1, garbage, 10.0.0.2"], "10.0.0.0/8", "10.0.0.1"),
            ("10.0.0.1", [""], "10.0.0.1", "10.0.0.1"), ("10.0.0.1", [","], "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1:80"], "10.0.0.1", "198.51.100.1"),
            ("10.0.0.1", ["[2001:db8::5]:443"], "10.0.0.1", "2001:db8::5"),
            ("10.0.0.1", ["[2001:db8::5"], "10.0.0.1", "10.0.0.1"), ("10.0.0.1", [":80"], "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1\nagent x"], "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", ["1.1.1.1 198.51.100.1"], "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", ["\t2001:DB8:0:0::1 "], "10.0.0.1", "2001:db8::1"),
            ("2001:db8::1", ["198.51.100.1"], "2001:db8::/32", "198.51.100.1"),
            ("2001:db9::1", ["198.51.100.1"], "2001:db8::/32", "2001:db9::1"),
            ("::1", ["2001:db8::5, ::ffff:192.0.2.1"], "::1, 192.0.2.0/24", "2001:db8::5"),
            ("fe80::1%eth0", [], "", "fe80::1"),
        ] as [(String, [String], String, String)])
    func addresses(connection: String, forwardedFor: [String], trusted: String, client: String) throws {
        #expect(try sent(from: connection, forwardedFor: forwardedFor, trusting: trusted)[.address] == client)
    }

    @Test("name no address that is none", arguments: ["", "unix", "1.2.3", "a\nb"])
    func noAddress(connection: String) throws {
        #expect(try sent(from: connection, forwardedFor: ["192.0.2.1"], trusting: "0.0.0.0/0,::/0")[.address] == nil)
    }

    @Test("show no more of an agent than 200 characters of visible ASCII")
    func agents() throws {
        #expect(try sent(agent: "a\u{e4}\nstatement x\u{0}\u{7f}\u{1F600}z")[.agent] == "a??statement x???z")
        #expect(try sent(agent: String(repeating: "\u{e4}", count: 5000))[.agent] == String(repeating: "?", count: 200))
        #expect(try sent(agent: "")[.agent] == nil)
    }
}

@Suite("Machines' addresses")
struct MachineAddressTests {
    @Test(
        "are read in any form and written in one",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:201", "192.0.2.1"), ("::", "::"), ("::1", "::1"),
            ("1::", "1::"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("::192.0.2.1", "::c000:201"),
            ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("0:0:0:0:0:0:0:0", "::"),
        ])
    func reading(text: String, written: String) {
        #expect(MachineAddress(text)?.text == written)
    }

    @Test(
        "are nothing else",
        arguments: [
            "", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.-4", "1.2.3.+4", "1.2.3.4 ", "1..3.4",
            "1.2.3.4/8", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "1::2::3", "12345::", "g::", "+1::",
            "1.2.3.4::", "::1.2.3.4:5", "::1.2.3.256", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4:5:6:7::8", "[::1]", "::1%lo",
            ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "\u{0661}.2.3.4", "\u{ff11}::",
        ])
    func garbage(text: String) {
        #expect(MachineAddress(text) == nil)
    }

    @Test("lie in ranges of both kinds")
    func ranges() throws {
        func contains(_ ranges: String, _ address: String) throws -> Bool {
            try AddressRanges(ranges).contains(try #require(MachineAddress(address)))
        }
        #expect(try contains("10.0.0.0/8", "10.255.0.1") && contains("10.1.2.3/8", "10.9.9.9"))
        #expect(try !contains("10.0.0.0/8", "11.0.0.1") && !contains("10.0.0.0/8", "::a00:1"))
        #expect(try contains("0.0.0.0/0", "203.0.113.9") && !contains("0.0.0.0/0", "2001:db8::1"))
        #expect(try contains("::/0", "203.0.113.9") && contains("::/0", "2001:db8::1"))
        #expect(try contains("192.0.2.7", "192.0.2.7") && !contains("192.0.2.7", "192.0.2.6"))
        #expect(try contains("2001:db8::/33", "2001:db8:7fff::") && !contains("2001:db8::/33", "2001:db8:8000::"))
        #expect(try contains("2001:db8::/65", "2001:db8::7fff:0:0:1"))
        #expect(try !contains("2001:db8::/65", "2001:db8:0:0:8000::"))
        #expect(try contains("10.0.0.1, ::1", "::1") && !contains("", "::1"))
        for text in ["10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "proxy", "10.0.0.0/8/8", "/8"] {
            #expect(throws: AddressRanges.Malformed.self, "\(text)") { try AddressRanges(text) }
        }
    }
}
