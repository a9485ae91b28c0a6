import Simulation

/// What the command line asks for.
struct Options {
    enum Mode {
        case help, campaign, worker
        case replay(UInt64)
    }

    private(set) var mode = Mode.campaign
    private(set) var seeds: UInt64 = 20
    private(set) var first: UInt64 = 1
    private(set) var jobs = 2
    private(set) var stride: UInt64 = 1
    private(set) var isTraced = false
    private(set) var world = WorldOptions()

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    static let help = """
        croupier-simulate [--seeds N] [--first K] [--steps N] [--jobs N]   run seeds K to K+N-1
        croupier-simulate --seed X [--steps N] [--trace]                   run one seed again

          --seeds   how many seeds to run (20)
          --first   the first of them (1)
          --steps   how many steps go by before the faults stop (10000)
          --jobs    how many processes share the work (2)
          --trace   tell everything that happens

        With 100 seeds and more, a step of a saga that some kind of fault never hit is a failure too.
        """

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--help", "-h": mode = .help
            case "--worker": mode = .worker
            case "--trace": isTraced = true
            case "--seed": mode = .replay(try Options.number(name, &rest))
            case "--seeds": seeds = try Options.number(name, &rest)
            case "--first": first = try Options.number(name, &rest)
            case "--stride": stride = max(1, try Options.number(name, &rest))
            case "--steps": world.steps = Int(try Options.number(name, &rest))
            case "--jobs": jobs = max(1, Int(try Options.number(name, &rest)))
            default: throw Fault(description: "unknown option \(name)")
            }
        }
    }

    private static func number(_ name: String, _ rest: inout ArraySlice<String>) throws -> UInt64 {
        guard let text = rest.popFirst(), let number = UInt64(text), number < 1 << 62 else {
            throw Fault(description: "\(name) takes a number")
        }
        return number
    }
}
