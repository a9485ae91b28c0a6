import Messages
import Raffle
import Runtime
import Storage
import TestSupport
import Testing

@Suite("Licences, contacts and attributes")
struct LicensingPartTests {
    let house: RaffleHouse

    init() throws { house = try RaffleHouse() }

    private func change(_ one: LicenceView, _ fields: String) throws -> ServiceUnderTest.Answer<LicenceView> {
        try house.ask(ChangeLicence.self, #"{"licence_id":"\#(one.id)",\#(fields)}"#)
    }

    @Test("are suspended and given back, and over for good once revoked or expired")
    func licences() throws {
        let licence = try house.licence(until: 100)
        #expect(licence.status == .active)
        #expect(try change(licence, #""status":"suspended""#).get().status == .suspended)
        #expect(try change(licence, #""status":"active""#).get().status == .active)
        let early = try change(licence, #""expiry_date":"2001-01-01T00:00:00Z""#)
        #expect(early.code == "dates_out_of_order")
        house.service.now = house.service.now.adding(seconds: 100)
        let over = try house.ask(GetLicence.self, #"{"licence_id":"\#(licence.id)"}"#).get()
        #expect(over.status == .expired, "what is over is expired without a word")
        #expect(try change(licence, #""expiry_date":null"#).code == "wrong_state")
        let other = try house.licence("venue_permit")
        #expect(try change(other, #""status":"revoked""#).get().status == .revoked)
        #expect(try change(other, #""status":"active""#).code == "wrong_state")
        #expect(try house.ask(ListLicences.self, #"{"status":"expired"}"#).get().items.map(\.id) == [licence.id])
        #expect(try house.ask(ListLicences.self, #"{"status":"revoked"}"#).get().items.map(\.id) == [other.id])
        #expect(try house.ask(ListLicences.self, #"{"license_type":"venue_permit"}"#).get().items.count == 1)
    }

    @Test("keep what they say of a person out of events, and erase it")
    func contacts() throws {
        let made = try house.ask(
            CreateContact.self,
            #"{"contact_type":"regulatory","name":"Ada Byron","email":"ada@example.com","phone":"+353861234567"}"#
        ).get()
        let changed = try house.ask(
            ChangeContact.self, #"{"contact_id":"\#(made.id)","email":null,"contact_type":"primary"}"#
        ).get()
        #expect(changed.email == nil && changed.phone != nil && changed.contactType == .primary)
        let bodies: [[UInt8]] = try house.service.reader().rows("SELECT body FROM runtime_events") { try $0.value(0) }
        for body in bodies {
            let text = String(decoding: body, as: UTF8.self)
            #expect(!text.contains("Ada") && !text.contains("ada@example.com") && !text.contains("861234567"))
        }
        let state = try house.ask(
            CreateJurisdiction.self,
            #"{"name":"x","code":"XX","type":"local","country":"IE","primary_contact_id":"\#(made.id)"}"#
        ).get()
        let erase = #"{"contact_id":"\#(made.id)"}"#
        #expect(try house.ask(EraseContact.self, erase).code == "in_use")
        _ = try house.ask(
            ChangeJurisdiction.self, #"{"jurisdiction_id":"\#(state.id)","primary_contact_id":null}"#
        ).get()
        let erased = try house.ask(EraseContact.self, erase).get()
        #expect(erased.isErased && erased.name == nil && erased.phone == nil)
        #expect(try house.ask(ChangeContact.self, #"{"contact_id":"\#(made.id)","name":"x"}"#).code == "wrong_state")
        #expect(try house.ask(ListContacts.self, #"{"contact_type":"primary"}"#).get().items == [erased])
        let history = try house.ask(
            ListElementChanges.self, #"{"element_type":"contact","element_id":"\#(made.id)"}"#
        ).get()
        #expect(history.items.count == 3)
    }

    @Test(
        "are refused where a value is none of its type",
        arguments: [
            ("number", "100", true), ("number", "1e5", false), ("number", "12.50", true), ("boolean", "true", true),
            ("boolean", "yes", false), ("json", #"{\"bank\":\"x\"}"#, true), ("json", "{bank", false),
            ("string", "{bank", true),
        ])
    func types(type: String, value: String, isRight: Bool) throws {
        let club = try house.organization()
        let path = #"{"entity_type":"organization","entity_id":"\#(club.id)","name":"thing""#
        let answer = try house.ask(
            SetAttribute.self, path + #","attribute_value":"\#(value)","data_type":"\#(type)"}"#)
        #expect(isRight ? answer.status == 200 : answer.code == "wrong_value")
        #expect(try house.ask(GetAttribute.self, path + "}").status == (isRight ? 200 : 404))
    }

    @Test("can be told of any element, taken away and told again, and all of that is history")
    func attributes() throws {
        let state = try house.jurisdiction("CA-US")
        let hall = try house.venue(in: state)
        let path = #"{"entity_type":"venue","entity_id":"\#(hall.id)","name":"parking_spaces""#
        let first = try house.ask(
            SetAttribute.self, path + #","attribute_value":"100","data_type":"number"}"#
        ).get()
        #expect(first.value == "100" && first.dataType == .number)
        _ = try house.ask(SetAttribute.self, path + #","attribute_value":"120","data_type":"number"}"#).get()
        #expect(try house.ask(DropAttribute.self, path + "}").get().value == "120")
        #expect(try house.ask(DropAttribute.self, path + "}").code == "not_found")
        #expect(try house.ask(GetAttribute.self, path + "}").code == "not_found")
        let again = try house.ask(SetAttribute.self, path + #","attribute_value":"few"}"#).get()
        #expect(again.createdAt == first.createdAt && again.dataType == .string)
        let all = try house.ask(ListAttributes.self, #"{"entity_type":"venue","entity_id":"\#(hall.id)"}"#).get()
        #expect(all.items == [again])
        let history = try house.ask(
            ListElementChanges.self, #"{"element_type":"venue","element_id":"\#(hall.id)","limit":4}"#
        ).get()
        #expect(history.items.allSatisfy { $0.type == AttributeChanged.type } && history.next != nil)
        let nothing = #"{"entity_type":"venue","entity_id":"\#(state.id)","name":"x"}"#
        #expect(try house.ask(SetAttribute.self, nothing).code == "not_found")
        for number in 2...200 {
            let one = #"{"entity_type":"venue","entity_id":"\#(hall.id)","name":"n\#(number)"}"#
            _ = try house.ask(SetAttribute.self, one).get()
        }
        let more = try house.ask(SetAttribute.self, #"{"entity_type":"venue","entity_id":"\#(hall.id)","name":"more"}"#)
        #expect(more.code == "too_many")
        #expect(try house.violations() == [])
    }
}
