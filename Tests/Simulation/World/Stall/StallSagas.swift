import Messages
import Runtime

extension Stall {
    /// What is put aside goes back by itself at the deadline, so nothing takes it back here.
    static let reserveSaga = Saga<State>(
        "raffle.stall-reserve", version: 1,
        steps: [
            .local("note", note, undo: forget),
            .call(
                "hold", .wallet, PlaceHold.self,
                request: { state, _ in
                    PlaceHold.Request(
                        hold: state.hold, user: state.user, money: state.whole, purpose: state.escrow,
                        expiresAt: state.deadline)
                }),
            .local("arm", isPivot: true, arm),
        ],
        end: .answer { state, _ in SagaAnswer(ReserveAtStall.self, ReserveAtStall.Reply(id: state.reservation)) })

    /// Two captures, either of which may come too late; the first is refunded then, and nothing is sold. Else the stall
    /// keeps one part.
    static let collectSaga = Saga<State>(
        "raffle.stall-collect", version: 1,
        steps: [
            .call(
                "take", .wallet, CaptureHold.self,
                request: { state, _ in
                    CaptureHold.Request(
                        hold: state.hold, escrow: state.escrow, kind: .raffleSale, money: state.part)
                },
                undo: .call(.wallet, PayFromEscrow.self) { state in
                    PayFromEscrow.Request(escrow: state.escrow, payments: [state.refund])
                }),
            .call(
                "take the rest", .wallet, CaptureHold.self,
                request: { state, _ in
                    CaptureHold.Request(hold: state.hold, escrow: state.escrow, kind: .raffleSale, last: true)
                }),
            .local("sell", isPivot: true, sell),
            .call(
                "share", .wallet, PayFromEscrow.self,
                request: { state, _ in
                    PayFromEscrow.Request(
                        escrow: state.escrow,
                        payments: [
                            state.refund,
                            .init(house: state.part, kind: .commission, purpose: state.escrow),
                        ])
                }),
        ], end: .silent)

    private static func note(_ state: inout State, _ context: CommandContext) throws -> SagaStep<State>.Progress {
        let part = try state.part.exact(in: try currency(of: state.part))
        try context.database.run(
            "INSERT INTO stall VALUES (?, ?, ?, ?, ?, ?, 'asked')", state.reservation, state.hold, state.user,
            state.part.currency.text, part.units, state.deadline)
        return .done
    }

    private static func forget(_ state: State, _ context: CommandContext) throws {
        try context.database.run("DELETE FROM stall WHERE reservation = ?", state.reservation)
    }

    private static func arm(_ state: inout State, _ context: CommandContext) throws -> SagaStep<State>.Progress {
        try mark(state, "held", context)
        let text = String(decoding: try WireCoding().encode(state), as: UTF8.self)
        try context.schedule(closingTimer, at: state.closesAt, state: text)
        return .done
    }

    private static func sell(_ state: inout State, _ context: CommandContext) throws -> SagaStep<State>.Progress {
        try mark(state, "sold", context)
        try context.emit(SoldAtStall(reservation: state.reservation))
        return .done
    }

    static func mark(_ state: State, _ word: String, _ context: CommandContext) throws {
        try context.database.run("UPDATE stall SET state = ? WHERE reservation = ?", word, state.reservation)
    }
}

extension Stall.State {
    fileprivate var refund: PayFromEscrow.Payment {
        PayFromEscrow.Payment(refundOf: hold, money: part, kind: .raffleRefund, purpose: escrow)
    }
}
