/// Work that waits for several places, which have their turn one after another: so nobody waits for all that another asked
/// for. The next for a place is begun when the place was let go after the one before.
struct Turns<Work> {
    private var lines: [(place: [UInt8], works: [Work])] = []
    private var busy: Set<[UInt8]> = []

    /// False where as much waits already for that place as may. Nothing waits for an empty one to be let go.
    mutating func add(_ work: Work, for place: [UInt8], limit: Int) -> Bool {
        guard let index = lines.firstIndex(where: { $0.place == place }) else {
            lines.append((place, [work]))
            return true
        }
        guard lines[index].works.count < limit else { return false }
        lines[index].works.append(work)
        return true
    }

    /// What is to be begun next.
    mutating func next() -> Work? {
        guard let index = lines.firstIndex(where: { !busy.contains($0.place) }) else { return nil }
        // Whose it is comes last now.
        var line = lines.remove(at: index)
        let work = line.works.removeFirst()
        if !line.works.isEmpty { lines.append(line) }
        if !line.place.isEmpty { busy.insert(line.place) }
        return work
    }

    /// Returns whether something waited for the place.
    mutating func letGo(_ place: [UInt8]) -> Bool {
        busy.remove(place)
        return lines.contains { $0.place == place }
    }
}
