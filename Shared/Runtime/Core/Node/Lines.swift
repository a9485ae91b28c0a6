extension [UInt8] {
    /// The lines, without their line feeds; of empty ones nothing. A general split takes longer than all else that is done to
    /// a page of events on its way in.
    var lines: [[UInt8]] {
        withUnsafeBufferPointer { bytes in
            var (lines, start): ([[UInt8]], Int) = ([], 0)
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != 10 { end += 1 }
                if end > start { lines.append([UInt8](UnsafeBufferPointer(rebasing: bytes[start..<end]))) }
                start = end + 1
            }
            return lines
        }
    }
}
