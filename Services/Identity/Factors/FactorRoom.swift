import Messages
import Runtime

extension IdentityService {
    /// What people prove who they are with beside a password.
    static func factors(_ settings: IdentitySettings) throws -> Room {
        let factors = try Factors(settings)
        return Room(
            operations: [
                .command(EnrolTOTP.self) { try factors.enrol($0, in: $1) },
                .command(ConfirmTOTP.self) { try factors.confirm($0, in: $1) },
                .command(ConfirmSignUp.self) { try factors.confirmSignUp($0, in: $1) },
                .command(RemoveTOTP.self) { try factors.remove(in: $1) },
                .command(RenewRecoveryCodes.self) { try factors.renewRecoveryCodes(in: $1) },
                .command(ResetTOTP.self) { try factors.reset($0, in: $1) },
            ],
            events: [
                ProofFailed.self, RecoveryCodeUsed.self, RecoveryCodesRenewed.self, TOTPConfirmed.self,
                TOTPEnrolled.self, TOTPRemoved.self, TOTPReset.self,
            ])
    }
}
