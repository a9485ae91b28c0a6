import Foundation
import Messages
import Testing

@Suite("Changes of messages") struct CompatibilityTests {
    struct OldRequest: Codable, Sendable {
        let name: Title
        let note: Note?
    }
    struct OldReply: Codable, Sendable {
        let id: ID<User>
        let count: Int64
    }
    enum OldFailure: String, DomainFailure { case tooMuch = "too_much" }
    enum Old: Command {
        typealias Request = OldRequest
        typealias Reply = OldReply
        typealias Failure = OldFailure
        static let name = "betting.example"
        static let summary = "An example"
        static let access = Access.signedIn
        static let route: Route? = .create("/v1/examples")
    }

    /// The released catalogue with one thing changed in its JSON.
    private func breaks(_ change: (String) -> String) throws -> [String] {
        let released = Catalogue(
            service: .betting, build: "1", operations: [try OperationDescription(Old.self)],
            events: [try EventDescription(SessionEnded.self)])
        let text = String(decoding: try WireCoding().encode(released), as: UTF8.self)
        let changed = change(text)
        #expect(changed != text)
        let current = try WireCoding().decode(Catalogue.self, from: Array(changed.utf8))
        return Compatibility(released: released, current: current).breaks
    }

    @Test(
        "that break a neighbour are found",
        arguments: [
            ("betting.example", "betting.other", "the operation is gone"),
            (#""kind":"command""#, #""kind":"query""#, "reused for another kind"),
            ("/v1/examples", "/v1/samples", "the route changed"),
            (#""required":["name"]"#, #""required":["name","note"]"#, "the field note is now required"),
            (#""note":{"#, #""remark":{"#, "the field note is no longer taken"),
            (#""required":["count","id"]"#, #""required":["id"]"#, "the field count may now be missing"),
            (#""count":{"type":"integer"}"#, #""count":{"type":"string"}"#, "the type changed"),
            (#""count":{"type":"integer"}"#, #""count":{"type":["integer","null"]}"#, "may now be null"),
            (#""maxLength":2000"#, #""maxLength":1000"#, "shorter text"),
            ("too_much", "too_many", "the failure too_much is gone"),
            ("identity.session-ended", "identity.session-over", "the event is gone"),
            (#""user":{"#, #""person":{"#, "the field user is gone"),
        ])
    func breaking(old: String, new: String, finding: String) throws {
        let found = try breaks { $0.replacing(old, with: new) }
        #expect(found.contains { $0.contains(finding) }, "\(found)")
    }

    @Test(
        "that every neighbour can live with are let through",
        arguments: [
            (#""summary":"An example""#, #""summary":"Another""#),
            (#""properties":{"name""#, #""properties":{"extra":{"type":"string"},"name""#),
            (#""maxLength":2000"#, #""maxLength":3000"#),
            (#""properties":{"count""#, #""properties":{"also":{"type":"string"},"count""#),
        ])
    func harmless(old: String, new: String) throws {
        #expect(try breaks { $0.replacing(old, with: new) } == [])
    }
}
