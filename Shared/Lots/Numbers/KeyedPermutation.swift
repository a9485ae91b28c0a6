internal import Crypto

/// Ticket numbers in an order that only the key's holder can tell: index 0 is sold first, and says nothing of which number
/// comes next. Each index below the size has one number below the size, and each number one index.
///
/// A Feistel network on a rectangle. The smallest number of columns whose square holds the size, and as few rows as then
/// do, leave less than one column over, so that walking on from what lies outside (cycle walking) hardly ever happens.
/// Each round adds to one coordinate what the round function says of the other, which the inverse takes away again: it is
/// a bijection whatever that function is.
///
/// The function of a round (`steps`, below) is keyed BLAKE2b. Neither coordinate goes beyond 3163, so all its values are
/// reckoned once, in milliseconds for the largest size; after that a number costs sixteen look-ups and no hash.
///
/// It is not the draw: nobody wins by it. What it owes is that whoever saw numbers sold cannot tell the next ones.
public struct KeyedPermutation: Sendable {
    /// The length of a key in bytes.
    public static let keyByteCount = 32
    /// The sizes that there are.
    public static let sizes: ClosedRange<UInt32> = 1...10_000_000
    /// Four rounds make a network of good functions pseudorandom (Luby and Rackoff), but only to somebody who has seen far
    /// fewer pairs than the square root of the size, and here everything sold is seen. FF1 (NIST SP 800-38G) takes ten for
    /// a million and more; a raffle may have a hundred tickets, so here are more.
    static let roundCount = 16

    /// How many numbers there are.
    public let size: UInt32
    private let columns: UInt32
    private let rows: UInt32
    /// Each round's function, one round after the other with `columns` values for each: rows are never more.
    private let steps: [UInt32]
    private let rounds: Int

    /// Takes a secret key of 32 bytes and how many numbers there are, 1 to 10,000,000.
    public init(key: [UInt8], size: UInt32) {
        self.init(key: key, size: size, rounds: Self.roundCount)
    }

    /// With another number of rounds, by which the tests see that fewer can be told from chance.
    init(key: [UInt8], size: UInt32, rounds: Int) {
        precondition(key.count == Self.keyByteCount, "a permutation's key has 32 bytes")
        precondition(Self.sizes.contains(size), "a permutation has 1 to 10,000,000 numbers")
        self.size = size
        self.rounds = rounds
        var columns = UInt32(1)
        while columns * columns < size { columns += 1 }
        self.columns = columns
        rows = (size + columns - 1) / columns
        steps = Self.steps(key: key, size: size, rows: rows, columns: columns, rounds: rounds)
    }

    /// The number at an index.
    public subscript(index: UInt32) -> UInt32 {
        precondition(index < size, "an index lies below the size")
        var number = index
        repeat { number = forward(number) } while number >= size
        return number
    }

    /// The index that a number is at.
    public func index(of number: UInt32) -> UInt32 {
        precondition(number < size, "a number lies below the size")
        var index = number
        repeat { index = backward(index) } while index >= size
        return index
    }

    private func forward(_ number: UInt32) -> UInt32 {
        var (row, column) = number.quotientAndRemainder(dividingBy: columns)
        for round in 0..<rounds {
            if round.isMultiple(of: 2) {
                row = Self.sum(row, step(round, at: column), below: rows)
            } else {
                column = Self.sum(column, step(round, at: row), below: columns)
            }
        }
        return row * columns + column
    }

    private func backward(_ number: UInt32) -> UInt32 {
        var (row, column) = number.quotientAndRemainder(dividingBy: columns)
        for round in (0..<rounds).reversed() {
            if round.isMultiple(of: 2) {
                row = Self.sum(row, rows - step(round, at: column), below: rows)
            } else {
                column = Self.sum(column, columns - step(round, at: row), below: columns)
            }
        }
        return row * columns + column
    }

    private func step(_ round: Int, at coordinate: UInt32) -> UInt32 { steps[round * Int(columns) + Int(coordinate)] }

    /// The sum on a circle of `end` places; the parts are at most its length.
    private static func sum(_ one: UInt32, _ other: UInt32, below end: UInt32) -> UInt32 {
        let sum = one + other
        return sum >= end ? sum - end : sum
    }
}

extension KeyedPermutation {
    /// What every hash here begins with, so that the key's other uses never meet it.
    private static let domain = Array("croupier/lots/permutation/1".utf8)

    /// The round function. For round r and coordinate x, of which four share a hash: the word x mod 4 (64 bits, greatest
    /// byte first) of BLAKE2b-256 under the key over domain, size, r and x / 4 (each four bytes, greatest first), reduced to
    /// the other coordinate's length. Of 64 bits on at most 3163 places the remainder's unevenness is below 2⁻⁵².
    private static func steps(key: [UInt8], size: UInt32, rows: UInt32, columns: UInt32, rounds: Int) -> [UInt32] {
        var steps: [UInt32] = []
        steps.reserveCapacity(rounds * Int(columns))
        for round in 0..<rounds {
            let length = UInt64(round.isMultiple(of: 2) ? rows : columns)
            var hash: [UInt8] = []
            for x in 0..<columns {
                if x.isMultiple(of: 4) { hash = hashed(size, UInt32(round), x / 4, under: key) }
                let start = Int(x % 4) * 8
                let word = hash[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                steps.append(UInt32(word % length))
            }
        }
        return steps
    }

    private static func hashed(_ numbers: UInt32..., under key: [UInt8]) -> [UInt8] {
        let message = numbers.reduce(into: domain) { bytes, number in
            for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
        }
        do {
            return try KeyedHash.hash(message, key: key)
        } catch {
            preconditionFailure("32 bytes are a key")
        }
    }
}
