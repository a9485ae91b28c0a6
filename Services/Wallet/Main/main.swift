import Host
import Wallet

ServiceProcess(.wallet).run { _ in WalletService.definition(zones: try ZoneFiles().book()) }
