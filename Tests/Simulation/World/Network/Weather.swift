import Messages

/// Which pairs of processes cannot reach each other just now, and until when. A cut may be one-way. And what is on its way
/// between those that can: a connection keeps the order of what goes over it.
struct Weather {
    private var cutUntil = [Int64](repeating: 0, count: ServiceName.allCases.count * ServiceName.allCases.count)
    /// When the last message arrives that keeps the order: of questions over one connection, of answers over the other.
    private var lastArrival = [Int64](
        repeating: 0, count: 2 * ServiceName.allCases.count * ServiceName.allCases.count)

    /// When a message arrives that could be there at a time and overtakes none.
    mutating func inOrder(_ parcel: Parcel, at time: Int64) -> Int64 {
        let place = 2 * Weather.index(parcel.from, parcel.to) + (parcel.kind == .send ? 0 : 1)
        lastArrival[place] = max(lastArrival[place], time)
        return lastArrival[place]
    }

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
