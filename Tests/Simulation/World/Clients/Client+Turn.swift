extension Client {
    /// Decides what to do now: what is left over, else what the script says.
    /// - Returns: A pause where there is nothing to ask just now; nil where a request is to be sent or all is done.
    func prepareTurn(isSettling: Bool) -> Int64? {
        if let task = tasks.last {
            if token == nil, task.needsSession { tasks.append(.signIn(newSignIn())) }
            return nil
        }
        switch script.next(self) {
        case .submit(let call, let then): tasks.append(.submit(newSubmission(call), then: then))
        case .read(let call, let then): tasks.append(.read(call, tries: 0, then: then))
        case .signIn: tasks.append(.signIn(newSignIn()))
        case .rest(let pause): return pause
        case .done: return takeStock()
        }
        return nil
    }

    private func newSignIn() -> Submission {
        let body = #"{"login":"\#(person.email)","password":"\#(person.password)"}"#
        return newSubmission(.post("identity.open-session", "/v1/sessions", body), isAnonymous: true)
    }

    /// At the end: asks for the outcome of each operation that it ever submitted.
    private func takeStock() -> Int64? {
        isTakingStock = true
        while looked < submissions.count {
            let submission = submissions[looked]
            looked += 1
            guard !submission.isAnonymous else { continue }
            // Where nobody knows what became of it, everybody does after a fence.
            tasks.append(submission.verdict == nil ? .fence(submission) : .outcome(submission))
            return nil
        }
        isDone = true
        return nil
    }
}
