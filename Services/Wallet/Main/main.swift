import Host
import Wallet

ServiceProcess(.wallet).run { _ in
    var settings = WalletSettings()
    settings.zones = try ZoneFiles().book()
    return WalletService.definition(settings)
}
