/// How a contest's prize money is divided among its places, as its organizer wrote it: a list, the best place first, or a map
/// from places to what each of them gets.
public enum PrizeStructure: Hashable, Sendable {
    /// How many lines it may have: a line may stand for many places.
    public static let lineLimit = 200
    /// No contest has more.
    public static let mostPlaces: Int64 = 1_000_000

    case list([Line])
    /// By places: `1`, or `4-10`.
    case map([String: Share])

    /// A line of a list: a place's weight, or which places get how much.
    public enum Line: Hashable, Sendable {
        case share(Share)
        case places(PrizeLine)
    }

    /// What a place gets. A plain number is a weight in a list; in a map it is a percentage or a fraction of the prize money,
    /// or an amount of it, and is refused where its numbers leave that in doubt.
    public enum Share: Hashable, Sendable {
        case whole(Int64)
        case decimal(DecimalText)
        case money(Money)
    }
}

/// What some places get, each of them, said in one of four ways.
public struct PrizeLine: Codable, Hashable, Sendable {
    /// Left out it is the place next to the line before.
    public let rank: PrizePlaces?
    public let percent: PrizeStructure.Share?
    public let fraction: PrizeStructure.Share?
    public let weight: PrizeStructure.Share?
    public let amount: PrizeStructure.Share?

    public init(
        rank: PrizePlaces? = nil, percent: PrizeStructure.Share? = nil, fraction: PrizeStructure.Share? = nil,
        weight: PrizeStructure.Share? = nil, amount: PrizeStructure.Share? = nil
    ) {
        (self.rank, self.percent, self.fraction) = (rank, percent, fraction)
        (self.weight, self.amount) = (weight, amount)
    }
}

/// A place, `1`, or several, `"4-10"`.
public enum PrizePlaces: Hashable, Sendable {
    case place(Int64)
    case text(String)
}

// MARK: - JSON

extension PrizeStructure: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? decoder.unkeyedContainer()) != nil {
            self = .list(try container.decode([Line].self))
        } else {
            self = .map(try container.decode([String: Share].self))
        }
        guard lineCount <= PrizeStructure.lineLimit else {
            throw decoder.invalid("at most \(PrizeStructure.lineLimit) lines; one may stand for many places, as 4-10")
        }
    }

    private var lineCount: Int {
        switch self {
        case .list(let lines): lines.count
        case .map(let shares): shares.count
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .list(let lines): try container.encode(lines)
        case .map(let shares): try container.encode(shares)
        }
    }

    public static var schema: Schema {
        .oneOf(.map(of: Share.schema, atMost: lineLimit), .array(of: Line.schema, atMost: lineLimit))
    }

    public static var sample: PrizeStructure {
        .map(["1": .whole(50), "2-3": .whole(25)])
    }
}

extension PrizeStructure.Line: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .share(.whole(number))
        } else if (try? container.decode(String.self)) != nil {
            self = .share(.decimal(try container.decode(DecimalText.self)))
        } else {
            self = .places(try container.decode(PrizeLine.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .share(let share): try container.encode(share)
        case .places(let line): try container.encode(line)
        }
    }

    public static var schema: Schema {
        let line = (try? Reflection(PrizeLine.self).schema) ?? Schema(type: .object)
        return .oneOf(Schema(type: .integer), DecimalText.schema, line)
    }

    public static var sample: Self { .share(.whole(50)) }
}

extension PrizeStructure.Share: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int64.self) {
            self = .whole(number)
        } else if (try? container.decode(String.self)) != nil {
            self = .decimal(try container.decode(DecimalText.self))
        } else {
            self = .money(try container.decode(Money.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .whole(let number): try container.encode(number)
        case .decimal(let text): try container.encode(text)
        case .money(let money): try container.encode(money)
        }
    }

    public static var schema: Schema {
        let money = (try? Reflection(Money.self).schema) ?? Schema(type: .object)
        return .oneOf(Schema(type: .integer), DecimalText.schema, money)
    }

    public static var sample: Self { .decimal(DecimalText(units: 50, scale: 0)) }
}

extension PrizePlaces: SchemaProviding {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let place = try? container.decode(Int64.self) {
            self = .place(place)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .place(let place): try container.encode(place)
        case .text(let text): try container.encode(text)
        }
    }

    public static var schema: Schema {
        .oneOf(
            Schema(type: .integer, minimum: 1),
            Schema(type: .string, pattern: "^[1-9][0-9]{0,6}(-[1-9][0-9]{0,6})?$", minLength: 1, maxLength: 15))
    }

    public static var sample: PrizePlaces { .place(1) }
}
