/// Several bets at once on things that have nothing to do with each other. There is no formula: the growth
/// E log(1 + Σ fᵢXᵢ) is raised by Newton's steps, and has one summit only.
extension Kelly {
    /// Of so many bets each way in which they can end is looked at, of which there are twice as many with each bet.
    public static let mostIndependent = 8

    public func stakes(onIndependent bets: [Bet]) throws(Fault) -> [Part] {
        guard bets.count <= Self.mostIndependent else { throw .tooManyBets }
        // What is not worth taking alone is not worth it beside others.
        let worthy = bets.indices.filter { bets[$0].worth.expectedValue > 0 }
        let full = try Growth(of: worthy.map { bets[$0] }).summit()
        var stakes = [Double](repeating: 0, count: bets.count)
        for (place, index) in worthy.enumerated() { stakes[index] = bounded(full[place]) }
        return stakes
    }
}

/// How fast money grows at given stakes.
struct Growth {
    private let bets: [Kelly.Bet]
    /// Each way in which the bets can end: how likely it is, and what each unit staked brings.
    private let endings: [(probability: Double, returns: [Double])]

    init(of bets: [Kelly.Bet]) {
        self.bets = bets
        endings = (0..<1 << bets.count).map { ways in
            let wins = bets.indices.map { ways >> $0 & 1 == 1 }
            let probability = zip(bets, wins).reduce(1) { $0 * ($1.1 ? $1.0.p : 1 - $1.0.p) }
            return (probability, zip(bets, wins).map { $1 ? $0.profit : -1 })
        }
    }

    private func wealth(_ stakes: [Double], _ returns: [Double]) -> Double {
        zip(stakes, returns).reduce(1) { $0 + $1.0 * $1.1 }
    }

    /// Minus infinity where an ending leaves nothing.
    func value(_ stakes: [Double]) -> Double {
        var sum = 0.0
        for ending in endings {
            let wealth = wealth(stakes, ending.returns)
            guard wealth > 0 else { return -.infinity }
            sum += ending.probability * Normal.logarithm(wealth)
        }
        return sum
    }

    private func slopes(_ stakes: [Double]) -> (gradient: [Double], curvature: [[Double]]) {
        let count = bets.count
        var gradient = [Double](repeating: 0, count: count)
        var curvature = [[Double]](repeating: gradient, count: count)
        for ending in endings {
            let wealth = wealth(stakes, ending.returns)
            for i in 0..<count {
                let part = ending.probability * ending.returns[i] / wealth
                gradient[i] += part
                for j in 0...i { curvature[i][j] += part * ending.returns[j] / wealth }
            }
        }
        for i in 0..<count { for j in 0..<i { curvature[j][i] = curvature[i][j] } }
        return (gradient, curvature)
    }

    /// The stakes at which no step raises the growth any more. All of them are above nothing, since at nothing a bet that is
    /// worth taking alone is so beside others that it has nothing to do with; and together they are below one, since all of
    /// them can be lost. So there is no border to keep to. But where it is so unlikely to lose all
    /// that next to nothing is to be kept back, what is kept has no digits left, and no stakes are told.
    func summit() throws(Kelly.Fault) -> [Double] {
        var stakes = bets.map { $0.worth.kelly / Double(bets.count) }
        for _ in 0..<100 {
            let (gradient, curvature) = slopes(stakes)
            guard let step = LinearSystem.solve(curvature, gradient) else { throw .notConverged }
            // Twice what is left to gain, as the curvature has it.
            let promise = zip(step, gradient).reduce(0) { $0 + $1.0 * $1.1 }
            // From here on each step has twice the digits of the one before: this is the last that changes any.
            if promise < 1e-18 { return zip(stakes, step).map { $0 + $1 } }
            guard let next = raised(stakes, by: step, promise: promise) else { throw .notConverged }
            stakes = next
        }
        throw .notConverged
    }

    /// The step, halved until it keeps something of its promise. Near the summit the growth's own last digits hide that, and
    /// the whole step is known to be right.
    private func raised(_ stakes: [Double], by step: [Double], promise: Double) -> [Double]? {
        let before = value(stakes)
        var scale = 1.0
        while scale > 1e-9 {
            let next = zip(stakes, step).map { $0 + scale * $1 }
            let after = value(next)
            if after > before + 0.1 * scale * promise || (promise < 1e-9 && after.isFinite) { return next }
            scale /= 2
        }
        return nil
    }
}

enum LinearSystem {
    /// Gauss's elimination with pivots; nil for a system that has no one answer.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let count = rows.count
        for column in 0..<count {
            guard let pivot = (column..<count).max(by: { rows[$0][column].magnitude < rows[$1][column].magnitude }),
                rows[pivot][column].magnitude > 0
            else { return nil }
            rows.swapAt(column, pivot)
            for row in 0..<count where row != column {
                let factor = rows[row][column] / rows[column][column]
                for place in column...count { rows[row][place] -= factor * rows[column][place] }
            }
        }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] }
    }
}
