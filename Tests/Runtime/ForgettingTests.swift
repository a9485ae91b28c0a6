import Foundation
import Messages
import Runtime
import SimulatedDisk
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("What is owed to people who were forgotten") struct ForgettingTests {
    let list = UnreliableList()
    let ann = TestUsers.statement(1)
    let bob = TestUsers.statement(2)

    private func service(
        _ onEach: @escaping @Sendable () throws -> Void = {}, vfs: String? = nil,
        adjust: @escaping (inout NodeSettings) -> Void = { _ in }
    ) throws -> ServiceUnderTest {
        try ServiceUnderTest(MemoService.definition(onEach), forgotten: list, vfs: vfs, adjust: adjust)
    }

    private func write(_ text: String, _ count: Int = 1, by user: Statement, to service: ServiceUnderTest) throws {
        for number in 0..<count {
            _ = try service.ask(WriteMemo.self, .init(text: "\(text) \(number)"), by: user).get()
        }
    }

    private func forget(_ user: Statement, at service: ServiceUnderTest) throws -> ForgetPerson.Reply {
        try service.call(ForgetPerson.self, .init(user: user.user), from: .identity).get()
    }

    /// Asks until only the disk is waited for.
    private func erase(_ user: Statement, at service: ServiceUnderTest) throws {
        var turns = 0
        while try forget(user, at: service).isErased != true { turns += 1 }
        #expect(turns < 300)
    }

    private func state(of user: Statement, at service: ServiceUnderTest) throws -> String? {
        try service.reader().first("SELECT state FROM runtime_forgotten WHERE person = ?", user.user) {
            try $0.value(0)
        }
    }

    private func status(_ service: ServiceUnderTest) throws -> ServiceStatus {
        try service.ask(GetStatus.self, Nothing(), from: "gateway").get()
    }

    /// Lets time go by as the service wants it, and counts how often it was woken.
    private func pass(seconds: Int64, at service: ServiceUnderTest) throws -> Int {
        let end = service.now.adding(seconds: seconds)
        var wakes = 0
        while service.node.nextWake <= end {
            service.now = max(service.now, service.node.nextWake)
            try service.step()
            wakes += 1
        }
        service.now = end
        return wakes
    }

    // MARK: - On the disk

    @Test("is written anew once while somebody reads, and only the log's end is waited for, longer each time")
    func reader() throws {
        let service = try service()
        try write("unusual words", 200, by: ann, to: service)
        let reader = try service.reader()
        try reader.beginRead()
        try erase(ann, at: service)
        let log = service.directory.appending(path: "service.db-wal").path
        let size = { try FileManager.default.attributesOfItem(atPath: log)[.size] as? Int }
        let before = try #require(try size())
        let wakes = try pass(seconds: 120, at: service)
        #expect(try size() == before)
        #expect(wakes < 80 && wakes > 10)
        #expect(try forget(ann, at: service).isDone == false)
        try reader.endRead()
        _ = try pass(seconds: 6, at: service)
        #expect(try forget(ann, at: service).isDone)
        #expect(try !service.isOnDisk("unusual words"))
        #expect(list.names == [ann.user])
    }

    @Test("waits where the list cannot be written, and the service serves and says so")
    func unwritable() throws {
        let service = try service()
        try write("unusual words", by: ann, to: service)
        list.isBroken = true
        try erase(ann, at: service)
        try write("bob's", by: bob, to: service)
        #expect(try forget(ann, at: service).isDone == false)
        #expect(try status(service).complaint.contains("the list of the forgotten: it is broken"))
        let tries = list.tries
        _ = try pass(seconds: 3600, at: service)
        #expect((10...30).contains(list.tries - tries))
        list.isBroken = false
        _ = try pass(seconds: 300, at: service)
        #expect(try forget(ann, at: service).isDone)
        #expect(list.names == [ann.user])
        #expect(try status(service).isReady)
    }

    /// A service on a disk that can be filled, with more on it than may be written twice.
    private func crowded(_ name: String, adjust: @escaping (inout NodeSettings) -> Void = { _ in }) throws -> (
        ServiceUnderTest, SimulatedDisk, room: Int
    ) {
        let disk = SimulatedDisk(name: name, seed: 1)
        let service = try service(vfs: disk.vfsName, adjust: adjust)
        try write(String(repeating: "x", count: 4000), 200, by: bob, to: service)
        try write("unusual words", by: ann, to: service)
        // Cuts the log off, so that a second database would need room of its own.
        try erase(TestUsers.statement(3), at: service)
        let used = try #require(disk.contents(of: "service.db")?.count)
        // What a step writes fits in, and no second database.
        return (service, disk, used + (disk.contents(of: "service.db-wal")?.count ?? 0) + used / 2)
    }

    @Test("waits where there is no room to write the database anew, and the service serves and says so")
    func noRoom() throws {
        let (service, disk, room) = try crowded("no-room")
        disk.room = room
        try erase(ann, at: service)
        try write("bob's", by: bob, to: service)
        #expect(try forget(ann, at: service).isDone == false)
        #expect(try status(service).complaint.contains("no room to write the database anew"))
        let writes = disk.writeCount
        _ = try pass(seconds: 60, at: service)
        #expect(disk.writeCount > writes)
        disk.room = nil
        _ = try pass(seconds: 300, at: service)
        #expect(try forget(ann, at: service).isDone)
        #expect(try status(service).isReady)
    }

    @Test("keeps no service from starting, however little room there is")
    func startsWithoutRoom() throws {
        let (service, disk, room) = try crowded("start") { $0.rewrittenAtOnce = 0 }
        try erase(ann, at: service)
        #expect(try forget(ann, at: service).isDone)
        #expect(try state(of: ann, at: service) == "overwritten")
        disk.room = room
        try service.restart()
        #expect(try status(service).complaint.contains("no room to write the database anew"))
        try write("bob's", by: bob, to: service)
        // It is not tried again before somebody starts the service again, since nobody is served while it lasts.
        let writes = disk.writeCount
        _ = try pass(seconds: 3600, at: service)
        #expect(disk.writeCount - writes < 1000)
        #expect(try state(of: ann, at: service) == "overwritten")
        disk.room = nil
        try service.restart()
        #expect(try state(of: ann, at: service) == "gone")
        #expect(try status(service).isReady)
    }

    @Test("is paid on a large database when its operator says", arguments: LargeRewrite.allCases)
    func large(_ rewrite: LargeRewrite) throws {
        let service = try service(adjust: { ($0.rewrittenAtOnce, $0.largeRewrite) = (0, rewrite) })
        try write("unusual words", 50, by: ann, to: service)
        try erase(ann, at: service)
        #expect(try forget(ann, at: service).isDone)
        #expect(try state(of: ann, at: service) == (rewrite == .now ? "gone" : "overwritten"))
        try service.restart()
        #expect(try state(of: ann, at: service) == (rewrite == .never ? "overwritten" : "gone"))
    }

    // MARK: - Once more

    @Test("is done again after a copy was put back person by person, each part for itself, before anybody is served")
    func again() throws {
        let seen = Seen()
        let service = try service { try seen.look() }
        try write("ann's", 3, by: ann, to: service)
        try write("bob's", 3, by: bob, to: service)
        let reader = try service.reader()
        seen.count = { try reader.first("SELECT COUNT(*) FROM memos") { try $0.value(0) } ?? -1 }
        try list.add([ann.user, bob.user])
        try service.restart()
        // What the last part erased is committed when the next one begins.
        #expect(seen.counts == [6, 5, 4, 3, 3, 2, 1, 0])
        #expect(try state(of: ann, at: service) == "gone" && state(of: bob, at: service) == "gone")
    }

    @Test("goes on at the start where a copy was put back, or a crash came, in the midst of it")
    func halfway() throws {
        let service = try service()
        try write("ann's", 3, by: ann, to: service)
        #expect(try forget(ann, at: service).isErased == false)
        try list.add([ann.user])
        try service.restart()
        #expect(try state(of: ann, at: service) == "gone")
        #expect(try !service.isOnDisk("ann's"))
    }

    @Test("is done between messages where the list could not be read at the start")
    func unreadable() throws {
        let service = try service()
        try write("ann's", 3, by: ann, to: service)
        try list.add([ann.user])
        list.isBroken = true
        try service.restart()
        #expect(try status(service).complaint.contains("the list of the forgotten: it is broken"))
        try write("bob's", by: bob, to: service)
        _ = try pass(seconds: 60, at: service)
        #expect(try state(of: ann, at: service) == nil)
        list.isBroken = false
        _ = try pass(seconds: 300, at: service)
        #expect(try state(of: ann, at: service) == "gone")
        #expect(try !service.isOnDisk("ann's") && service.isOnDisk("bob's"))
        #expect(try status(service).isReady)
    }

    // MARK: - Answers

    @Test("is not to keep what is answered only afterwards, neither to them nor about them", arguments: [true, false])
    func lateAnswers(isTheirs: Bool) throws {
        let service = try service()
        let asker = isTheirs ? ann : bob
        let request = TellMemo.Request(about: isTheirs ? bob.user : ann.user, text: "unusual words")
        let reference = try #require(try service.ask(TellMemo.self, request, by: asker, id: "k").reference)
        try erase(ann, at: service)
        #expect(try forget(ann, at: service).isDone)
        let (_, header) = try #require(try service.takeCall(AddToCounter.self, to: .betting))
        try service.reply(AddToCounter.Reply(total: 1), to: header, from: .betting)
        #expect(try service.answer(TellMemo.self, reference).get().text == "unusual words")
        #expect(try !service.isOnDisk("unusual words"))
        #expect(try service.ask(TellMemo.self, request, by: asker, id: "k").code == "forgotten")
        #expect(try state(of: ann, at: service) == "gone")
    }

    @Test("takes nothing of what is asked afterwards, or of others")
    func otherAnswers() throws {
        let service = try service()
        try erase(ann, at: service)
        service.now = service.now.adding(milliseconds: 1)
        for (id, about) in [("about", ann.user), ("another", TestUsers.statement(3).user)] {
            let request = TellMemo.Request(about: about, text: "why")
            let reference = try #require(try service.ask(TellMemo.self, request, by: bob, id: id).reference)
            let (_, header) = try #require(try service.takeCall(AddToCounter.self, to: .betting))
            try service.reply(AddToCounter.Reply(total: 1), to: header, from: .betting)
            _ = try service.answer(TellMemo.self, reference).get()
            #expect(try service.ask(TellMemo.self, request, by: bob, id: id).get().text == "why")
        }
    }
}

/// A list that cannot be read or written when a test says so.
final class UnreliableList: ForgottenList {
    private let memory = MemoryOfTheForgotten()
    private let broken = Mutex(false)
    private let counted = Mutex(0)

    struct Fault: Error, CustomStringConvertible {
        let description = "it is broken"
    }

    var isBroken: Bool {
        get { broken.withLock { $0 } }
        set { broken.withLock { $0 = newValue } }
    }

    func all() throws -> [ID<User>] {
        if isBroken { throw Fault() }
        return memory.all()
    }

    /// How often somebody was to be added.
    var tries: Int { counted.withLock { $0 } }

    var names: [ID<User>] { memory.all() }

    func add(_ people: [ID<User>]) throws {
        counted.withLock { $0 += 1 }
        if isBroken { throw Fault() }
        memory.add(people)
    }
}

/// What was to be seen from outside each time that a part of forgetting began. All of it is on one thread.
private final class Seen: @unchecked Sendable {
    var counts: [Int] = []
    var count: (() throws -> Int)?

    func look() throws {
        if let count { counts.append(try count()) }
    }
}
