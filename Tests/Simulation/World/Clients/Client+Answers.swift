import Messages

extension Client {
    /// How an exchange ended: with an answer, or nil where the connection broke or the client gave up.
    /// - Returns: How long to wait before the next turn.
    func take(_ answer: Answer?, at now: Int64) throws -> Int64 {
        exchange = nil
        if let answer, answer.status == 500 || answer.code == "quarantined" {
            throw Violation("no failure", "client \(index) got \(answer.text)")
        }
        guard let task = tasks.popLast() else { return think() }
        if answer?.status == 401, session != nil, task.needsSession {
            session = nil
            tasks.append(task)
            return 5
        }
        try checkShutOut(task, answer)
        switch task {
        case .submit(let submission, let then): return try submitted(submission, answer, then)
        case .signIn(let submission, let step): return try signedIn(submission, step, answer, at: now)
        case .read(let call, let tries, let then):
            if (answer == nil || answer?.isDefinite == false), tries < 8 {
                tasks.append(.read(call, tries: tries + 1, then: then))
                return patience()
            }
            try then(answer?.isDefinite == true ? answer : nil)
            return think()
        case .follow(_, _, let then):
            try then(answer)
            return patience()
        case .attempt(let submission, let then): return try attempted(submission, answer, then)
        case .probe(let token, let tries): return try probed(token, tries, answer)
        case .conflict(let submission):
            return try refusedConflict(submission, answer)
        case .outcome(let submission), .fence(let submission):
            return try learned(submission, answer, task)
        }
    }

    // MARK: - Submitting

    private func submitted(
        _ submission: Submission, _ answer: Answer?, _ then: ((Answer) throws -> Void)?
    ) throws -> Int64 {
        guard let answer, answer.isDefinite else {
            tasks.append(.submit(submission, then: then))
            lookAround(for: submission)
            return patience()
        }
        if answer.code == "forgotten" {
            // It told of somebody who was forgotten since: that it was done is all that can be known.
            return think()
        }
        if answer.code == "fenced" {
            guard submission.isFencing else {
                throw Violation("one outcome", "\(submission.id) was fenced off by nobody")
            }
            // The script is not told: it sees that what it wanted is not there, and may want it again.
            try submission.conclude(.fenced)
        } else {
            try submission.conclude(.answered(answer))
            try then?(answer)
        }
        doubt(submission)
        return think()
    }

    /// The answer did not come: often just asks again, sometimes wants to know first, or makes an end of it.
    private func lookAround(for submission: Submission) {
        guard !submission.isAnonymous, token != nil else { return }
        if dice.chance(2000) { tasks.append(.outcome(submission)) }
        if dice.chance(700) { tasks.append(.fence(submission)) }
    }

    /// The answer did come: sometimes asks again all the same.
    private func doubt(_ submission: Submission) {
        guard submission.call.isCommand, !hasLeft else { return }
        if dice.chance(800) { tasks.append(.submit(submission, then: nil)) }
        guard !submission.isAnonymous else { return }
        if submission.call.otherBody != nil, dice.chance(500) { tasks.append(.conflict(submission)) }
        if dice.chance(800) { tasks.append(.outcome(submission)) }
        if dice.chance(150) { tasks.append(.fence(submission)) }
    }

    private func refusedConflict(_ submission: Submission, _ answer: Answer?) throws -> Int64 {
        guard let answer, answer.isDefinite, let verdict = submission.verdict else { return think() }
        let expected = verdict == .fenced ? "fenced" : "idempotency_conflict"
        guard answer.code == expected else {
            throw Violation("one body a key", "\(submission.id) with another body got \(answer.text)")
        }
        return think()
    }

    private func signedIn(
        _ submission: Submission, _ step: Int64?, _ answer: Answer?, at now: Int64
    ) throws -> Int64 {
        guard let answer, answer.isDefinite else {
            let needsCode = answer?.code == "totp_required"
            if needsCode { person.app?.isInUse = true }
            // A code is good for a moment: later it takes another one, and so another request.
            let isSpent = step.map { answer?.status == 401 || AuthenticatorApp.isOver($0, at: now) } ?? needsCode
            if !isSpent { tasks.append(.signIn(submission, step: step)) }
            return patience()
        }
        try submission.conclude(.answered(answer))
        if answer.code == "account_not_active", isLeaving {
            leaveForGood()
            return think()
        }
        session = answer.decoded(SignedIn.self)
        if answer.code == "account_not_active" || answer.code == "deadline_passed" { return patience() }
        guard session != nil else { throw Violation("sign-in", "\(person.email) got \(answer.text)") }
        return think()
    }

    // MARK: - Outcomes

    private func learned(_ submission: Submission, _ answer: Answer?, _ task: Task) throws -> Int64 {
        guard let answer, answer.isDefinite else {
            if isTakingStock { tasks.append(task) }
            return patience()
        }
        if answer.status == 404 {
            guard submission.verdict == nil else {
                throw Violation("one outcome", "\(submission.id) was concluded, and its service knows nothing of it")
            }
            return think()
        }
        guard answer.isSuccess, let outcome = answer.decoded(OperationOutcome.self) else {
            throw Violation("one outcome", "the outcome of \(submission.id) is \(answer.text)")
        }
        try agree(submission, outcome)
        return think()
    }

    private func agree(_ submission: Submission, _ outcome: OperationOutcome) throws {
        switch (outcome.state, submission.verdict) {
        case (.running, nil): return
        case (.fenced, _): try submission.conclude(.fenced)
        case (.completed, _), (.refused, _):
            let status = outcome.status ?? 0
            // A reply that holds a secret is told to those only who have its key.
            if let reply = outcome.reply {
                try submission.conclude(.answered(Answer(status: status, body: Array(reply.utf8))))
            } else if case .answered(let known)? = submission.verdict, known.status != status {
                throw Violation("one outcome", "\(submission.id) was \(known.text), its service says \(status)")
            }
        default:
            throw Violation("one outcome", "\(submission.id) is \(outcome.state.rawValue), and the client was told")
        }
    }

    // MARK: - Pauses

    func think() -> Int64 { isTakingStock ? dice.number(1...30) : dice.number(1...150) }
    func patience() -> Int64 { dice.number(20...500) }
}

extension Client.Task {
    var needsSession: Bool {
        switch self {
        case .submit(let submission, _): !submission.isAnonymous
        case .read, .follow, .conflict, .outcome, .fence: true
        case .signIn, .attempt, .probe: false
        }
    }
}
