-- Prints what a run measured, in the form of the other figures. Refusals would make it mean something else.
function report(summary, latency)
    local name = os.getenv("BENCH_ROW")
    local rate = summary.requests / (summary.duration / 1e6)
    io.write(string.format(
        "  %-43s%10.0f /s   p50 %8.2f ms   p99 %8.2f ms\n",
        name, rate, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
    local errors = summary.errors
    local lost = errors.connect + errors.read + errors.write + errors.timeout
    if errors.status + lost > 0 then
        io.write(string.format("  of these %d were refused, and %d lost\n", errors.status, lost))
    end
end
