import Betting
import Host

ServiceProcess(.betting).run { _ in BettingService.definition() }
