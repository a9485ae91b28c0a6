import Glibc

/// A file, a pipe or standard input, read block by block.
struct InputFile {
    private static let blockSize = 1 << 20
    private let descriptor: Int32

    /// - Parameter path: - is standard input.
    init(_ path: String) throws {
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Unchecked("cannot open \(path): \(String(cString: strerror(errno)))") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw Unchecked("cannot read \(path): it is not a file")
        }
    }

    /// Nil at the end.
    func nextBlock() throws -> [UInt8]? {
        var failure: Int32 = 0
        let block = [UInt8](unsafeUninitializedCapacity: InputFile.blockSize) { buffer, count in
            var got = 0
            repeat { got = read(descriptor, buffer.baseAddress, buffer.count) } while got < 0 && errno == EINTR
            failure = got < 0 ? errno : 0
            count = max(got, 0)
        }
        guard failure == 0 else { throw Unchecked("cannot read on: \(String(cString: strerror(failure)))") }
        return block.isEmpty ? nil : block
    }
}
