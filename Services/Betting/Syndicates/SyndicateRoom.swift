import Messages
import Runtime

extension BettingService {
    /// Friends who bet together: their syndicates, seasons and bank.
    static func syndicates(_ settings: BettingSettings) -> Room {
        Room(
            operations: [
                .command(AcceptSyndicateInvitation.self),
                .command(ActivateSeason.self) { try ActivateSeason.run($0, settings, in: $1) },
                .command(AddSeasonPlayer.self) { try AddSeasonPlayer.run($0, settings, in: $1) },
                .command(AddSyndicatePlayer.self),
                .command(AssignSeasonWeek.self) { try AssignSeasonWeek.run($0, settings, in: $1) },
                .command(ChangeSeason.self) { try ChangeSeason.run($0, settings, in: $1) },
                .command(ChangeSeasonPlayer.self) { try ChangeSeasonPlayer.run($0, settings, in: $1) },
                .command(ChangeSyndicate.self) { try ChangeSyndicate.run($0, settings, in: $1) },
                .command(ChangeSyndicateMember.self),
                .command(ChangeSyndicatePlayer.self),
                .command(CreateSeason.self) { try CreateSeason.run($0, settings, in: $1) },
                .command(CreateSeasonWeek.self) { try CreateSeasonWeek.run($0, settings, in: $1) },
                .command(CreateSyndicate.self) { try CreateSyndicate.run($0, settings, in: $1) },
                .command(ImportSeason.self) { try ImportSeason.run($0, settings, in: $1) },
                .command(InviteSyndicateMember.self),
                .command(PayOutOfSeason.self) { try PayOutOfSeason.run($0, settings, in: $1) },
                .command(PlaceSyndicateBet.self) { try PlaceSyndicateBet.run($0, settings, in: $1) },
                .command(ReverseSyndicateBet.self) { try ReverseSyndicateBet.run($0, settings, in: $1) },
                .command(SettleSyndicateBet.self) { try SettleSyndicateBet.run($0, settings, in: $1) },
                .command(ShareSyndicate.self),
                .command(UnshareSyndicate.self),
                .command(UploadSyndicateScreenshot.self) {
                    try UploadSyndicateScreenshot.run($0, settings, in: $1)
                },
                .command(MakeSeasonRota.self) { try MakeSeasonRota.run($0, settings, in: $1) },
                .command(RemoveSyndicateMember.self),
                .query(GetSeasonBoard.self) { try GetSeasonBoard.run($0, settings, in: $1) },
                .query(GetSharedBoard.self) { try GetSharedBoard.run($0, settings, in: $1) },
                .query(GetSyndicateScreenshot.self) { try GetSyndicateScreenshot.run($0, settings, in: $1) },
                .query(GetSeasonEntry.self) { try GetSeasonEntry.run($0, settings, in: $1) },
                .query(GetSeasonPlayer.self) { try GetSeasonPlayer.run($0, settings, in: $1) },
                .query(GetSyndicateMember.self),
                .query(GetSyndicatePlayer.self),
                .query(GetSyndicateBet.self) { try GetSyndicateBet.run($0, settings, in: $1) },
                .query(ListSeasonEntries.self) { try ListSeasonEntries.run($0, settings, in: $1) },
                .query(ListSeasonHistory.self) { try ListSeasonHistory.run($0, settings, in: $1) },
                .query(ListSyndicateBets.self) { try ListSyndicateBets.run($0, settings, in: $1) },
                .query(GetSeason.self) { try GetSeason.run($0, settings, in: $1) },
                .query(GetSeasonWeek.self) { try GetSeasonWeek.run($0, settings, in: $1) },
                .query(GetSyndicate.self),
                .query(ListSeasonPlayers.self) { try ListSeasonPlayers.run($0, settings, in: $1) },
                .query(ListSeasonWeeks.self) { try ListSeasonWeeks.run($0, settings, in: $1) },
                .query(ListSeasons.self) { try ListSeasons.run($0, settings, in: $1) },
                .query(ListSyndicateMembers.self),
                .query(ListSyndicatePlayers.self),
                .query(ListSyndicates.self),
                .workflow(ContributeToSeason.self) { try ContributeToSeason.begin($0, settings, in: $1) },
            ],
            events: [
                SeasonActivated.self, SeasonChanged.self, SeasonContributionRejected.self, SeasonCreated.self,
                SeasonDeactivated.self, SeasonEntryPosted.self,
                SeasonFrozen.self, SeasonImported.self, SeasonPlayerAdded.self, SeasonPlayerChanged.self,
                SeasonWeekAdded.self,
                SeasonWeekAssigned.self, SyndicateBetPlaced.self, SyndicateBetReversed.self,
                SyndicateBetSettled.self, SyndicateChanged.self, SyndicateCreated.self, SyndicateMemberInvited.self,
                SyndicateMemberJoined.self, SyndicateMemberLeft.self, SyndicatePlayerAdded.self,
                SyndicatePlayerChanged.self, SyndicateRoleChanged.self, SyndicateScreenshotKept.self,
                SyndicateShared.self, SyndicateUnshared.self,
            ],
            sagas: [
                SagaDefinition(bookSeasonSaga), SagaDefinition(contributeSaga(settings.zones)),
                SagaDefinition(payOutSaga), SagaDefinition(recordContributionSaga),
            ],
            timers: [SeasonClock.timer: { try SeasonClock.strike($0, settings.zones, in: $1) }])
    }
}
