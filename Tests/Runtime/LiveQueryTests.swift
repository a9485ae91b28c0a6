import Messages
import Runtime
import Storage
import Synchronization
import TestSupport
import Testing

enum AddLine: CommandHandler {
    struct Request: Codable, Sendable {
        let text: String
        /// What the streams are told that it is about.
        let about: String
    }
    typealias Reply = Nothing
    static let name = "raffle.add-line"
    static let summary = "Adds a line"
    static let access = Access.anyone

    static func run(_ request: Request, in context: CommandContext) throws -> Nothing {
        try context.database.run("INSERT INTO lines (text) VALUES (?)", request.text)
        context.touch(request.about)
        if request.text == "refused" { throw CommonFailure.forbidden.because("not this") }
        return Nothing()
    }
}

/// All lines but those that begin with a dot.
enum FollowLines: LiveQueryHandler {
    struct Request: LiveRequest {
        var after: Cursor?
        let waitMilliseconds: Int64?
    }
    static let name = "raffle.follow-lines"
    static let summary = "The lines"
    static let access = Access.rolesAndPeers([.auditor])
    static let itemTypes = ["raffle.line"]
    /// How many lines one look goes over.
    static let stretch = 100
    /// How often it was run.
    static let runs = Mutex(0)

    static func topic(of request: Request) -> String { "lines" }

    static func run(_ request: Request, in context: QueryContext) throws -> LiveLook {
        runs.withLock { $0 += 1 }
        let after = request.after.flatMap { Int64($0.text) } ?? 0
        let lines = try context.database.rows(
            "SELECT number, text FROM lines WHERE number > ? ORDER BY number LIMIT ?", after, stretch
        ) { (try $0.value(0, as: Int64.self), try $0.value(1, as: String.self)) }
        let items = lines.filter { !$0.1.hasPrefix(".") }.map {
            LivePage.Item(id: String($0.0), type: "raffle.line", data: $0.1)
        }
        let page = LivePage(items: items, next: Cursor(trusted: String(lines.last?.0 ?? after)))
        return LiveLook(page, isAtEnd: lines.count < stretch)
    }
}

/// For auditors in person.
enum CountLines: QueryHandler {
    typealias Request = Nothing
    typealias Reply = Nothing
    static let name = "raffle.count-lines"
    static let summary = "How many"
    static let access = Access.roles([.auditor])

    static func run(_ request: Nothing, in context: QueryContext) throws -> Nothing { Nothing() }
}

@Suite("Streams", .serialized) struct LiveQueryTests {
    static let definition = ServiceDefinition(
        name: .raffle,
        migrations: [
            Migration(name: "lines-1", sql: "CREATE TABLE lines (number INTEGER PRIMARY KEY, text TEXT) STRICT;")
        ],
        operations: [.command(AddLine.self), .live(FollowLines.self), .query(CountLines.self)], events: [])

    let service: ServiceUnderTest

    init() throws {
        service = try ServiceUnderTest(Self.definition)
        try service.step()
        FollowLines.runs.withLock { $0 = 0 }
    }

    private func add(_ text: String, about: String = "lines") throws {
        _ = try service.ask(AddLine.self, .init(text: text, about: about))
    }

    private func follow(
        after: String? = nil, wait: Int64? = 1000, deadline: Timestamp? = nil
    ) throws -> ServiceUnderTest.Answer<LivePage> {
        try service.ask(
            FollowLines.self, .init(after: after.flatMap { Cursor($0) }, waitMilliseconds: wait), from: "subscriber",
            deadline: deadline)
    }

    private func answer(_ reference: String) throws -> LivePage? {
        switch try service.answer(FollowLines.self, reference) {
        case .reply(let page, _): page
        case .problem(let problem): throw UnexpectedAnswer(description: problem.detail)
        case .pending: nil
        }
    }

    private func wait(_ milliseconds: Int64) throws {
        service.now = service.now.adding(milliseconds: milliseconds)
        try service.step()
    }

    private var runs: Int { FollowLines.runs.withLock { $0 } }

    private func texts(_ page: LivePage?) -> [String?]? { page?.items.map(\.data) }

