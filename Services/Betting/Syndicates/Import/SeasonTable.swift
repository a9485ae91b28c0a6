import Messages
import Runtime

/// What the lines of an imported table mean, or what is wrong with each.
struct SeasonTable {
    enum Kind: String {
        case contribution, winnings, payout
        case betPlaced = "bet_placed"
        case betVoid = "bet_void"
        case betLost = "bet_lost"

        var isOfBet: Bool { self != .contribution && self != .payout }
    }

    struct Row {
        let line: Int
        let kind: Kind
        let day: Day
        let player: StoredSeasonPlayer
        let amount: Amount
        let bet: String?
        let description: String?
        let odds: String?
        let notes: String?
    }

    private(set) var rows: [Row] = []
    private(set) var faults: [Problem.FieldError] = []
    private let season: StoredSeason
    private let players: [String: [StoredSeasonPlayer]]
    private let columns: [String: Int]

    static let names: Set = ["date", "type", "player", "amount", "bet", "description", "odds", "notes"]

    /// - Parameter players: by name and address in lower case; several may have one name.
    init(_ table: CSVTable, of season: StoredSeason, _ players: [String: [StoredSeasonPlayer]]) throws {
        (self.season, self.players) = (season, players)
        var columns: [String: Int] = [:]
        let header = table.lines.first?.cells ?? []
        for (index, cell) in header.enumerated() {
            let name = cell.lowercased()
            guard SeasonTable.names.contains(name), columns[name] == nil else {
                throw ImportSeason.Failure.malformedTable.because(
                    "expected columns of \(SeasonTable.names.sorted().joined(separator: ", ")), each once",
                    at: "/lines/1")
            }
            columns[name] = index
        }
        for name in ["date", "type", "player", "amount"] where columns[name] == nil {
            throw ImportSeason.Failure.malformedTable.because("there is no column \(name)", at: "/lines/1")
        }
        self.columns = columns
        for line in table.lines.dropFirst() {
            guard line.cells.count == header.count else {
                fault(line, nil, "wrong_cells", "expected \(header.count) cells, found \(line.cells.count)")
                continue
            }
            if let row = read(line) { rows.append(row) }
        }
        checkBets()
    }

    private mutating func fault(_ line: CSVTable.Line, _ column: String?, _ code: String, _ detail: String) {
        fault(line.number, column, code, detail)
    }

    private mutating func fault(_ line: Int, _ column: String?, _ code: String, _ detail: String) {
        guard faults.count < ImportSeason.faultLimit else { return }
        faults.append(.init(pointer: "/lines/\(line)" + (column.map { "/\($0)" } ?? ""), code: code, detail: detail))
    }

    private func cell(_ name: String, _ line: CSVTable.Line) -> String? {
        guard let column = columns[name] else { return nil }
        // A quoted cell may have line breaks, and what is kept is one line.
        let text = line.cells[column].split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    private mutating func read(_ line: CSVTable.Line) -> Row? {
        let before = faults.count
        let kind = cell("type", line).flatMap(Kind.init(rawValue:))
        if kind == nil { fault(line, "type", "unknown_type", "expected contribution, bet_placed and the like") }
        let day = cell("date", line).flatMap { Day($0) }
        if let day {
            if day < season.rules.start || day > season.today || season.rules.end.map({ day > $0 }) ?? false {
                fault(line, "date", "date_out_of_season", "expected a day in the season, up to today")
            }
        } else {
            fault(line, "date", "invalid_date", "expected a date such as 2025-08-04")
        }
        let player = player(line)
        if kind == .betPlaced, let day, let player, day < player.joined {
            fault(line, "date", "before_joining", "the player joined on \(player.joined)")
        }
        let amount = amount(line, kind)
        let texts = ["bet": 100, "description": 2000, "notes": 2000]
        for (name, length) in texts.sorted(by: { $0.key < $1.key }) {
            if let text = cell(name, line), !isText(text, upTo: length) {
                fault(line, name, "invalid_text", "expected 1 to \(length) characters, no control characters")
            }
        }
        if let odds = cell("odds", line) {
            do throws(WrittenOdds.Fault) { _ = try WrittenOdds(odds) } catch {
                fault(line, "odds", "wrong_odds", error.detail)
            }
        }
        let bet = cell("bet", line)
        if let kind, kind.isOfBet, bet == nil { fault(line, "bet", "bet_missing", "expected words that name the bet") }
        guard faults.count == before, let kind, let day, let player, let amount else { return nil }
        return Row(
            line: line.number, kind: kind, day: day, player: player, amount: amount, bet: bet,
            description: cell("description", line), odds: cell("odds", line), notes: cell("notes", line))
    }

    private mutating func player(_ line: CSVTable.Line) -> StoredSeasonPlayer? {
        let found = cell("player", line).flatMap { players[$0.lowercased()] } ?? []
        if found.isEmpty {
            fault(line, "player", "unknown_player", "expected the name or address of one in the season")
        } else if found.count > 1 {
            fault(line, "player", "ambiguous_player", "\(found.count) players have this name; give the address")
        }
        return found.count == 1 ? found[0] : nil
    }

    private mutating func amount(_ line: CSVTable.Line, _ kind: Kind?) -> Amount? {
        let text = cell("amount", line)
        if kind == .betLost {
            if text != nil { fault(line, "amount", "wrong_amount", "a lost bet returns nothing") }
            return .zero
        }
        let amount = text.flatMap { DecimalText($0) }.flatMap { try? $0.units(scale: season.currency.scale) }
        guard let amount, amount > 0 else {
            fault(
                line, "amount", "wrong_amount",
                "expected more than zero, with \(season.currency.scale) decimals at most")
            return nil
        }
        return Amount(amount)
    }

    private func isText(_ text: String, upTo length: Int) -> Bool {
        text.unicodeScalars.count <= length
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
    }

    /// Each bet is placed once, and has one result at most, not before that.
    private mutating func checkBets() {
        var placed: [String: Row] = [:]
        for row in rows where row.kind == .betPlaced {
            guard let bet = row.bet else { continue }
            if placed[bet] != nil { fault(row.line, "bet", "bet_twice", "this bet is placed already") }
            placed[bet] = row
        }
        var settled: Set<String> = []
        for row in rows where row.kind.isOfBet && row.kind != .betPlaced {
            guard let bet = row.bet else { continue }
            guard let stake = placed[bet] else {
                fault(row.line, "bet", "unknown_bet", "no line places this bet")
                continue
            }
            if !settled.insert(bet).inserted { fault(row.line, "bet", "result_twice", "this bet has a result already") }
            if row.day < stake.day {
                fault(row.line, "date", "result_before_bet", "the bet was placed on \(stake.day)")
            }
            if row.kind == .betVoid, row.amount != stake.amount {
                fault(row.line, "amount", "wrong_amount", "a void bet returns its stake")
            }
        }
    }
}
