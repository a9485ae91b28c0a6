-- POST /v1/events/{id}/bets by people who take turns, each bet an operation of its own. Arguments: the event, the play
-- and the people's tokens.
dofile(os.getenv("BENCH_LOAD") .. "/report.lua")

local threads = 0
local turn = 0
local tokens = {}
local path, body

function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

function init(arguments)
    path = "/v1/events/" .. arguments[1] .. "/bets"
    body = '{"play_id":"' .. arguments[2] .. '","stake":{"amount":"1.00","currency":"EUR"}}'
    for index = 3, #arguments do tokens[#tokens + 1] = arguments[index] end
end

function request()
    turn = turn + 1
    return wrk.format("POST", path, {
        Authorization = "Bearer " .. tokens[turn % #tokens + 1],
        ["Content-Type"] = "application/json",
        ["Idempotency-Key"] = os.getenv("BENCH_RUN") .. "-" .. number .. "-" .. turn,
    }, body)
end

function done(summary, latency) report(summary, latency) end
