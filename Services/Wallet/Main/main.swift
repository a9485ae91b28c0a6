import Host
import Wallet

ServiceProcess(.wallet).run { _ in WalletService.definition() }
