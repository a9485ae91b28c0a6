import Audit
import Host

ServiceProcess(.audit).run { keys in
    try AuditService.definition(signingKeySeed: try keys.signingSeed(of: "audit"))
}
