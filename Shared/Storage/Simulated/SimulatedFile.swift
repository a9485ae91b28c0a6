/// One file: what programs see, what is surely on the disk, and the difference.
final class SimulatedFile {
    private(set) var content = ByteBuffer()
    private var durable = ByteBuffer()
    private var unsynced = UnsyncedChanges()
    /// Whether its name is surely on the disk.
    private var isCreationDurable = false

    /// Set when a crash has taken the programs that had it open; they get nothing but errors.
    var isDead = false
    var locks = FileLocks()
    var sharedMemory: SharedMemory?

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        content.write(bytes, at: offset)
        unsynced.appendWrite(bytes, at: offset)
    }

    func truncate(to size: Int) {
        content.resize(to: size)
        unsynced.appendTruncation(to: size)
    }

    func sync() {
        unsynced.flush(into: &durable)
        isCreationDurable = true
    }

    /// The file as it is found after a loss of power; nil when it is not there.
    func survivor(using generator: inout SeededGenerator) -> SimulatedFile? {
        isDead = true
        if !isCreationDurable && Bool.random(using: &generator) { return nil }
        unsynced.survive(in: &durable, using: &generator)
        let file = SimulatedFile()
        file.content.write(durable.bytes, at: 0)
        file.durable.write(durable.bytes, at: 0)
        file.isCreationDurable = true
        return file
    }
}
