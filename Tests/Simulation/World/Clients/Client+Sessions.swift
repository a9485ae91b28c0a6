/// What a client holds against the platform's promises about sessions.
extension Client {
    /// Asked for without a session, so that 401 is an end to it too.
    func attempted(_ submission: Submission, _ answer: Answer?, _ then: @escaping (Answer) throws -> Void) throws
        -> Int64
    {
        guard let answer, answer.isDefinite || answer.status == 401 else {
            tasks.append(.attempt(submission, then: then))
            return patience()
        }
        // A 401 is not kept, so it may have another wording the next time.
        if answer.status != 401 { try submission.conclude(.answered(answer)) }
        try then(answer)
        return think()
    }

    /// A token that was revoked, as its holder was told, must have been refused.
    func probed(_ token: String, _ tries: Int, _ answer: Answer?) throws -> Int64 {
        if let answer, answer.isDefinite {
            throw Violation("no session outlives its revocation", "client \(index) still gets \(answer.text)")
        }
        if answer?.status != 401, tries < 8 {
            tasks.append(.probe(token, tries: tries + 1))
            return patience()
        }
        return think()
    }

    /// Whoever was suspended before they asked gets nothing with the session that they had.
    func checkShutOut(_ task: Task, _ answer: Answer?) throws {
        guard let answer, answer.isSuccess, task.needsSession, let sanction, sanction.kind == .suspend,
            sanction == story.sanctions[session?.user.id]
        else { return }
        throw Violation("no session outlives its revocation", "client \(index) is suspended and gets \(answer.text)")
    }
}
