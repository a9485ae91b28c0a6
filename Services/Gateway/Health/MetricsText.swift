import Messages

/// The figures in Prometheus' text form.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    init(
        _ metrics: RequestMetrics, inFlight: [(ServiceName, Int)],
        services: [(ServiceName, isUp: Bool, ServiceStatus?)], documents: DownloadCounts, documentsOpen: Int,
        streams: StreamCounts, streamsOpen: Int
    ) {
        let operations = metrics.operations.sorted { $0.key < $1.key }
        begin("croupier_requests_total", "counter", "Requests answered, by operation and status.")
        for (name, figures) in operations {
            for (status, count) in figures.statuses.sorted(by: { $0.key < $1.key }) {
                line("croupier_requests_total", "operation=\"\(name)\",status=\"\(status)\"", count)
            }
        }
        begin("croupier_request_milliseconds", "histogram", "How long requests took, by operation.")
        for (name, figures) in operations { histogram(name, figures) }
        begin("croupier_requests_in_flight", "gauge", "Requests under way, by service.")
        for (service, count) in inFlight {
            line("croupier_requests_in_flight", "service=\"\(service.rawValue)\"", Int64(count))
        }
        begin("croupier_documents_open", "gauge", "Documents on their way to clients.")
        line("croupier_documents_open", "", Int64(documentsOpen))
        begin("croupier_documents_total", "counter", "Documents sent, by how that ended.")
        line("croupier_documents_total", "end=\"whole\"", documents.whole)
        line("croupier_documents_total", "end=\"cut\"", documents.cut)
        line("croupier_documents_total", "end=\"abandoned\"", documents.abandoned)
        begin("croupier_streams_open", "gauge", "Streams that clients have open.")
        line("croupier_streams_open", "", Int64(streamsOpen))
        begin("croupier_stream_items_total", "counter", "Items written to streams.")
        line("croupier_stream_items_total", "", streams.items)
        begin("croupier_streams_total", "counter", "Streams that ended, by how.")
        line("croupier_streams_total", "end=\"closed\"", streams.closed)
        line("croupier_streams_total", "end=\"abandoned\"", streams.abandoned)
        begin("croupier_service_up", "gauge", "Whether a service answers.")
        for (service, isUp, _) in services {
            line("croupier_service_up", "service=\"\(service.rawValue)\"", isUp ? 1 : 0)
        }
        gauge("last_event", "The number of a service's last event.", services) { $0.lastEvent }
        gauge("open_sagas", "Sagas that a service has not ended.", services) { $0.openSagas }
        gauge("pending_calls", "Calls to others that a service has no answer to.", services) { $0.pendingCalls }
        gauge("batches", "Transactions of a service since it started.", services) { $0.batches }
        gauge("messages", "Messages that a service has taken since it started.", services) { $0.messages }
    }

    private mutating func begin(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func line(_ name: String, _ labels: String, _ value: Int64) {
        text += labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    private mutating func histogram(_ name: String, _ figures: RequestMetrics.Figures) {
        var sum: Int64 = 0
        for (bound, count) in zip(RequestMetrics.bounds, figures.durations) {
            sum += count
            line("croupier_request_milliseconds_bucket", "operation=\"\(name)\",le=\"\(bound)\"", sum)
        }
        line("croupier_request_milliseconds_bucket", "operation=\"\(name)\",le=\"+Inf\"", figures.count)
        line("croupier_request_milliseconds_sum", "operation=\"\(name)\"", figures.totalMilliseconds)
        line("croupier_request_milliseconds_count", "operation=\"\(name)\"", figures.count)
    }

    private mutating func gauge(
        _ name: String, _ help: String, _ services: [(ServiceName, isUp: Bool, ServiceStatus?)],
        _ value: (ServiceStatus) -> Int64
    ) {
        begin("croupier_service_\(name)", "gauge", help)
        for (service, _, status) in services {
            if let status { line("croupier_service_\(name)", "service=\"\(service.rawValue)\"", value(status)) }
        }
    }
}
