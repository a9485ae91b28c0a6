-- GET /v1/wallet by people who take turns. Arguments: their tokens.
dofile(os.getenv("BENCH_LOAD") .. "/report.lua")

local turn = 0
local requests = {}

function init(tokens)
    for number, token in ipairs(tokens) do
        requests[number] = wrk.format("GET", "/v1/wallet", { Authorization = "Bearer " .. token })
    end
end

function request()
    turn = turn + 1
    return requests[turn % #requests + 1]
end

function done(summary, latency) report(summary, latency) end
