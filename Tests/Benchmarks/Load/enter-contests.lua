-- POST /v1/contests/{id}/entries by people who take turns, each entry an operation of its own, in one contest after the other,
-- since nobody enters one without end. Arguments: how many contests, the contests, and the people's tokens.
dofile(os.getenv("BENCH_LOAD") .. "/report.lua")

local threads = 0
local turn = 0
local paths, tokens = {}, {}

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init(arguments)
    local contests = tonumber(arguments[1])
    for index = 2, #arguments do
        if index <= contests + 1 then
            paths[#paths + 1] = "/v1/contests/" .. arguments[index] .. "/entries"
        else
            tokens[#tokens + 1] = arguments[index]
        end
    end
end

function request()
    turn = turn + 1
    return wrk.format("POST", paths[math.floor(turn / #tokens) % #paths + 1], {
        Authorization = "Bearer " .. tokens[turn % #tokens + 1],
        ["Idempotency-Key"] = os.getenv("BENCH_RUN") .. "-" .. number .. "-" .. turn,
    })
end

function done(summary, latency) report(summary, latency) end
