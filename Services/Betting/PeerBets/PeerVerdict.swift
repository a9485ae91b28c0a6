import Messages
import Storage

/// How somebody says that a peer bet ended: with one of its outcomes, by its place, or with none.
enum PeerVerdict: Hashable, StorageValue {
    case outcome(Int)
    case void

    var place: Int { if case .outcome(let place) = self { place } else { -1 } }

    var stored: StoredValue { .integer(Int64(place)) }

    init(stored: StoredValue) throws {
        let place = try Int(stored: stored)
        self = place < 0 ? .void : .outcome(place)
    }

    /// Nil where there is no outcome of that name.
    init?(_ name: OutcomeName, among outcomes: [String]) {
        if let place = outcomes.firstIndex(of: name.text) {
            self = .outcome(place)
        } else if name.text == OutcomeNames.void {
            self = .void
        } else {
            return nil
        }
    }

    func name(among outcomes: [String]) -> String {
        if case .outcome(let place) = self { outcomes[place] } else { OutcomeNames.void }
    }
}

/// What comes of all that those who take part have said.
enum PeerAgreement: Equatable {
    /// Some have said nothing yet, and the others the same.
    case open
    case agreed(PeerVerdict)
    case disputed

    /// - Parameter proposals: of everybody who takes part.
    init(_ proposals: [PeerVerdict?]) {
        let said = Set(proposals.compactMap { $0 })
        if said.count > 1 {
            self = .disputed
        } else if let verdict = said.first, !proposals.contains(nil) {
            self = .agreed(verdict)
        } else {
            self = .open
        }
    }
}
