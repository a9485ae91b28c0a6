import CMicroHTTPD

/// Turns answers into the library's.
enum Reply {
    /// Queues an answer on a connection. One that cannot be sent as it is becomes a 500, never a malformed message.
    ///
    /// - Parameter source: where the body comes from if it is not the one in the answer.
    static func queue(
        _ response: HTTPResponse, from source: OpenSource? = nil, on connection: OpaquePointer?, closing: Bool
    ) -> MHD_Result {
        let isSendable = isSendable(response)
        let sendable = isSendable ? response : Refusal.unsendable.response
        let created = isSendable && source != nil ? source?.makeResponse() : whole(sendable.body)
        guard let created else { return .NO }
        defer { MHD_destroy_response(created) }
        for (name, value) in sendable.headers where !isFraming(name) {
            guard MHD_add_response_header(created, name, value) == .YES else { return .NO }
        }
        if closing {
            MHD_add_response_header(created, "Connection", "close")
        }
        return MHD_queue_response(connection, UInt32(sendable.status), created)
    }

    private static func whole(_ body: [UInt8]) -> OpaquePointer? {
        body.withUnsafeBytes { body in
            MHD_create_response_from_buffer(
                body.count, UnsafeMutableRawPointer(mutating: body.baseAddress), .RESPMEM_MUST_COPY)
        }
    }

    private static func isSendable(_ response: HTTPResponse) -> Bool {
        (200...599).contains(response.status)
            && response.headers.allSatisfy {
                FieldRules.isName($0.name) && !$0.value.isEmpty && FieldRules.isValue($0.value)
            }
    }

    private static func isFraming(_ name: String) -> Bool {
        switch name.lowercased() {
        case "content-length", "transfer-encoding", "date": true
        default: false
        }
    }
}
