import Audit
import Messages
import TestSupport
import Testing

@Suite("The log's keys")
struct KeyTests {
    @Test("are told to anyone, those of before too, with since when and until when")
    func keys() throws {
        let desk = try Desk()
        let first = try desk.service.ask(ListAuditKeys.self, Nothing()).get().items
        #expect(first.map(\.verifierKey) == [try desk.head().verifierKey])
        #expect(first.map(\.purpose) == [.log] && first[0].to == nil)
        desk.service.now = desk.service.now.adding(seconds: 60)
        try desk.service.restart()
        #expect(try desk.service.ask(ListAuditKeys.self, Nothing()).get().items == first)
        let other = try AuditService.definition(signingKeySeed: [UInt8](repeating: 6, count: 32))
        try desk.service.restart(as: other)
        let both = try desk.service.ask(ListAuditKeys.self, Nothing()).get().items
        #expect(both.map(\.verifierKey) == [try desk.head().verifierKey, first[0].verifierKey])
        #expect(both.map(\.from) == [desk.service.now, first[0].from] && both.map(\.to) == [nil, desk.service.now])
        try desk.service.restart(as: AuditService.definition(signingKeySeed: Desk.seed))
        #expect(try desk.service.ask(ListAuditKeys.self, Nothing()).get().items.map(\.to) == [nil, desk.service.now])
        #expect(try desk.service.events(AuditKeysChanged.type).map(\.severity) == [.warning, .warning, .warning])
    }
}
