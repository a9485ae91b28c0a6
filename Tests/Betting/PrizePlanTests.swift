import Messages
import Runtime
import Testing

@testable import Betting

@Suite("Prize structures")
struct PrizePlanTests {
    static let eur = Currency(code: "EUR", scale: 2)

    /// As a client writes it.
    static func structure(_ json: String) throws -> PrizeStructure {
        try WireCoding().decode(PrizeStructure.self, from: Array(json.utf8))
    }

    static func plan(_ json: String, players: Int64 = 20, guaranteed: Int64? = nil) throws -> PrizePlan {
        try PrizePlan(
            try structure(json), maxPlayers: players, currency: eur, guaranteed: guaranteed.map { Amount($0) })
    }

    @Test(
        "are understood in every form",
        arguments: [
            ("[50,30,20]", PrizeForm.weights, 3), (#"["3","2.5"]"#, .weights, 2), ("[1]", .weights, 1),
            (#"[{"rank":1,"percent":"60"},{"rank":2,"percent":40}]"#, .percentages, 2),
            (#"[{"rank":2,"weight":1},{"rank":1,"weight":2}]"#, .weights, 2),
            (#"[{"percent":"50"},{"rank":"2-6","percent":"10"}]"#, .percentages, 6),
            (#"[{"fraction":"0.7"},{"fraction":"0.3"}]"#, .fractions, 2),
            (#"[{"rank":1,"amount":{"amount":"10.00","currency":"EUR"}},{"amount":"5"}]"#, .amounts, 2),
            (#"{"1":"50","2":"30"}"#, .percentages, 2), (#"{"1":50,"2":30,"3":20}"#, .percentages, 3),
            (#"{"1":"0.5","2":"0.3","3":"0.2"}"#, .fractions, 3), (#"{"1":"1"}"#, .fractions, 1),
            (#"{"1":"50","2-3":"15","4-10":"2.5"}"#, .percentages, 10), (#"{"10":"1","1-9":"2"}"#, .percentages, 10),
            (#"{"1":{"amount":"100.00","currency":"EUR"}}"#, .amounts, 1),
        ] as [(String, PrizeForm, Int64)])
    func forms(json: String, form: PrizeForm, places: Int64) throws {
        let plan = try Self.plan(json)
        #expect(plan.form == form && plan.lastPlace == places)
    }

    @Test(
        "whose plain numbers add up to the guarantee, or to more than all, are amounts",
        arguments: [
            (#"{"1":"50.00","2":"30.00"}"#, 8_000, PrizeForm.amounts), (#"{"1":"150.00"}"#, 20_000, .amounts),
            (#"{"1":"100.00"}"#, 10_000, .percentages), (#"{"1":"50","2":"30"}"#, 50_000, .percentages),
            (#"{"1":"0.5"}"#, 10_000, .fractions),
        ] as [(String, Int64, PrizeForm)])
    func guessed(json: String, guaranteed: Int64, form: PrizeForm) throws {
        #expect(try Self.plan(json, guaranteed: guaranteed).form == form)
    }

    @Test(
        "that do not add up are refused, and what is wrong is named",
        arguments: [
            ("[]", "no_places", "/prize_structure"), ("{}", "no_places", "/prize_structure"),
            (#"{"1":"50","3":"20"}"#, "place_missing", "/prize_structure/3"),
            (#"{"2":"50"}"#, "place_missing", "/prize_structure/2"),
            (#"{"1-3":"20","3":"20"}"#, "place_repeated", "/prize_structure/3"),
            (#"[{"rank":1,"percent":50},{"rank":1,"percent":50}]"#, "place_repeated", "/prize_structure/1/percent"),
            (#"{"1":"60","2":"41"}"#, "prizes_exceed_whole", "/prize_structure"),
            (#"{"1-3":"33.34"}"#, "prizes_exceed_whole", "/prize_structure"),
            (#"[{"fraction":"0.7"},{"fraction":"0.4"}]"#, "prizes_exceed_whole", "/prize_structure"),
            (#"{"1":"0"}"#, "not_positive", "/prize_structure/1"), ("[50,0]", "not_positive", "/prize_structure/1"),
            (#"{"1":"-5"}"#, "not_positive", "/prize_structure/1"), ("[-1]", "not_positive", "/prize_structure/0"),
            (#"{"1-21":"1"}"#, "too_many_places", "/prize_structure/1-21"),
            (#"{"1":"50","2":{"amount":"1.00","currency":"EUR"}}"#, "mixed_forms", "/prize_structure"),
            (#"[50,{"rank":2,"percent":50}]"#, "mixed_forms", "/prize_structure"),
            (#"[{"rank":1}]"#, "one_of", "/prize_structure/0"),
            (#"[{"rank":1,"percent":5,"weight":5}]"#, "one_of", "/prize_structure/0"),
            (#"{"first":"50"}"#, "invalid_format", "/prize_structure/first"),
            (#"{"0":"50"}"#, "invalid_format", "/prize_structure/0"),
            (#"{"3-1":"50"}"#, "invalid_format", "/prize_structure/3-1"),
            (#"{"1-":"50"}"#, "invalid_format", "/prize_structure/1-"),
            (#"{"01":"50"}"#, "invalid_format", "/prize_structure/01"),
            (#"{"1-2-3":"5"}"#, "invalid_format", "/prize_structure/1-2-3"),
            (#"{"99999999":"5"}"#, "invalid_format", "/prize_structure/99999999"),
            (#"[{"rank":"x","percent":5}]"#, "invalid_format", "/prize_structure/0/rank"),
            (#"[{"rank":0,"percent":5}]"#, "invalid_format", "/prize_structure/0/rank"),
            ("[100000000000]", "too_large", "/prize_structure/0"),
            (#"[{"percent":{"amount":"1.00","currency":"EUR"}}]"#, "wrong_type", "/prize_structure/0/percent"),
            (#"{"1":{"amount":"1.00","currency":"USD"}}"#, "wrong_currency", "/prize_structure/1/currency"),
            (#"{"1":{"amount":"1.005","currency":"EUR"}}"#, "too_many_decimals", "/prize_structure/1/amount"),
            (#"[{"amount":"1.005"}]"#, "too_many_decimals", "/prize_structure/0/amount"),
        ])
    func faults(json: String, code: String, pointer: String) {
        #expect(throws: Rejection.self) {
            do { _ = try Self.plan(json) } catch let refusal as Rejection {
                #expect(refusal.problem.errors.map(\.code) == [code])
                #expect(refusal.problem.errors.map(\.pointer) == [pointer])
                throw refusal
            }
        }
    }

    @Test(
        "told by numbers alone are refused where these may be fractions or percentages",
        arguments: [
            (#"{"1":"0.6","2":"0.6"}"#, "prizes_exceed_whole"), (#"{"1":1,"2":1}"#, "prizes_exceed_whole"),
            (#"{"1-20":"0.6"}"#, "prizes_exceed_whole"), (#"{"1":"1.5"}"#, "mixed_forms"),
            (#"{"1":"1.2","2":"0.3"}"#, "mixed_forms"), (#"{"1":"0.6","2":"0.4"}"#, nil), (#"{"1":"0.5"}"#, nil),
            (#"{"1":"60","2":"40"}"#, nil), (#"{"1":"50","2":"0.5"}"#, nil), (#"{"1-20":"5"}"#, nil),
            (#"[{"percent":"0.6"},{"percent":"0.6"}]"#, nil), (#"[{"percent":"1.5"}]"#, nil),
        ] as [(String, String?)])
    func doubt(json: String, code: String?) throws {
        var found: String?
        do {
            try Self.plan(json).refuseDoubt(in: Self.structure(json))
        } catch let refusal as Rejection {
            found = refusal.problem.errors.first?.code
        }
        #expect(found == code)
    }

    @Test("of more than is guaranteed are refused")
    func guarantee() throws {
        let json = #"{"1":{"amount":"60.00","currency":"EUR"},"2":{"amount":"40.01","currency":"EUR"}}"#
        #expect(throws: Rejection.self) { try Self.plan(json, guaranteed: 10_000) }
        #expect(try Self.plan(json, guaranteed: 10_001).promised(Amount(10_001)) == Amount(10_001))
        #expect(try Self.plan(json).promised(nil) == Amount(10_001))
        #expect(try Self.plan("[1]").promised(nil) == nil)
    }

    @Test("come back as they were written")
    func echo() throws {
        for json in [
            "[50,30,20]", #"["3","2.5"]"#, #"{"1":"50","2-3":15}"#, #"[{"percent":"50","rank":"1-2"}]"#,
            #"{"1":{"amount":"1.00","currency":"EUR"}}"#, #"[{"rank":1,"weight":2}]"#,
        ] {
            #expect(try String(decoding: WireCoding().encode(Self.structure(json)), as: UTF8.self) == json)
        }
        for wrong in [#""50""#, "5", #"[true]"#, #"[[1]]"#, #"{"1":null}"#, #"{"1":[1]}"#, "[1.5]", #"{"1":"1e3"}"#] {
            #expect(throws: (any Error).self) { try Self.structure(wrong) }
        }
        let long = "[" + Array(repeating: "1", count: 201).joined(separator: ",") + "]"
        #expect(throws: (any Error).self) { try Self.structure(long) }
    }
}
