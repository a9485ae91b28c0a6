-- POST /v1/sessions by people who take turns, each with the password of them all. Arguments: the password and the emails.
dofile(os.getenv("BENCH_LOAD") .. "/report.lua")

local turn = 0
local requests = {}

function init(arguments)
    for index = 2, #arguments do
        local body = '{"login":"' .. arguments[index] .. '","password":"' .. arguments[1] .. '"}'
        requests[index - 1] = wrk.format("POST", "/v1/sessions", { ["Content-Type"] = "application/json" }, body)
    end
end

function request()
    turn = turn + 1
    return requests[turn % #requests + 1]
end

function done(summary, latency) report(summary, latency) end
