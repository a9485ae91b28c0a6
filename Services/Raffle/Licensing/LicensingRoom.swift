public import Messages
import Runtime
public import Storage

extension RaffleService {
    /// Jurisdictions with what they allow, venues, and the organizations that hold raffles there.
    static func licensing(_ settings: RaffleSettings) -> Room {
        Room(
            operations: [
                .command(AuthorizeVenue.self),
                .command(ChangeAddress.self),
                .command(ChangeContact.self),
                .command(ChangeJurisdiction.self),
                .command(ChangeLicence.self),
                .command(ChangeOrganization.self),
                .command(ChangeVenue.self) { try ChangeVenue.run($0, settings.zones, in: $1) },
                .command(CreateAddress.self),
                .command(CreateContact.self),
                .command(CreateJurisdiction.self),
                .command(CreateLicence.self),
                .command(CreateOrganization.self),
                .command(CreateVenue.self) { try CreateVenue.run($0, settings.zones, in: $1) },
                .command(DropAttribute.self),
                .command(EraseContact.self),
                .command(SetAttribute.self),
                .command(SetOrganizationSettings.self),
                .command(SetRegulations.self),
                .command(WithdrawVenue.self),
                .query(GetAddress.self),
                .query(GetAttribute.self),
                .query(GetContact.self),
                .query(GetJurisdiction.self),
                .query(GetLicence.self),
                .query(GetOrganization.self),
                .query(GetVenue.self),
                .query(ListAddresses.self),
                .query(ListAttributes.self),
                .query(ListContacts.self),
                .query(ListElementChanges.self),
                .query(ListJurisdictions.self),
                .query(ListLicences.self),
                .query(ListOrganizationPeople.self),
                .query(ListOrganizationSettings.self),
                .query(ListOrganizationVenues.self),
                .query(ListOrganizations.self),
                .query(ListRegulations.self),
                .query(ListVenues.self),
            ],
            events: [
                AddressChanged.self, AttributeChanged.self, ContactChanged.self, JurisdictionChanged.self,
                LicenceChanged.self, OrganizationChanged.self, OrganizationSettingsSet.self, RegulationsSet.self,
                VenueAuthorizationChanged.self, VenueChanged.self,
            ])
    }
}

extension JurisdictionKind: StorageValue {}
extension OrganizationKind: StorageValue {}
extension LicenceStatus: StorageValue {}
extension ContactKind: StorageValue {}
extension AddressKind: StorageValue {}
extension VenueRelation: StorageValue {}
extension AttributedElement: StorageValue {}
extension AttributeType: StorageValue {}
