import Messages
public import Runtime

/// Events, pools and the bets on them, bets between users, contests that are held on matches, syndicates of friends, and what came
/// of it all; quotes of outside books with the edges that are found in them; and the bets that people make there.
public enum BettingService {
    public static func definition(_ settings: BettingSettings = BettingSettings()) -> ServiceDefinition {
        ServiceDefinition(
            name: .betting, migrations: bettingMigrations,
            rooms: [
                contests(), edges(), events(), odds(), peerBets(settings), pools(),
                proof(every: settings.stakeCheckSeconds), statistics(), syndicates(settings), tracking(),
            ],
            followers: [KnownUsers.follower, CurrencyTable.follower],
            atStart: { context in
                try CurrencyTable.prepare(in: context.database)
                try Pseudonyms.prepare(in: context)
                try StartTimer.prepare(in: context)
                try IndexEvents.prepare(in: context)
                try BoardClock.prepare(in: context)
            },
            // Bets and plays name people by an id, which says nothing of one who was forgotten.
            forgetting: { user, position, context in
                try KnownUsers.forget(user, in: context.database)
                try BoardMember.forget(user, in: context.database)
                if try EdgeForgetting.forgetSome(of: user, in: context) { return position }
                if position <= 0 {
                    if let next = try TrackedForgetting.rule(user, position, context) { return next }
                    try SyndicateForgetting.forget(user, in: context)
                }
                return try PeerBetForgetting.rule(user, max(position, 0), context)
            })
    }
}
