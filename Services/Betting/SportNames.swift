import Messages
import Storage

/// A sport is kept as it was written and found however its Latin letters are: lists, statistics, leaderboards and markets know no
/// difference between Football and football. In SQL it is compared by NOCASE, which means the same.
enum SportName {
    /// One text for all ways to write a sport.
    static func key(_ name: String) -> String {
        guard name.utf8.contains(where: { (0x41...0x5a).contains($0) }) else { return name }
        return String(decoding: name.utf8.map { (0x41...0x5a).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
    }

    static func areSame(_ left: String?, _ right: String?) -> Bool { left.map(key) == right.map(key) }
}

extension OutsideKey? {
    /// Whether this filter, where there is one, asks for that sport.
    func asks(forSport name: String?) -> Bool { self == nil || SportName.areSame(self?.text, name) }
}

/// Sports are found without regard to case. Of leaderboards that were told apart by it, the places are made anew.
let sportIndexes = Migration(
    name: "betting-sports",
    sql: """
        DROP INDEX event_sport;
        CREATE INDEX event_sport ON event (sport COLLATE NOCASE, id);
        DROP INDEX event_sport_start;
        CREATE INDEX event_sport_start ON event (sport COLLATE NOCASE, starts_at, id);
        DROP INDEX matches_sport;
        CREATE INDEX matches_sport ON matches (sport COLLATE NOCASE, id);
        DROP INDEX contest_sport;
        CREATE INDEX contest_sport ON contest (sport COLLATE NOCASE, id);
        DROP INDEX edge_sport;
        CREATE INDEX edge_sport ON edge (sport COLLATE NOCASE, number) WHERE deleted_at IS NULL;
        DROP INDEX edge_event;
        CREATE INDEX edge_event ON edge (sport COLLATE NOCASE, event_key, number) WHERE deleted_at IS NULL;
        DROP INDEX edge_week;
        CREATE INDEX edge_week ON edge (sport COLLATE NOCASE, season, week, number)
            WHERE deleted_at IS NULL AND week IS NOT NULL;
        CREATE INDEX quoted_event_sport ON quoted_event (sport COLLATE NOCASE, event_key, number);

        DELETE FROM leaderboard_row WHERE board IN (SELECT number FROM leaderboard WHERE sport <> LOWER(sport));
        DELETE FROM leaderboard WHERE sport <> LOWER(sport);
        INSERT INTO leaderboard_due (member, currency, day)
            SELECT DISTINCT number, currency, day FROM leaderboard_member
            CROSS JOIN results_daily ON results_daily.user = leaderboard_member.user
            WHERE is_visible = 1 AND sport <> LOWER(sport)
            ON CONFLICT DO NOTHING;

        CREATE TABLE folded_score AS
            SELECT owner, LOWER(sport) AS sport, season, place, bucket, SUM(bets) AS bets, SUM(closed) AS closed,
                SUM(beaten) AS beaten, SUM(judged) AS judged, SUM(came_true) AS came_true, SUM(held) AS held,
                SUM(squares) AS squares
            FROM tracked_score WHERE sport <> LOWER(sport) GROUP BY owner, LOWER(sport), season, place, bucket;
        DELETE FROM tracked_score WHERE sport <> LOWER(sport);
        INSERT INTO tracked_score (owner, sport, season, place, bucket, bets, closed, beaten, judged, came_true, held,
                squares)
            SELECT * FROM folded_score WHERE TRUE
            ON CONFLICT DO UPDATE SET bets = bets + excluded.bets, closed = closed + excluded.closed,
                beaten = beaten + excluded.beaten, judged = judged + excluded.judged,
                came_true = came_true + excluded.came_true, held = held + excluded.held,
                squares = squares + excluded.squares;
        DROP TABLE folded_score;
        """)
