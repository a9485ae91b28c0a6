import Messages

/// Which pairs of processes cannot reach each other just now, and until when. A cut may be one-way.
struct Weather {
    private var cutUntil = [Int64](repeating: 0, count: ServiceName.allCases.count * ServiceName.allCases.count)

    mutating func cut(from: ServiceName, to: ServiceName, until time: Int64) {
        cutUntil[Weather.index(from, to)] = max(cutUntil[Weather.index(from, to)], time)
    }

    mutating func clear() { for index in cutUntil.indices { cutUntil[index] = 0 } }

    func isCut(from: ServiceName, to: ServiceName, at time: Int64) -> Bool {
        cutUntil[Weather.index(from, to)] > time
    }

    private static func index(_ from: ServiceName, _ to: ServiceName) -> Int {
        from.position * ServiceName.allCases.count + to.position
    }
}

extension ServiceName {
    /// Its place among all services.
    var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