    @Test("answer at once where there is something, or where nobody wants to wait")
    func atOnce() throws {
        try add("a")
        #expect(texts(try follow().get()) == ["a"])
        let empty = try follow(after: "1", wait: nil).get()
        #expect(empty == LivePage(items: [], next: Cursor(trusted: "1")))
        #expect(try follow(after: "1", wait: -5).get().items.isEmpty)
    }

    @Test("wait where there is nothing yet, and answer when a commit has touched them")
    func waiting() throws {
        let reference = try #require(try follow().reference)
        try wait(500)
        #expect(try answer(reference) == nil)
        try add("a")
        #expect(texts(try answer(reference)) == ["a"])
        try wait(5000)
        #expect(try answer(reference) == nil)
    }

    @Test("are asked again once their wait is over, and answered whatever there is")
    func end() throws {
        let reference = try #require(try follow().reference)
        try wait(999)
        #expect(runs == 1)
        #expect(try answer(reference) == nil)
        try wait(1)
        #expect(try answer(reference) == LivePage(items: [], next: Cursor(trusted: "0")))
        // What nobody said was touched is found all the same, later.
        let second = try #require(try follow().reference)
        try add("a", about: "something else")
        #expect(try answer(second) == nil)
        try wait(1000)
        #expect(texts(try answer(second)) == ["a"])
    }

    @Test("wait for as long as the service lets anybody wait, and in time for who has a deadline")
    func bounds() throws {
        let long = try #require(try follow(wait: .max).reference)
        try wait(9999)
        #expect(try answer(long) == nil)
        try wait(1)
        #expect(try answer(long) != nil)
        let short = try #require(try follow(wait: 5000, deadline: service.now.adding(milliseconds: 2000)).reference)
        try wait(1499)
        #expect(try answer(short) == nil)
        try wait(1)
        #expect(try answer(short) != nil)
    }

    @Test("are not run for commits that touch something else, nor at every commit that touches them")
    func cost() throws {
        _ = try follow()
        for _ in 0..<50 { try add("x", about: "something else") }
        #expect(runs == 1)
        // What it looks for never comes, in two hundred commits within 100 ms.
        for _ in 0..<100 {
            try add(".")
            try add(".")
            service.now = service.now.adding(milliseconds: 1)
        }
        #expect(runs <= 8)
    }

    @Test("go on where they got to before, past what is not for them")
    func advance() throws {
        let reference = try #require(try follow().reference)
        try add(".")
        try wait(100)
        try add(".")
        try wait(900)
        #expect(try answer(reference) == LivePage(items: [], next: Cursor(trusted: "2")))
    }

    private func write(_ count: Int) throws {
        let writer = try Connection.openWriter(at: service.directory.appending(path: "service.db").path)
        try writer.begin()
        for _ in 0..<count { try writer.run("INSERT INTO lines (text) VALUES ('.')") }
        try writer.commit()
    }

    @Test("go on at once where a look ended before the stream did, though nothing was touched and no time has passed")
    func behind() throws {
        try write(350)
        try add("a")
        #expect(texts(try follow(wait: 5000).get()) == ["a"])
        #expect(runs == 4)
        // What is over is over: the place reached is the answer.
        try write(350)
        let reference = try #require(try follow(after: "351", wait: 5000).reference)
        #expect(runs == 8)
        try wait(5000)
        #expect(try answer(reference) == LivePage(items: [], next: Cursor(trusted: "701")))
    }

    @Test("take turns where several have far to go, and leave time for what else is asked")
    func turns() throws {
        try write(100 * 200)
        let body = try WireCoding().encode(FollowLines.Request(after: nil, waitMilliseconds: 9000))
        let questions = (0..<10).map { number in
            var header = Header(.query)
            header[.operation] = FollowLines.name
            header[.reference] = "turn-\(number)"
            return Inbound.delivery(Delivery(peer: "subscriber", route: [9], header: header, body: body))
        }
        try service.step(questions)
        let before = runs
        for _ in 0..<100 { try wait(1) }
        // All ten together look every five milliseconds, and none of them twice before the others.
        #expect((15...25).contains(runs - before), "\(runs - before)")
        try wait(9000)
        #expect(try questions.indices.allSatisfy { try answer("turn-\($0)") != nil })
    }

