public import Messages
public import Runtime
import Storage

extension AddressView {
    static func find(_ id: ID<Address>, in database: Connection) throws -> AddressView? {
        try database.first(
            """
            SELECT id, address_type, street_line_1, street_line_2, city, state_province, postal_code, country,
                created_at, created_by, updated_at, updated_by
            FROM address WHERE id = ?
            """, id, read: read)
    }

    private static func read(_ row: borrowing Row) throws -> AddressView {
        AddressView(
            id: try row.value(0), addressType: try row.value(1), streetLine1: try row.value(2),
            streetLine2: try row.value(3), city: try row.value(4), stateProvince: try row.value(5),
            postalCode: try row.value(6), country: try row.value(7), createdAt: try row.value(8),
            createdBy: try row.value(9), updatedAt: try row.value(10), updatedBy: try row.value(11))
    }

    func store(in database: Connection) throws {
        try database.run(
            """
            INSERT INTO address (id, address_type, street_line_1, street_line_2, city, state_province, postal_code, country,
                created_at, created_by, updated_at, updated_by)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET address_type = excluded.address_type, street_line_1 = excluded.street_line_1,
                street_line_2 = excluded.street_line_2, city = excluded.city,
                state_province = excluded.state_province, postal_code = excluded.postal_code,
                country = excluded.country, updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """, id, addressType, streetLine1, streetLine2, city, stateProvince, postalCode, country, createdAt,
            createdBy, updatedAt, updatedBy)
    }
}

extension AddressView {
    static func existing(_ id: ID<Address>, in database: Connection) throws -> AddressView {
        guard let found = try find(id, in: database) else { throw Rejection.notFound("address") }
        return found
    }

    fileprivate func changes(since former: AddressView?) -> [String] {
        [
            ("street_line_1", streetLine1 != former?.streetLine1),
            ("street_line_2", streetLine2 != former?.streetLine2),
            ("city", city != former?.city), ("state_province", stateProvince != former?.stateProvince),
            ("postal_code", postalCode != former?.postalCode), ("country", country != former?.country),
        ].filter(\.1).map(\.0)
    }

    fileprivate func keep(insteadOf former: AddressView?, in context: CommandContext) throws {
        try Named.refuseUnknown(addressType == .unknown, at: "/address_type")
        try store(in: context.database)
        let event = AddressChanged(
            address: id, addressType: addressType, country: country, fields: changes(since: former),
            isNew: former == nil)
        try ElementHistory.tell(event, of: .address, id, in: context)
    }
}

extension CreateAddress: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> AddressView {
        let user = try context.user().user
        let new = AddressView(
            id: context.newID(), addressType: request.addressType, streetLine1: request.streetLine1.text,
            streetLine2: request.streetLine2?.text, city: request.city.text, stateProvince: request.stateProvince.text,
            postalCode: request.postalCode.text, country: request.country.text, createdAt: context.now,
            createdBy: user, updatedAt: context.now, updatedBy: user)
        try new.keep(insteadOf: nil, in: context)
        return new
    }
}

extension ChangeAddress: CommandHandler {
    public static func run(_ request: Request, in context: CommandContext) throws -> AddressView {
        let former = try AddressView.existing(request.addressID, in: context.database)
        var new = former
        new.streetLine1 = request.streetLine1?.text ?? new.streetLine1
        new.streetLine2 = request.streetLine2.applied(to: new.streetLine2.map(Street.init(trusted:)))?.text
        new.city = request.city?.text ?? new.city
        new.stateProvince = request.stateProvince?.text ?? new.stateProvince
        new.postalCode = request.postalCode?.text ?? new.postalCode
        new.country = request.country?.text ?? new.country
        guard new != former else { return former }
        (new.updatedAt, new.updatedBy) = (context.now, try context.user().user)
        try new.keep(insteadOf: former, in: context)
        return new
    }
}

extension GetAddress: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> AddressView {
        try Staff.look(in: context)
        return try AddressView.existing(request.addressID, in: context.database)
    }
}

extension ListAddresses: QueryHandler {
    public static func run(_ request: Request, in context: QueryContext) throws -> Reply {
        let (database, before) = (context.database, try Paging.before(request.cursor) as ID<Address>)
        return try Listing.page(
            request.limit, of: Address.self, { try AddressView.find($0, in: database) },
            candidates: { visit in
                if let kind = request.addressType {
                    try database.each(
                        "SELECT id FROM address WHERE address_type = ? AND id < ? ORDER BY id DESC", kind, before,
                        read: visit)
                } else {
                    try database.each("SELECT id FROM address WHERE id < ? ORDER BY id DESC", before, read: visit)
                }
            })
    }
}
