import Audit
import Host

ServiceProcess(.audit).run { keys in AuditService.definition(signingKeySeed: try keys.signingSeed(of: "audit")) }
