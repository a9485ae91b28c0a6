import Messages
import Runtime
import Storage

/// Knows all sagas' steps by name, and which of them a message moves.
struct SagaMap {
    private var definitions: [String: SagaDefinition] = [:]
    /// The sagas that a client's command, or a call, begins.
    private let begunBy: [String: [String]]
    /// Every step there is, forwards and undone, in order, with the kinds of fault that can hit it.
    let targets: [(step: String, kinds: [FaultKind])]

    init(_ services: [ServiceDefinition], begunBy: [String: [String]]) {
        self.begunBy = begunBy
        var all: [(step: String, kinds: [FaultKind])] = []
        for definition in services.flatMap({ service in service.sagas.map { Owned(saga: $0, owner: service.name) } }) {
            let saga = definition.saga
            // Only what is begun now can be hit; what old rows are of is there for them alone.
            let isOld = services.flatMap(\.sagas).contains { $0.name == saga.name && $0.version > saga.version }
            definitions["\(saga.name)/\(saga.version)"] = saga
            if isOld { continue }
            let isBegun = begunBy.values.joined().contains(saga.name)
            for (index, step) in saga.steps.enumerated() {
                let isSent = definition.isSent(at: index, isBegun: isBegun)
                all.append((SagaMap.label(saga, step, isUndoing: false), FaultKind.kinds(isSent: isSent)))
            }
            for (index, step) in saga.steps.enumerated() where step.isUndone {
                let isSent = definition.isSent(undoing: index)
                all.append((SagaMap.label(saga, step, isUndoing: true), FaultKind.kinds(isSent: isSent)))
            }
        }
        targets = all
    }

    private struct Owned {
        let saga: SagaDefinition
        let owner: ServiceName

        /// Whether a message to or from another process has to do with the step: the network does nothing to others.
        func isSent(at index: Int, isBegun: Bool) -> Bool {
            if let callee = saga.steps[index].callee { return callee != owner }
            // A change of the service's own is decided by the answer before it, or by what began the saga.
            let before = saga.steps[..<index].last { $0.callee != nil }
            return before.map { $0.callee != owner } ?? isBegun
        }

        func isSent(undoing index: Int) -> Bool {
            if let callee = saga.steps[index].callee { return callee != owner }
            return saga.steps[index...].contains { $0.callee != nil && $0.callee != owner }
        }
    }

    private static func label(_ saga: SagaDefinition, _ step: SagaDefinition.Step, isUndoing: Bool) -> String {
        "\(saga.name): \(isUndoing ? "undo " : "")\(step.name)"
    }

    /// Where a saga stands.
    struct Place {
        let definition: String
        let version: Int
        let step: Int
        let isUndoing: Bool

        init(_ row: borrowing Row) throws {
            (definition, version) = (try row.value(0), try row.value(1))
            (step, isUndoing) = (try row.value(2), try row.value(3, as: String.self) == "undoing")
        }
    }

    /// What a saga at rest waits for or is about to do: a call's answer, or the changes of the service's own.
    func steps(at place: Place) -> [String] {
        guard let (saga, step) = find(place) else { return [] }
        if place.isUndoing || step.callee != nil { return [SagaMap.label(saga, step, isUndoing: place.isUndoing)] }
        return own(of: saga, from: place.step)
    }

    /// The steps that the answer to a saga's call decides: the call's, and the changes of the service's own that follow,
    /// forwards where it was done, backwards where it was refused.
    func steps(decidedAt place: Place, isDone: Bool) -> [String] {
        guard let (saga, step) = find(place) else { return [] }
        let call = SagaMap.label(saga, step, isUndoing: place.isUndoing)
        if isDone && !place.isUndoing { return [call] + own(of: saga, from: place.step + 1) }
        let undone = saga.steps[..<place.step].reversed().prefix { $0.callee == nil }.filter(\.isUndone)
        return [call] + undone.map { SagaMap.label(saga, $0, isUndoing: true) }
    }

    private func find(_ place: Place) -> (SagaDefinition, SagaDefinition.Step)? {
        guard let saga = definitions["\(place.definition)/\(place.version)"], saga.steps.indices.contains(place.step)
        else { return nil }
        return (saga, saga.steps[place.step])
    }

    private func own(of saga: SagaDefinition, from index: Int) -> [String] {
        saga.steps.dropFirst(index).prefix { $0.callee == nil }.map { SagaMap.label(saga, $0, isUndoing: false) }
    }

    /// The steps that a command or a call runs at once.
    func steps(begunBy operation: String) -> [String] {
        begunBy[operation, default: []].flatMap { name in
            let versions = definitions.filter { $0.value.name == name }
            return versions.max { $0.key < $1.key }.map { own(of: $0.value, from: 0) } ?? []
        }
    }
}