    @Test("find what was committed between their look and their wait")
    func seam() throws {
        var header = Header(.query)
        header[.operation] = FollowLines.name
        header[.reference] = "seam"
        let body = try WireCoding().encode(FollowLines.Request(after: nil, waitMilliseconds: 1000))
        let delivery = Delivery(peer: "subscriber", route: [7], header: header, body: body)
        let runner = QueryRunner(database: try service.reader())
        var looked: [QuestionKept] = []
        for case .query(let task) in try service.node.step([.delivery(delivery)], at: service.now) {
            if case .nothingYet(let question) = runner.run(task, at: service.now) { looked.append(question) }
        }
        try add("a")
        try service.step(looked.map { .nothingYet($0) })
        try wait(20)
        #expect(looked.count == 1)
        #expect(texts(try answer("seam")) == ["a"])
    }

    @Test("come to nothing new from a message that was refused")
    func refused() throws {
        let reference = try #require(try follow().reference)
        try add("refused")
        #expect(try answer(reference) == nil)
        try add("a")
        try wait(20)
        #expect(texts(try answer(reference)) == ["a"])
    }

    @Test("wait once for each question, however often it is sent")
    func copies() throws {
        func ask() throws {
            var header = Header(.query)
            header[.operation] = FollowLines.name
            header[.reference] = "copy"
            let body = try WireCoding().encode(FollowLines.Request(after: nil, waitMilliseconds: 1000))
            try service.step([.delivery(Delivery(peer: "subscriber", route: [7], header: header, body: body))])
        }
        try ask()
        try wait(400)
        try ask()
        try wait(700)
        #expect(try answer("copy") == nil)
        try add("a")
        #expect(texts(try answer("copy")) == ["a"])
        try add("b")
        try wait(2000)
        #expect(try answer("copy") == nil)
    }

    @Test("keep only so many questions of one subscriber: the oldest is answered early")
    func crowd() throws {
        let references = try (0..<17).map { _ in try #require(try follow().reference) }
        #expect(try answer(references[0]) == LivePage(items: [], next: Cursor(trusted: "0")))
        for reference in references.dropFirst() { #expect(try answer(reference) == nil) }
        try add("a")
        for reference in references.dropFirst() { #expect(texts(try answer(reference)) == ["a"]) }
    }

    @Test("outlive a crash in that they are asked for again")
    func crash() throws {
        let reference = try #require(try follow().reference)
        try service.restart()
        try add("a")
        try wait(2000)
        #expect(try answer(reference) == nil)
        #expect(texts(try follow().get()) == ["a"])
    }

    @Test("are open to listed subscribers and to people with the role, and what is for people alone is not")
    func access() throws {
        let request = FollowLines.Request(after: nil, waitMilliseconds: nil)
        let auditor = TestUsers.statement(1, roles: [.auditor])
        #expect(try service.ask(FollowLines.self, request, from: "subscriber").status == 200)
        #expect(try service.ask(FollowLines.self, request, by: auditor).status == 200)
        #expect(try service.ask(FollowLines.self, request, by: TestUsers.statement(2)).code == "forbidden")
        #expect(try service.ask(FollowLines.self, request, from: "betting").code == "forbidden")
        #expect(try service.ask(CountLines.self, Nothing(), from: "subscriber").code == "forbidden")
        #expect(try service.ask(CountLines.self, Nothing(), by: auditor).status == 200)
    }

    @Test("hold bytes as they are, as text where every reader of lines reads it alike")
    func bytes() {
        let texts = ["{\"a\":\"é\"}", "two\nlines", ""].map { Array($0.utf8) }
        let others: [[UInt8]] = [[0xff, 0xfe], Array("a\rb".utf8)]
        for bytes in texts + others { #expect(LivePage.Item(id: "1", type: "t", bytes: bytes).bytes == bytes) }
        #expect(texts.allSatisfy { LivePage.Item(id: "1", type: "t", bytes: $0).data != nil })
        #expect(others.allSatisfy { LivePage.Item(id: "1", type: "t", bytes: $0).data == nil })
    }
}
