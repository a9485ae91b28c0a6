import Auditor
import Foundation
import Glibc

// An auditor's tool. It trusts nothing but the public keys that it is given, and needs nothing of the platform but, for what
// is not in a file, a connection to its audit service.

func end(_ code: ExitCode, _ text: String) -> Never {
    Output.warn(text)
    exit(code.rawValue)
}

do {
    exit(try Command.run(Array(CommandLine.arguments.dropFirst())).rawValue)
} catch let fault as UsageFault {
    end(.usage, "\(fault.reason); --help says more")
} catch let fault as Unchecked {
    end(.unchecked, fault.reason)
} catch let refusal as AuditLine.Refused {
    end(.unchecked, "\(refusal.operation) is refused: \(refusal.problem.code), \(refusal.problem.detail)")
} catch let finding as Finding {
    try? Output(isJSON: CommandLine.arguments.contains("--json")).finding(finding)
    exit(ExitCode.violated.rawValue)
} catch {
    end(.unchecked, "\(error)")
}
