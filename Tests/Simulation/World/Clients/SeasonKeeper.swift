import Messages

/// The part of an admin who keeps the books of others' seasons: ends one while something is being paid in, so that it comes too
/// late, and soon has it go on.
struct SeasonKeeper {
    let story: Story

    func act(_ client: Client) -> Deed? {
        if let season = story.endedSeasons.popLast() { return change(season, #"{"end_date":null}"#) { _ in } }
        guard let season = story.seasonsBeingPaid.popLast() else { return nil }
        let yesterday = Day(Timestamp(milliseconds: story.now)).adding(days: -1)
        return change(season, #"{"end_date":"\#(yesterday)"}"#) { [story] answer in
            if answer.isSuccess { story.endedSeasons.append(season) }
        }
    }

    private func change(_ season: String, _ body: String, then: @escaping (Answer) -> Void) -> Deed {
        .submit(.patch("betting.change-season", "/v1/seasons/\(season)", body)) { answer in
            // Another season may have taken its place meanwhile, or another day have come.
            guard answer.isSuccess || ["wrong_state", "booked_outside", "deadline_passed"].contains(answer.code) else {
                throw Violation("a season's end", answer.text)
            }
            then(answer)
        }
    }
}
