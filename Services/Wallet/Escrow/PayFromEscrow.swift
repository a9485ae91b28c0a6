import Messages
import Runtime
import TimeZones

extension PayFromEscrow {
    static func run(_ request: Request, _ zones: ZoneBook, in context: CommandContext) throws -> Reply {
        let escrow = try entity(request.escrow, at: "/escrow")
        guard !OutsideEscrow.isOne(escrow) else {
            throw Failure.malformedPayment.because("what is kept outside is nobody's here", at: "/escrow")
        }
        guard (1...paymentLimit).contains(request.payments.count) else {
            throw Failure.malformedPayment.because("expected 1 to \(paymentLimit) payments", at: "/payments")
        }
        let payer = EscrowPayer(
            context: context, zones: zones, service: try context.callingService(), escrow: escrow)
        if request.payments.count > 1 { payer.ledger.beginGroup() }
        for (index, payment) in request.payments.enumerated() {
            try payer.pay(payment, at: "/payments/\(index)")
        }
        return Nothing()
    }
}
