import Crypto
import Foundation
import Messages
import Runtime
import TestSupport
import Testing
import Transparency

@testable import Audit

@Suite("Receipts")
struct ReceiptTests {
    struct Paid: Event {
        static let type = "test.paid"
        let user: ID<User>?
        var subject: Subject { Subject("payment", "p-1") }
    }

    static let ada = TestUsers.statement(11, seconds: 100 * 86_400)
    static let bob = TestUsers.statement(12)
    static let operation = "betting.place-bet"
    static let cause = OperationCause.text(operation: operation, key: "my-key", of: ada.user)
    let desk: Desk

    init() throws { desk = try Desk() }

    func event(
        _ sequence: Int64, from source: ServiceName, causation: String = cause, by actor: Statement? = ada,
        about user: Statement? = nil, trace: Character = "a"
    ) throws -> [UInt8] {
        try WireCoding().encode(
            EventRecord(
                source: source.rawValue, incarnation: 1, sequence: sequence, type: Paid.type, version: 1,
                subject: Subject("payment", "p-\(sequence)"), severity: .info,
                time: Timestamp(milliseconds: 1_799_999_000_000 + sequence),
                actor: actor?.actor ?? "service:\(source.rawValue)", causation: causation,
                traceparent: "00-\(String(repeating: trace, count: 32))-00f067aa0ba902b7-01",
                data: Paid(user: user?.user)))
    }

    func receipt(
        _ key: String = "my-key", by statement: Statement = ada, of user: ID<User>? = nil, cursor: String? = nil,
        limit: PageLimit? = nil
    ) throws -> ServiceUnderTest.Answer<GetReceipt.Reply> {
        try desk.service.ask(
            GetReceipt.self,
            .init(
                operationID: Text(trusted: "\(ReceiptTests.operation):\(key)"), userID: user, limit: limit,
                cursor: cursor.flatMap { Cursor($0) }), by: statement)
    }

