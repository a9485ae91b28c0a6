import Messages

/// Tells what a change of a service's messages would break for a running neighbour or client of the released version.
struct Compatibility {
    let released: Catalogue
    let current: Catalogue

    var breaks: [String] {
        released.operations.flatMap(breaks(of:)) + released.events.flatMap(breaks(of:))
    }

    private func breaks(of old: OperationDescription) -> [String] {
        guard let new = current.operations.first(where: { $0.name == old.name }) else {
            return ["\(old.name): the operation is gone"]
        }
        // A new version is a new contract; the old one stays until nobody asks for it.
        guard new.version == old.version else { return [] }
        var found: [String] = []
        if new.kind != old.kind { found.append("\(old.name): the name is reused for another kind of operation") }
        if old.route != nil, new.route != old.route { found.append("\(old.name): the route changed") }
        found += request(old.request, new.request, at: "\(old.name) request")
        found += reply(old.reply, new.reply, at: "\(old.name) reply")
        for type in old.intake?.contentTypes ?? [] where !(new.intake?.contentTypes.contains(type) ?? false) {
            found.append("\(old.name): a body of \(type) is no longer taken")
        }
        if (old.intake == nil) != (new.intake == nil) { found.append("\(old.name): the body is of another kind") }
        for type in old.documents ?? [] where !(new.documents?.contains(type) ?? false) {
            found.append("\(old.name): there is no document of \(type) any more")
        }
        for header in old.intake?.headers ?? [] where !(new.intake?.headers.contains(header) ?? false) {
            found.append("\(old.name): \(header.field) is no longer taken from the header \(header.name)")
        }
        for failure in old.failures where !new.failures.contains(failure) {
            found.append("\(old.name): the failure \(failure.code) is gone or has another status")
        }
        return found
    }

    private func breaks(of old: EventDescription) -> [String] {
        guard let new = current.events.first(where: { $0.type == old.type }) else {
            return ["\(old.type): the event is gone"]
        }
        return new.version == old.version ? reply(old.data, new.data, at: old.type) : []
    }

    /// What old senders send must still be taken.
    private func request(_ old: Schema, _ new: Schema, at place: String) -> [String] {
        var found = sameShape(old, new, at: place) { request($0, $1, at: $2) }
        for name in old.properties?.keys.sorted() ?? [] where new.properties?[name] == nil {
            found.append("\(place): the field \(name) is no longer taken")
        }
        for name in new.required ?? [] where !(old.required ?? []).contains(name) {
            found.append("\(place): the field \(name) is now required")
        }
        for value in old.values ?? [] where !(new.values ?? []).contains(value) {
            found.append("\(place): the value \(value) is no longer taken")
        }
        if (new.maxLength ?? .max) < (old.maxLength ?? .max) { found.append("\(place): shorter text than before") }
        if (new.minLength ?? 0) > (old.minLength ?? 0) { found.append("\(place): longer text than before") }
        return found
    }

    /// What old readers read must still be there.
    private func reply(_ old: Schema, _ new: Schema, at place: String) -> [String] {
        var found = sameShape(old, new, at: place) { reply($0, $1, at: $2) }
        for name in old.required ?? [] where !(new.required ?? []).contains(name) {
            found.append("\(place): the field \(name) may now be missing")
        }
        for name in old.properties?.keys.sorted() ?? [] where new.properties?[name] == nil {
            found.append("\(place): the field \(name) is gone")
        }
        if new.nullable, !old.nullable { found.append("\(place): may now be null") }
        return found
    }

    private func sameShape(
        _ old: Schema, _ new: Schema, at place: String, deeper: (Schema, Schema, String) -> [String]
    ) -> [String] {
        guard old.type == new.type, old.format == new.format else { return ["\(place): the type changed"] }
        var found: [String] = []
        for (name, property) in (old.properties ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let other = new.properties?[name] { found += deeper(property, other, "\(place)/\(name)") }
        }
        if let item = old.items, let other = new.items { found += deeper(item, other, "\(place)/[]") }
        if let member = old.members, let other = new.members { found += deeper(member, other, "\(place)/{}") }
        for (index, way) in (old.alternatives ?? []).enumerated() {
            // They are told apart by their place: a way that is new comes last.
            if let other = new.alternatives?.dropFirst(index).first {
                found += deeper(way, other, "\(place)/oneOf/\(index)")
            } else {
                found.append("\(place): a way to write it is gone")
            }
        }
        return found
    }
}
