/// What one seed sees to: of all pairs of a saga's step and a kind of fault a share, each of which it brings about once as
/// soon as it can. Chance alone would take thousands of seeds to hit rare steps with rare faults.
struct Aim {
    struct Target: Hashable {
        let step: String
        let kind: FaultKind
    }

    private var open: Set<Target> = []

    /// In how many shares the pairs are dealt out: as many seeds in a row aim at all of them, each at every step by one kind
    /// of fault of the network's and by one of the processes'. With the number of themes it has no divisor in common, so
    /// that every pair is aimed at in each theme.
    static let shares = 4

    init(seed: UInt64, _ sagas: SagaMap) {
        let share = Int(seed % UInt64(Aim.shares))
        for (place, target) in sagas.targets.enumerated() {
            for (index, kind) in target.kinds.enumerated() where (place + index) % Aim.shares == share {
                open.insert(Target(step: target.step, kind: kind))
            }
        }
    }

    static let nothing = Aim()
    private init() {}

    /// The fault that is to hit one of these steps now, if any is.
    func fault(at steps: [String], anyOf kinds: [FaultKind]) -> FaultKind? {
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
