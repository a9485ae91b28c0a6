import Messages
import Runtime

/// A prize structure's lines with their places, before it is known what their numbers mean.
struct PrizeLines {
    struct Entry {
        /// Where it stands in what the client sent.
        let pointer: String
        let places: ClosedRange<Int64>
        /// What the line itself says its number is.
        let form: PrizeForm?
        let share: PrizeStructure.Share
    }

    typealias Failure = ContestTermsFailure
    static let pointer = "/prize_structure"

    /// In the order of places, of which none is missing before the last.
    let entries: [Entry]

    init(_ structure: PrizeStructure, maxPlayers: Int64) throws {
        var found: [Entry] = []
        switch structure {
        case .list(let lines):
            for (index, line) in lines.enumerated() {
                let next = (found.last?.places.upperBound ?? 0) + 1
                found.append(try PrizeLines.entry(line, next: next, at: "\(PrizeLines.pointer)/\(index)"))
            }
        case .map(let shares):
            for (name, share) in shares.sorted(by: { $0.key < $1.key }) {
                let pointer = "\(PrizeLines.pointer)/\(PrizeLines.escaped(name))"
                let form: PrizeForm? = if case .money = share { .amounts } else { nil }
                found.append(
                    Entry(pointer: pointer, places: try PrizeLines.places(name, at: pointer), form: form, share: share))
            }
        }
        entries = found.sorted { $0.places.lowerBound < $1.places.lowerBound }
        try refuseHoles(maxPlayers: maxPlayers)
    }

    private func refuseHoles(maxPlayers: Int64) throws {
        guard let last = entries.last else {
            throw Failure.noPlaces.because("expected at least one place that gets a prize", at: PrizeLines.pointer)
        }
        var end: Int64 = 0
        for entry in entries {
            let begin = entry.places.lowerBound
            if begin > end + 1 {
                throw Failure.placeMissing.because("place \(end + 1) is missing before this one", at: entry.pointer)
            }
            if begin <= end {
                throw Failure.placeRepeated.because("place \(begin) stands in another line too", at: entry.pointer)
            }
            end = entry.places.upperBound
        }
        if end > maxPlayers {
            throw Failure.tooManyPlaces.because(
                "there are prizes for \(end) places, and at most \(maxPlayers) can enter", at: last.pointer)
        }
    }

    // MARK: - One line

    private static func entry(_ line: PrizeStructure.Line, next: Int64, at pointer: String) throws -> Entry {
        switch line {
        case .share(let share):
            return Entry(pointer: pointer, places: next...next, form: .weights, share: share)
        case .places(let line):
            let said: [(String, PrizeForm, PrizeStructure.Share?)] = [
                ("percent", .percentages, line.percent), ("fraction", .fractions, line.fraction),
                ("weight", .weights, line.weight), ("amount", .amounts, line.amount),
            ]
            let given = said.filter { $0.2 != nil }
            guard given.count == 1, let share = given[0].2 else {
                throw Rejection.field(
                    pointer, "one_of", "expected one of percent, fraction, weight and amount, and not two of them")
            }
            return Entry(
                pointer: "\(pointer)/\(given[0].0)", places: try places(line.rank, next: next, at: pointer),
                form: given[0].1, share: share)
        }
    }

    private static func places(
        _ rank: PrizePlaces?, next: Int64, at pointer: String
    ) throws -> ClosedRange<Int64> {
        switch rank {
        case nil: return next...next
        case .text(let text)?: return try places(text, at: "\(pointer)/rank")
        case .place(let place)?:
            guard (1...PrizeStructure.mostPlaces).contains(place) else { throw malformed("\(pointer)/rank") }
            return place...place
        }
    }

    /// `1`, or `4-10`.
    private static func places(_ text: String, at pointer: String) throws -> ClosedRange<Int64> {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let bounds = parts.map { part -> Int64? in
            let isPlain = part.count <= 7 && part.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && part.first != 0x30
            return isPlain ? Int64(String(decoding: part, as: UTF8.self)) : nil
        }
        guard (1...2).contains(bounds.count), let first = bounds[0], let last = bounds[bounds.count - 1],
            first <= last
        else { throw malformed(pointer) }
        return first...last
    }

    private static func malformed(_ pointer: String) -> Rejection {
        .field(pointer, "invalid_format", "expected a place such as 1, or places such as 4-10")
    }

    private static func escaped(_ name: String) -> String {
        String(name.prefix(100)).replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
