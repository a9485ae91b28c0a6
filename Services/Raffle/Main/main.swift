import Host
import Raffle

ServiceProcess(.raffle).run { _ in
    RaffleService.definition(RaffleSettings(zones: try ZoneFiles().book()))
}
