/// The forms in which a table is sent as a document: the same columns under the same names in both.
public enum TableFormat: String, WireEnum {
    /// RFC 4180 with a header line.
    case csv
    /// A JSON object a line.
    case jsonl

    public static let mediaTypes = ["text/csv", "application/jsonl"]

    public var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonl: "application/jsonl"
        }
    }

    /// A line of text for each row.
    public func line(_ row: some Encodable, _ cells: @autoclosure () -> [String]) throws -> String {
        switch self {
        case .csv: CSV.line(cells())
        case .jsonl: String(decoding: try WireCoding().encode(row), as: UTF8.self) + "\n"
        }
    }
}

/// Lines of comma-separated values (RFC 4180).
public enum CSV {
    /// What spreadsheets may take for the beginning of a formula, in the wide forms of East Asia too.
    private static let formulaSigns: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    public static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// Text that a spreadsheet would work out is made text by an apostrophe; a negative number stays what it is.
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map(formulaSigns.contains) ?? false
        let safe = isFormula && DecimalText(text) == nil ? "'" + text : text
        let isPlain = !safe.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
        if isPlain, safe.first != " ", safe.last != " " { return safe }
        // By scalars: a quote with a combining mark behind it is a character of its own.
        let doubled = safe.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
        return "\"" + String(String.UnicodeScalarView(doubled)) + "\""
    }
}
