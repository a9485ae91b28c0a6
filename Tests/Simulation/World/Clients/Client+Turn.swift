extension Client {
    /// Decides what to do now: what is left over, else what the script says.
    /// - Returns: A pause where there is nothing to ask just now; nil where a request is to be sent or all is done.
    func prepareTurn(isSettling: Bool, at now: Int64) -> Int64? {
        if let task = tasks.last { return token == nil && task.needsSession ? signIn(at: now) : nil }
        switch script.next(self) {
        case .submit(let call, let then): tasks.append(.submit(newSubmission(call), then: then))
        case .read(let call, let then): tasks.append(.read(call, tries: 0, then: then))
        case .follow(let call, let place, let then): tasks.append(.follow(call, after: place, then: then))
        case .attempt(let call, let then):
            tasks.append(.attempt(newSubmission(call, isAnonymous: true), then: then))
        case .probe(let token): tasks.append(.probe(token, tries: 0))
        case .signIn: return signIn(at: now)
        case .rest(let pause): return pause
        case .done: return takeStock()
        }
        return nil
    }

    /// - Returns: A pause where a one-time code has to be waited for.
    private func signIn(at now: Int64) -> Int64? {
        var (totp, step): (String, Int64?) = ("", nil)
        if let app = person.app, app.isInUse {
            guard let code = app.code(at: now) else { return 1000 }
            (totp, step) = (#","totp":"\#(code.text)""#, code.step)
        }
        let body = #"{"login":"\#(person.email)","password":"\#(person.password)"\#(totp)}"#
        let submission = newSubmission(.post("identity.open-session", "/v1/sessions", body), isAnonymous: true)
        tasks.append(.signIn(submission, step: step))
        return nil
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
