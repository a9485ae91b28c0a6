import Foundation

var arguments = Array(CommandLine.arguments.dropFirst())
do {
    let options = try Options(arguments)
    let status: Int32 =
        switch options.mode {
        case .help: Terminal.say(Options.help)
        case .replay(let seed): Replay(options: options).run(seed)
        case .worker: Worker(options: options).run()
        case .campaign: Campaign(options: options).run()
        }
    exit(status)
} catch {
    Terminal.complain("\(error)\n\(Options.help)")
    exit(2)
}
