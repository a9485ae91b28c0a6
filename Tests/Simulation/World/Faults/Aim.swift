/// What one seed sees to: some of all pairs of a saga's step and a kind of fault, each of which it brings about once as
/// soon as it can. Chance alone would take hundreds of seeds to hit rare steps with rare faults.
struct Aim {
    struct Target: Hashable {
        let step: String
        let kind: FaultKind
    }

    private var open: Set<Target>

    /// In how many shares the pairs are dealt out: as many seeds in a row aim at all of them.
    static let shares = 25

    init(seed: UInt64, _ sagas: SagaMap) {
        let pairs = sagas.targets.flatMap { step, kinds in kinds.map { Target(step: step, kind: $0) } }
        let share = Int(seed % UInt64(Aim.shares))
        open = Set(pairs.enumerated().filter { $0.offset % Aim.shares == share }.map(\.element))
    }

    static let nothing = Aim()
    private init() { open = [] }

    /// Whether it is worth a look where a process of some service, or a message of some sagas, stands.
    func wants(anyOf kinds: [FaultKind]) -> Bool { open.contains { kinds.contains($0.kind) } }

    /// The fault that is to hit one of these steps now, if any is.
    func fault(at steps: [String], anyOf kinds: [FaultKind]) -> FaultKind? {
        guard wants(anyOf: kinds) else { return nil }
        for step in steps {
            if let kind = kinds.first(where: { open.contains(Target(step: step, kind: $0)) }) { return kind }
        }
        return nil
    }

    /// What has been hit, on purpose or by chance.
    mutating func strike(_ kind: FaultKind, at steps: [String]) {
        for step in steps { open.remove(Target(step: step, kind: kind)) }
    }
}
