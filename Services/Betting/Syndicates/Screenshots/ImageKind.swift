import Messages

/// What bytes are an image of, by how they begin and never by what somebody calls them.
enum ImageKind: String, CaseIterable {
    case jpeg, png, gif, webp

    init?(_ bytes: [UInt8]) {
        func begins(_ start: [UInt8], at place: Int = 0) -> Bool {
            bytes.count >= place + start.count && Array(bytes[place..<place + start.count]) == start
        }
        if begins([0xff, 0xd8, 0xff]) {
            self = .jpeg
        } else if begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) {
            self = .png
        } else if begins(Array("GIF87a".utf8)) || begins(Array("GIF89a".utf8)) {
            self = .gif
        } else if begins(Array("RIFF".utf8)), begins(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else {
            return nil
        }
    }

    var mediaType: String { "image/\(rawValue)" }
    var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
