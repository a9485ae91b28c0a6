import Odds

// Answers questions about odds, one a line, for a test that knows the answers from elsewhere.
//
//     devig METHOD DECIMAL …             probabilities
//     convert FORMAT ODDS ROUNDING       the price in every format, or the fault
//     worth DECIMAL P                    edge, expected value, Kelly's part
//     exclusive DECIMAL P …              Kelly's parts
//     independent DECIMAL P …            Kelly's parts
//     line MEAN SIGMA FLOOR LINE WHOLE   over, under, push
//     close DECIMAL DECIMAL              Δ probability, Δ logit, price
//     shrink METHOD P Q WEIGHT           probability
//     stake P BANKROLL                   units
//     arbitrage TOTAL DECIMAL …          stakes, the worst return
//     parlay DECIMAL …                   the price, exact or not

func price(_ text: Substring) throws -> Price { try Price(String(text), as: .decimal) }

func probability(_ text: Substring) throws -> Probability {
    guard let value = Double(text), let probability = Probability(value) else { throw Unreadable() }
    return probability
}

func number<Number: LosslessStringConvertible>(_ text: Substring) throws -> Number {
    guard let value = Number(String(text)) else { throw Unreadable() }
    return value
}

struct Unreadable: Error {}

func bets(_ words: ArraySlice<Substring>) throws -> [Kelly.Bet] {
    try stride(from: words.startIndex, to: words.endIndex, by: 2).map {
        Kelly.Bet(try price(words[$0]), try probability(words[$0 + 1]))
    }
}

func answer(_ words: [Substring]) throws -> [any CustomStringConvertible] {
    let rest = words.dropFirst()
    switch words.first {
    case "devig":
        guard let method = DevigMethod(rawValue: String(words[1])) else { throw Unreadable() }
        return try Book(rest.dropFirst().map(price)).withoutMargin(method).probabilities.map(\.value)
    case "convert":
        guard let format = Notation(rawValue: String(words[1])) else { throw Unreadable() }
        let rounding: Rounding = words[3] == "down" ? .down : words[3] == "up" ? .up : .nearest
        let price = try Price(String(words[2]), as: format)
        return Notation.allCases.flatMap { format -> [String] in
            let written = price.written(as: format, rounding)
            return [written.text, written.isExact ? "exact" : "rounded"]
        }
    case "worth":
        let worth = Worth(of: try price(words[1]), at: try probability(words[2]))
        return [worth.edge, worth.expectedValue, worth.kelly]
    case "exclusive": return try Kelly().stakes(onExclusive: try bets(rest))
    case "independent": return try Kelly().stakes(onIndependent: try bets(rest))
    case "line":
        let model = try LineModel(mean: try number(words[1]), sigma: try number(words[2]), floor: try number(words[3]))
        let chances = try model.chances(line: try number(words[4]), countsWhole: words[5] == "1")
        return [chances.over, chances.under, chances.push]
    case "close":
        let value = ClosingLineValue(taken: try price(words[1]), closing: try price(words[2]))
        return [value.probability, value.logit, value.price]
    case "shrink":
        let method = Shrinkage(rawValue: String(words[1]))
        let shrunk = method?.apply(
            try probability(words[2]), toward: try probability(words[3]), weight: try number(words[4]))
        guard let shrunk else { throw Unreadable() }
        return [shrunk.value]
    case "stake": return [try Staking.rounded(down: try number(words[1]), of: try number(words[2]))]
    case "arbitrage":
        let arbitrage = try Arbitrage(Book(rest.dropFirst().map(price)), total: try number(words[1]))
        return arbitrage.stakes + [arbitrage.worst]
    case "parlay":
        let parlay = try Parlay(rest.map(price))
        return [parlay.price.written(as: .decimal, .down).text, parlay.isExact ? "exact" : "rounded"]
    default: throw Unreadable()
    }
}

while let line = readLine() {
    do {
        print(try answer(line.split(separator: " ")).map(\.description).joined(separator: " "))
    } catch {
        print("! \(error)")
    }
}
