import Messages

// Tells identity when sessions were last used: now and then, in the gateway's own name. It is bookkeeping, so what is
// lost twice on its way stays lost. What does not fit into one message waits for the next, which follows at once.

extension Edge {
    /// Somebody was vouched for on behalf of these requests.
    func noteUse(of session: ID<Session>, by numbers: [UInt64]) {
        let client = numbers.lazy.compactMap { self.flights[$0]?.client }.first
        uses.note(NoteUses.Use(session: session, at: now, address: client?.address, agent: client?.agent))
        if usesDue == nil { usesDue = now.adding(milliseconds: settings.usesMilliseconds) }
    }

    func usesAreDue() {
        if var note = useNote, !note.isRepeated {
            note.isRepeated = true
            useNote = note
            return send(note)
        }
        useNote = nil
        guard let batch = uses.takeBatch(), let body = try? coding.encode(NoteUses.Request(uses: batch)) else {
            usesDue = nil
            return
        }
        let note = UseNote(number: nextNumber(), id: freshKey(), body: body)
        useNote = note
        send(note)
    }

    private func send(_ note: UseNote) {
        var header = Header(.command)
        header[.operation] = NoteUses.name
        header[.id] = note.id
        header[.reference] = reference(note.number)
        emit(.send(to: .identity, header: header, body: note.body))
        usesDue = now.adding(milliseconds: settings.resendMilliseconds)
    }

    func takeUsesAnswer(_ status: Int) {
        // Too busy, or a fault of its own: sent once more when it is due.
        guard status < 500 else { return }
        useNote = nil
        let pause = uses.count < NoteUses.Uses.limit ? settings.usesMilliseconds : 0
        usesDue = uses.count == 0 ? nil : now.adding(milliseconds: pause)
    }
}