    @Test("hold what the operation caused in every service, each with a proof that needs nothing else")
    func whole() throws {
        try desk.service.deliver(
            events: try (1...5).map { try Desk.event($0, from: .identity, trace: "c") }, from: .identity)
        try desk.service.deliver(
            events: [try event(1, from: .wallet, causation: "betting:7", about: ReceiptTests.ada)], from: .wallet)
        try desk.service.deliver(
            events: [
                try event(1, from: .betting, about: ReceiptTests.ada),
                try event(2, from: .betting, causation: "betting.place-bet:0123456789abcdef", about: ReceiptTests.ada),
                try event(3, from: .betting, about: ReceiptTests.ada, trace: "b"),
            ], from: .betting)
        let reply = try receipt().get()
        #expect(reply.causation == ReceiptTests.cause && reply.traceID == String(repeating: "a", count: 32))
        #expect(reply.items.map(\.event.index) == [5, 6] && reply.withheld == 0 && reply.next.cursor == nil)
        #expect(reply.items.map(\.event.source) == [.wallet, .betting])
        let head = try desk.head()
        for item in reply.items {
            let lines = item.proof.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            #expect(lines[0] == "c2sp.org/tlog-proof@v1" && lines[1] == "index \(item.event.index)")
            let border = try #require(lines.firstIndex(of: ""))
            let hashes = try lines[2..<border].map { try #require(Base64.decode($0)) }
            #expect(lines[(border + 1)...].joined(separator: "\n") == head.checkpoint)
            #expect(
                MerkleProof.verifiesInclusion(
                    hashes, of: MerkleHash.leaf(Array(try #require(item.event.body).utf8)), index: item.event.index,
                    size: head.size, root: try #require(Base64.decode(head.rootHash))))
        }
    }

    @Test("show their owner nothing about others, and say that there is more")
    func others() throws {
        try desk.service.deliver(
            events: [
                try event(1, from: .betting),
                try event(2, from: .betting, about: ReceiptTests.bob),
                try event(3, from: .betting, by: nil, about: ReceiptTests.ada),
                try event(4, from: .betting, by: nil),
                try event(5, from: .betting, by: ReceiptTests.bob),
            ], from: .betting)
        let own = try receipt().get()
        #expect(own.items.map(\.event.index) == [0, 2] && own.withheld == 3)
        let all = try receipt(by: Desk.auditor, of: ReceiptTests.ada.user).get()
        #expect(all.items.map(\.event.index) == [0, 1, 2, 3, 4] && all.withheld == 0)
        let id = Text<OperationIDRule>(trusted: ReceiptTests.cause)
        let byCause = try desk.service.ask(GetReceipt.self, .init(operationID: id), by: Desk.auditor).get()
        #expect(byCause.items.count == 5)
    }

    @Test("are their owner's, auditors' and admins'")
    func access() throws {
        try desk.service.deliver(events: [try event(1, from: .betting)], from: .betting)
        #expect(try receipt(by: ReceiptTests.bob).code == "not_in_log")
        #expect(try receipt(by: ReceiptTests.bob, of: ReceiptTests.ada.user).code == "forbidden")
        #expect(try receipt(by: ReceiptTests.ada, of: ReceiptTests.ada.user).status == 200)
        #expect(try receipt(by: Desk.auditor).code == "not_in_log")
        let id = Text<OperationIDRule>(trusted: ReceiptTests.cause)
        let byCause = try desk.service.ask(GetReceipt.self, .init(operationID: id), by: ReceiptTests.ada)
        #expect(byCause.code == "not_in_log" && byCause.status == 404)
        #expect(try desk.service.ask(GetReceipt.self, .init(operationID: id)).code == "unauthenticated")
        for wrong in ["nothing", ":key", "betting.place-bet:"] {
            let answer = try desk.service.ask(
                GetReceipt.self, .init(operationID: Text(trusted: wrong)), by: ReceiptTests.ada)
            #expect(answer.problem?.errors.map(\.pointer) == ["/operation_id"])
        }
    }

    @Test("are also of one thing, for those whom others' operations did something to")
    func things() throws {
        try desk.service.deliver(
            events: [
                try event(1, from: .betting, about: ReceiptTests.bob),
                try event(2, from: .betting, by: nil, about: ReceiptTests.bob),
                try event(3, from: .betting, by: nil, about: ReceiptTests.ada, trace: "d"),
            ], from: .betting)
        func ask(_ id: String, kind: String = "payment", by viewer: Statement) throws -> ListReceipts.Reply {
            let request = ListReceipts.Request(entityType: Text(trusted: kind), entityID: Text(trusted: id))
            return try desk.service.ask(ListReceipts.self, request, by: viewer).get()
        }
        let bob = try ask("p-2", by: ReceiptTests.bob)
        #expect(bob.items.map(\.event.index) == [1] && bob.withheld == 0 && bob.next.cursor == nil)
        // Whoever did it to whom; and who did it does not see it as theirs.
        #expect(try ask("p-1", by: ReceiptTests.bob).items.map(\.event.index) == [0])
        let organizer = try ask("p-1", by: ReceiptTests.ada)
        #expect(organizer.items.isEmpty && organizer.withheld == 1)
        #expect(try ask("p-3", by: ReceiptTests.ada).items.map(\.event.index) == [2])
        #expect(try ask("p-1", by: Desk.auditor).items.map(\.event.index) == [0])
        #expect(try ask("p-2", kind: "bet", by: ReceiptTests.bob).items.isEmpty)
    }

    @Test("come page by page")
    func pages() throws {
        try desk.service.deliver(events: try (1...7).map { try event($0, from: .betting) }, from: .betting)
        let limit = try WireCoding().decode(PageLimit.self, from: Array("3".utf8))
        var (found, cursor): ([Int64], String?) = ([], nil)
        repeat {
            let reply = try receipt(cursor: cursor, limit: limit).get()
            #expect(reply.items.count <= 3)
            found += reply.items.map(\.event.index)
            cursor = reply.next.cursor
        } while cursor != nil
        #expect(found == Array(0..<7))
        #expect(try receipt(cursor: "-4").problem?.errors.map(\.pointer) == ["/cursor"])
    }

    @Test("know every name under which messages speak of a person")
    func names() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Shared/Messages")
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var found: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /(?:let|var) (\w+): ID<User>/) {
                found.insert(String(match.1))
            }
        }
        // A person's own id stands in their profile, which no event holds.
        found.remove("id")
        let named = found.map { name in
            name.replacing("ID", with: "_id").replacing(/[A-Z]/) { "_\($0.output.lowercased())" }
        }
        #expect(Set(named).isSubset(of: NamedPersons.fields), "\(Set(named).subtracting(NamedPersons.fields))")
        #expect(named.count > 4)
    }
}
