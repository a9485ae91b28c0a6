-- GET /v1/events/{id}/pool: stakes, shares and projected dividends, by nobody in particular. Argument: the event.
dofile(os.getenv("BENCH_LOAD") .. "/report.lua")

local path

function init(arguments) path = "/v1/events/" .. arguments[1] .. "/pool" end

function request() return wrk.format("GET", path) end

function done(summary, latency) report(summary, latency) end
