-- 512 identifiers in turn, the requests written once.
local requests, next_request = {}, 0

function init(args)
   for number = 1, 512 do
      local body = string.format('{"sdkappid":1400000000,"identifier":"user%d"}', number)
      requests[number] = wrk.format("POST", "/v1/usersig", { ["Content-Type"] = "application/json" }, body)
   end
end

function request()
   next_request = next_request % 512 + 1
   return requests[next_request]
end

function done(summary, latency)
   local errors = summary.errors
   io.write(string.format("RESULT %.0f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
      latency:percentile(99) / 1000, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
