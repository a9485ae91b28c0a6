import Foundation
import Host
import Messages
import Testing
import TimeZones

@Suite("Time zones are read") struct ReadingTests {
    private func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "/usr/share/zoneinfo/\(name)")))
    }

    @Test("from what the machine has, all of them, with their other names")
    func all() throws {
        let book = try Zones.book()
        #expect(book.names.count > 400 && book.names.count < 1000)
        for name in ["UTC", "Europe/Dublin", "America/Argentina/Buenos_Aires", "Etc/GMT-14", "America/Port-au-Prince"] {
            #expect(book.names.contains(TimeZoneName(trusted: name)))
        }
        #expect(try Zones.rules("Asia/Calcutta") == Zones.rules("Asia/Kolkata"))
        for name in ["localtime", "posixrules", "posix/UTC", "right/UTC", "Europe/Atlantis"] {
            #expect(book[TimeZoneName(trusted: name)] == nil)
        }
    }

    @Test("into a book that answers UTC for no name and for an unknown one")
    func unnamed() throws {
        let book = try Zones.book()
        #expect(book.rules(of: nil) == .utc)
        #expect(book.rules(of: TimeZoneName(trusted: "Europe/Atlantis")) == .utc)
        #expect(try book.rules(of: TimeZoneName(trusted: "Europe/Dublin")) == Zones.rules("Europe/Dublin"))
        #expect(ZoneBook()[TimeZoneName(trusted: "UTC")] == .utc)
    }

    @Test("from a folder that has them, or not at all")
    func noFolder() throws {
        #expect(throws: ZoneFiles.Fault.self) { try ZoneFiles(folder: "/nowhere").book() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let list =
            "# version 1\nR d 1916 o - Jun 14 23s 1 S\nZ Here 1 - X\n0 - Y\nL Here There\nZ Gone 0 - Z\nL Gone Lost\nL ../up Up\n"
        try Data(list.utf8).write(to: folder.appending(path: "tzdata.zi"))
        try Data(try file("Europe/Dublin")).write(to: folder.appending(path: "Here"))
        let book = try ZoneFiles(folder: folder.path).book()
        #expect(book.names.map(\.text) == ["Here", "There", "UTC"])
        #expect(try book[TimeZoneName(trusted: "There")] == Zones.rules("Europe/Dublin"))
        try Data(try file("Europe/Dublin").dropLast()).write(to: folder.appending(path: "Here"))
        #expect(throws: ZoneFiles.Fault.self) { try ZoneFiles(folder: folder.path).book() }
        try Data(count: 100_000).write(to: folder.appending(path: "Here"))
        #expect(throws: ZoneFiles.Fault.self) { try ZoneFiles(folder: folder.path).book() }
    }

    @Test("from whole files only: one that is cut anywhere, or longer, is refused")
    func cut() throws {
        let bytes = try file("Australia/Lord_Howe")
        #expect(ZoneRules(tzif: bytes) != nil)
        for count in bytes.indices where ZoneRules(tzif: Array(bytes.prefix(count))) != nil {
            Issue.record("the first \(count) bytes were taken for a file")
        }
        #expect(ZoneRules(tzif: bytes + [0]) == nil)
        #expect(ZoneRules(tzif: bytes + Array("\n".utf8)) == nil)
    }

    @Test("from changed bytes without a trap, and never into offsets that no clock has")
    func changed() throws {
        let yearly = smallest(times: [1_000_000_000], footer: "\nIST-1GMT0,M10.5.0,J90/1\n")
        for bytes in [try file("Asia/Kolkata"), try file("Pacific/Apia"), yearly] {
            for index in bytes.indices {
                for value: UInt8 in [0, 1, 0x7f, 0x80, 0xff, bytes[index] ^ 1] {
                    var changed = bytes
                    changed[index] = value
                    guard let rules = ZoneRules(tzif: changed) else { continue }
                    for moment in [Int64.min, 0, 1_000_000_000_000, 3_800_000_000_000, .max] {
                        let time = Timestamp(milliseconds: moment)
                        #expect(abs(rules.offsetSeconds(at: time)) < 26 * 3600)
                        _ = rules.startOfDay(rules.day(at: time))
                    }
                }
            }
        }
    }

    /// The smallest file that there is: an empty first block, and one kind of time.
    private func smallest(
        magic: String = "TZif2", leaps: UInt8 = 0, kinds: UInt8 = 1, times: [Int64] = [], kindOfTimes: UInt8 = 0,
        offset: Int32 = 3600, isDaylight: UInt8 = 0, abbreviation: UInt8 = 0, footer: String = "\n<+01>-1\n"
    ) -> [UInt8] {
        func header(times: UInt8, kinds: UInt8) -> [UInt8] {
            let counts: [UInt8] = [0, 0, leaps, times, kinds, 4]
            return Array(magic.utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap { [0, 0, 0, $0] }
        }
        let kind = (0..<4).map { UInt8(truncatingIfNeeded: offset >> (24 - 8 * $0)) } + [isDaylight, abbreviation]
        let texts = Array("+01\0".utf8)
        let moments = times.flatMap { time in (0..<8).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * $0)) } }
        return header(times: 0, kinds: 1) + kind + texts + header(times: UInt8(times.count), kinds: kinds) + moments
            + times.map { _ in kindOfTimes } + kind + texts + Array(footer.utf8)
    }

    @Test("by every rule of the format")
    func malformed() {
        #expect(ZoneRules(tzif: smallest()) != nil)
        #expect(ZoneRules(tzif: smallest(magic: "TZif3", times: [1, 2], footer: "\n\n")) != nil)
        let wrong = [
            smallest(magic: "TZif1"), smallest(magic: "TZif\0"), smallest(magic: "TZif5"), smallest(magic: "tzif2"),
            smallest(leaps: 1), smallest(kinds: 0), smallest(kinds: 2), smallest(times: [2, 1]),
            smallest(times: [1, 1]),
            smallest(times: [1], kindOfTimes: 1), smallest(offset: 93_600), smallest(offset: -93_600),
            smallest(offset: .min), smallest(isDaylight: 2), smallest(abbreviation: 4), smallest(footer: ""),
            smallest(footer: "\n"), smallest(footer: "\n<+01>-1"), smallest(footer: "<+01>-1\n"),
            smallest(footer: "\n<+01>-1\n\n"), smallest(footer: "\nUTC\n"),
        ]
        for (index, bytes) in wrong.enumerated() {
            #expect(ZoneRules(tzif: bytes) == nil, "the file number \(index)")
        }
    }

    @Test(
        "with yearly rules that say all that is needed, and nothing else",
        arguments: [
            "", "UTC", "0", "AB0", "<AB>0", "<+01-1", "ABC", "ABC25", "ABC1:60", "ABC1:", "ABC1:00:60", "ABC+-1",
            "ABC0DEF",
            "ABC0DEF,", "ABC0DEF,J1", "ABC0DEF,J0,J2", "ABC0DEF,J366,J2", "ABC0DEF,366,2", "ABC0DEF,M0.1.0,M2.1.0",
            "ABC0DEF,M13.1.0,M2.1.0", "ABC0DEF,M1.0.0,M2.1.0", "ABC0DEF,M1.6.0,M2.1.0", "ABC0DEF,M1.1.7,M2.1.0",
            "ABC0DEF,M1.1,M2.1.0", "ABC0DEF,M1.1.0/168,M2.1.0", "ABC0DEF,M1.1.0/,M2.1.0", "ABC0DEF,M1.1.0,M2.1.0 ",
            "ABC0DEF,M1.1.0,M2.1.0,", "ABC0DEF25,J1,J2", " ABC0", "ABC0DEFM1.1.0,M2.1.0", "ABC0000",
            "ABC99999999999999999999",
        ])
    func yearly(text: String) {
        #expect(ZoneRules(yearly: text) == nil)
    }
}
