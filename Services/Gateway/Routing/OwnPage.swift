/// What the gateway answers by itself.
enum OwnPage: String, Sendable, CaseIterable {
    case asyncAPI = "asyncapi"
    case docs, healthz, metrics
    case openAPI = "openapi"
    case platform, readyz

    var path: String {
        switch self {
        case .asyncAPI: "/v1/asyncapi.json"
        case .docs: "/docs"
        case .healthz: "/healthz"
        case .metrics: "/metrics"
        case .openAPI: "/v1/openapi.json"
        case .platform: "/v1/platform"
        case .readyz: "/readyz"
        }
    }
}
